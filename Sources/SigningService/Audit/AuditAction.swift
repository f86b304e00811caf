/// What an audit entry says happened, without saying to whom it matters.
package enum AuditAction: String, Hashable, Sendable, CaseIterable {
    case incidentOpened = "incident opened"
    case alarmRepeated = "alarm repeated"
    case alarmOver = "alarm over"
    case incidentAcknowledged = "incident acknowledged"
    case incidentClosed = "incident closed"
    case operatorsTold = "operators told"
    case jobHastened = "job hastened"
    case organisationCreated = "organisation created"
    case accountCreated = "account created"
    case signInPasskeyRegistered = "sign-in passkey registered"
    case signedIn = "signed in"
    case signInRefused = "sign-in refused"
    case signedOut = "signed out"
    case documentUploaded = "document uploaded"
    case normalisationProposed = "normalisation proposed"
    case normalisationAgreed = "normalisation agreed"
    case normalisationDeclined = "normalisation declined"
    case envelopeCreated = "envelope created"
    case envelopeSent = "envelope sent"
    case invitationSent = "invitation sent"
    case linkExchanged = "link exchanged"
    case codeMailed = "code mailed"
    case mailRefused = "mail refused"
    case codeRefused = "code refused"
    case viewed
    case consented
    case imprintChosen = "imprint chosen"
    case textsFilled = "texts filled"
    case credentialRequested = "credential requested"
    case passkeyRegistered = "passkey registered"
    case credentialActive = "credential active"
    case credentialEnded = "credential ended"
    case signatureIntended = "signature intended"
    case activationRequested = "activation requested"
    case permissionGiven = "permission given"
    case signatureValueReceived = "signature value received"
    case attemptVoided = "attempt voided"
    case signed
    case declined
    case voided
    case expired
    case waiting
    case sealOrdered = "seal ordered"
    case contractSealed = "contract sealed"
    case certificateDrafted = "certificate drafted"
    case certificateSealed = "certificate sealed"
    case sealed
    case evidenceRenewed = "evidence renewed"
    case renewalRefused = "renewal refused"
    case renewalOrdered = "renewal ordered"
    case copiesSent = "copies sent"
    case rolesAssigned = "roles assigned"
    case accountLocked = "account locked"
    case accountUnlocked = "account unlocked"
    case accountClosed = "account closed"
    case memberInvited = "member invited"
    case keyOperatorRequested = "key operator requested"
    case keyOperatorEnrolled = "key operator enrolled"
    case invitationAsked = "invitation asked"
    case keyActRequested = "key act requested"
    case keyActApproved = "key act approved"
    case keyActPerformed = "key act performed"
    case senderTold = "sender told"
    case registerEntryDrafted = "register entry drafted"
    case registerEntryProposed = "register entry proposed"
    case registerEntryApproved = "register entry approved"
    case registerEntryReturned = "register entry returned"
    case registerEntryRetired = "register entry retired"
    case registerEntryDropped = "register entry dropped"
    case registerReminderSent = "register reminder sent"
}

/// An audit entry before it has its place in a chain: who did what, with which facts.
package struct AuditNote: Hashable, Sendable {
    package let actor: String
    package let action: AuditAction
    /// Encoded as JSON with sorted keys; the chain commits to its salted digest.
    package let facts: [String: String]

    package init(_ action: AuditAction, by actor: String, _ facts: [String: String] = [:]) {
        self.actor = actor
        self.action = action
        self.facts = facts
    }

    /// Actor of what the service does by itself.
    package static let service = "service"
}
