/// Why the signer refused, as it crosses the line.
///
/// The case is all that is told; words live with the pages.
///
/// - SeeAlso: SAD-4
package enum SignerError: String, Error, Hashable, Sendable, Codable, CaseIterable {
    // Activation (SAD-3, in the order it is checked).
    case malformed
    case unknownActivation
    case otherAudience
    case issuedInTheFuture
    case expired
    case otherSubject
    case otherCredential
    case passkeyMissing
    case passkeyOtherRelyingParty
    case passkeyOtherOrigin
    case passkeyChallenge
    case passkeyUserNotVerified
    case passkeySignature
    case passkeyCounter
    case passkeyRefused
    case keyNotActive
    case keyMismatch
    case certificateNotValid
    case certificateRevoked
    case revocationUnknown
    case revocationStale
    case algorithmRefused
    case documentCount
    case documentMismatch
    case signedAttributes
    case alreadyRedeemed
    // Confirmation and seal.
    case confirmationMismatch
    case alreadyUsed
    // Life of a credential.
    case unknownCredential
    case illegalTransition
    case certificateMismatch
    case identityProofRequired
    // Dual control.
    case unknownOperator
    /// The person has a duty already, or had one.
    case dutyHeld
    case operatorCodeRefused
    case unknownAct
    /// Performed, or too old.
    case actOver
    /// What it acts on has changed since.
    case actOutdated
    /// As many acts wait as may, of this person or of all.
    case tooManyActs
    /// The approval of the other duty is missing, or nobody would be left to give it.
    case dutyMissing
    // Custody.
    case wrappedKeyRefused
    // The machine.
    case hsmUnavailable
    case storageUnavailable
    case notAuthorised
    /// Nothing was signed and nothing will be.
    case resultUnknown
    /// The key is being used just now.
    case inProgress
}

/// The body of every refusal of the signer's endpoint.
package struct SignerProblem: Hashable, Sendable, Codable {
    package let error: SignerError

    package init(error: SignerError) {
        self.error = error
    }
}
