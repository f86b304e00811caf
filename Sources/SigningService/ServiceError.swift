package import SignerProtocol

/// Why the service did not do what it was asked.
///
/// The case is the fact; words for people live with the pages and the API, keyed by `code`.
package enum ServiceError: Error, Hashable, Sendable {
    // Accounts.
    case alreadySetUp
    case setUpTokenRefused
    /// The bearer token belongs to no account.
    case tokenUnknown
    /// The passkey of a sign-in, or a new one, is not accepted.
    case passkeyRefused
    /// The account may not do this.
    case notAllowed
    /// A text that was entered is empty, too long or has characters that do not belong there.
    case textRefused(field: String)
    case addressRefused(field: String)

    // Documents.
    case documentUnknown
    case documentTooLarge(limit: Int)
    /// What the preflight found, never empty.
    case documentRefused([DocumentFinding])
    /// A stored segment is missing or does not open with its key.
    case segmentDamaged(String)
    /// The object store keeps a segment until then, whoever asks for its removal.
    case segmentLocked(until: Timestamp)

    /// No such page, or not in this size.
    case pageUnknown
    /// The pages could not be drawn: too large for the limits, or the programs are missing.
    case picturesNotMade

    // Envelopes.
    case envelopeUnknown
    case envelopeWithoutSigners
    case tooManySigners(limit: Int)
    case boxOutsidePage(signer: Int, page: Int)
    case boxTooSmall(signer: Int)
    /// In a file that is signed already, a box may stand only where nothing stood.
    case boxHidesContent(signer: Int)
    /// A file that is signed already takes no text fields.
    case textsNotPossible(signer: Int)
    /// The file has no such empty field, or fewer of them than there are signers.
    case fieldToSignMissing(signer: Int)
    case expiryInThePast
    /// Signers are counted from 1.
    case tooManyTexts(signer: Int, limit: Int)
    /// No font has these scalars, such as `U+845B U+E0100`, of a signer's name. Signers are counted from 1.
    case glyphMissing(signer: Int, scalars: [String])
    /// The imprint would say what the signer's name does not. Signers are counted from 1.
    case imprintRefused(signer: Int, ImprintRefusal)
    /// 当事者型 needs an accepted identity proof in production.
    case identityProofRequired(signer: Int)
    /// This installation does not offer the kind of signature.
    case signerKindNotOffered(signer: Int)
    /// The envelope's state does not allow this.
    case notPossible(state: String)
    /// The artefact does not exist yet in this state.
    case notReady(state: String)

    // Invitations and sessions.
    case linkUnknown
    /// Signed, declined, voided or expired: the link's work is done.
    case linkOver(state: String)
    /// The link was opened by a sender who is not that signer.
    case linkOpenedBySender
    /// The link was opened before, elsewhere: a code is on its way to the address, shown in part.
    case codeNeeded(address: String)
    case codeWrong
    case sessionUnknown

    // Signing.
    case notYourTurn
    case notViewed
    case consentMissing
    /// What was written is not the signer's name.
    case nameNotTyped
    /// A field that has to be filled in is empty.
    case textMissing(label: String)
    /// What was written does not fit its box.
    case textTooLong(label: String)
    /// No font has these scalars of what was written.
    case textWithoutGlyph(label: String, scalars: [String])
    /// The signer has no field of this name.
    case textFieldUnknown
    /// The statement named is not the one shown.
    case consentMismatch
    case otherSignerKind(SignerKind)
    case credentialMissing
    case passkeyAlreadyEnrolled(credential: String)
    case enrolmentMissing
    /// Another signer holds the document for a moment.
    case busy(until: Timestamp)
    case attemptUnknown
    /// What was confirmed is not what was prepared.
    case digestMismatch
    case signerRefused(SignerError)
    /// The judge did not pass the signature just made; the codes of its reasons.
    case judgeRefused([String])

    // Outside services.
    /// A dependency is down: visible, tried again, never faked.
    case waiting(for: Dependency, retryAfterInSeconds: Int)
    case dependencyRefused(Dependency, reason: String)

    // Making signatures.
    /// The file could not be extended; the text is for the operator.
    case signatureNotMade(String)

    case incidentUnknown
    case accountUnknown
    /// Nothing opens it until an administrator unlocks it.
    case accountLocked
    case accountClosed
    /// Nobody would be left who can administer.
    case lastAdministrator
    /// The link to a first passkey is too old, or there is one.
    case invitationOver
    /// The rule that keeps the roles apart.
    case dutiesConflict(BilingualText)
    /// It is done, is being done, or has not failed.
    case jobUnknown
    // Renewals.
    case batchUnknown
    /// No document's timestamp rests on it.
    case timestampUseUnknown
    // Registers.
    case registerUnknown
    case entryUnknown
    /// Everything that is wrong with what was typed, never empty.
    case entryRefused([RegisterRefusal])
    /// The entry's state does not allow this.
    case entryNotPossible(state: String)
    /// Whoever had a hand in a change does not approve it.
    case approvedByMaker
    /// An approval is given with a passkey here, and there was none.
    case passkeyNeeded
    /// The file is none of the kinds that an entry may have, or its name says another one.
    case attachmentRefused
    /// Nothing was imported; the lines that are wrong, never empty.
    case importRefused([RegisterLineRefusal])

    /// Too many files are being judged just now.
    case verificationBusy

    // Storage.
    /// Someone else changed it first.
    case conflict
    case storage(String)
}

/// One reason to refuse an upload: its stable code, the object and the byte offset where known.
package struct DocumentFinding: Hashable, Sendable, Codable {
    package let code: String
    package let object: Int?
    package let offset: Int?

    package init(code: String, object: Int?, offset: Int?) {
        self.code = code
        self.object = object
        self.offset = offset
    }
}

/// A visible state: an outside service does not answer, and the work is repeated.
package struct Waiting: Hashable, Sendable, Codable {
    package let dependency: Dependency
    package let since: Timestamp

    package init(for dependency: Dependency, since: Timestamp) {
        self.dependency = dependency
        self.since = since
    }
}

/// What the service may have to wait for, shown to people as `waitingFor`.
package enum Dependency: String, Hashable, Sendable, Codable, CaseIterable {
    case signer
    case certificationAuthority
    case timestampAuthority
    case revocation
    /// The responder answers, but with nothing newer than the signature yet: TRY_LATER.
    case freshRevocation
    case mail
    case objectStore
}

extension ServiceError {
    /// Stable code of the fact, for problem answers and for failures of jobs.
    package var code: String {
        switch self {
        case .alreadySetUp: "ALREADY_SET_UP"
        case .setUpTokenRefused: "SETUP_TOKEN_REFUSED"
        case .tokenUnknown: "TOKEN_UNKNOWN"
        case .passkeyRefused: "PASSKEY_REFUSED"
        case .notAllowed: "NOT_ALLOWED"
        case .textRefused: "TEXT_REFUSED"
        case .addressRefused: "ADDRESS_REFUSED"
        case .documentUnknown: "DOCUMENT_UNKNOWN"
        case .documentTooLarge: "DOCUMENT_TOO_LARGE"
        case .documentRefused(let findings): findings.first?.code ?? "DOCUMENT_REFUSED"
        case .segmentDamaged: "SEGMENT_DAMAGED"
        case .segmentLocked: "SEGMENT_LOCKED"
        case .pageUnknown: "PAGE_UNKNOWN"
        case .picturesNotMade: "PICTURES_NOT_MADE"
        case .envelopeUnknown: "ENVELOPE_UNKNOWN"
        case .envelopeWithoutSigners: "ENVELOPE_WITHOUT_SIGNERS"
        case .tooManySigners: "TOO_MANY_SIGNERS"
        case .boxOutsidePage: "BOX_OUTSIDE_PAGE"
        case .boxTooSmall: "BOX_TOO_SMALL"
        case .boxHidesContent: "BOX_HIDES_CONTENT"
        case .textsNotPossible: "TEXTS_NOT_POSSIBLE"
        case .fieldToSignMissing: "FIELD_TO_SIGN_MISSING"
        case .expiryInThePast: "EXPIRY_IN_THE_PAST"
        case .tooManyTexts: "TOO_MANY_TEXTS"
        case .glyphMissing: "GLYPH_MISSING"
        case .imprintRefused: "IMPRINT_REFUSED"
        case .identityProofRequired: "IDENTITY_PROOF_REQUIRED"
        case .signerKindNotOffered: "SIGNER_KIND_NOT_OFFERED"
        case .notPossible: "NOT_POSSIBLE"
        case .notReady: "NOT_READY"
        case .linkUnknown: "LINK_UNKNOWN"
        case .linkOver: "LINK_OVER"
        case .linkOpenedBySender: "LINK_OPENED_BY_SENDER"
        case .codeNeeded: "CODE_NEEDED"
        case .codeWrong: "CODE_WRONG"
        case .sessionUnknown: "SESSION_UNKNOWN"
        case .notYourTurn: "NOT_YOUR_TURN"
        case .notViewed: "NOT_VIEWED"
        case .consentMissing: "CONSENT_MISSING"
        case .nameNotTyped: "NAME_NOT_TYPED"
        case .textMissing: "TEXT_MISSING"
        case .textTooLong: "TEXT_TOO_LONG"
        case .textWithoutGlyph: "TEXT_WITHOUT_GLYPH"
        case .textFieldUnknown: "TEXT_FIELD_UNKNOWN"
        case .incidentUnknown: "INCIDENT_UNKNOWN"
        case .jobUnknown: "JOB_UNKNOWN"
        case .batchUnknown: "BATCH_UNKNOWN"
        case .timestampUseUnknown: "TIMESTAMP_USE_UNKNOWN"
        case .verificationBusy: "VERIFICATION_BUSY"
        case .consentMismatch: "CONSENT_MISMATCH"
        case .otherSignerKind: "OTHER_SIGNER_KIND"
        case .credentialMissing: "CREDENTIAL_MISSING"
        case .passkeyAlreadyEnrolled: "PASSKEY_ALREADY_ENROLLED"
        case .enrolmentMissing: "ENROLMENT_MISSING"
        case .busy: "BUSY"
        case .attemptUnknown: "ATTEMPT_UNKNOWN"
        case .digestMismatch: "DIGEST_MISMATCH"
        case .signerRefused(let refusal): "SIGNER_\(refusal.rawValue.screamingSnake)"
        case .judgeRefused: "JUDGE_REFUSED"
        case .waiting(let dependency, _): "WAITING_FOR_\(dependency.rawValue.screamingSnake)"
        case .dependencyRefused(let dependency, _): "REFUSED_BY_\(dependency.rawValue.screamingSnake)"
        case .signatureNotMade: "SIGNATURE_NOT_MADE"
        case .registerUnknown: "REGISTER_UNKNOWN"
        case .entryUnknown: "ENTRY_UNKNOWN"
        case .entryRefused: "ENTRY_REFUSED"
        case .entryNotPossible: "ENTRY_NOT_POSSIBLE"
        case .approvedByMaker: "APPROVED_BY_MAKER"
        case .passkeyNeeded: "PASSKEY_NEEDED"
        case .attachmentRefused: "ATTACHMENT_REFUSED"
        case .importRefused: "IMPORT_REFUSED"
        case .conflict: "CONFLICT"
        case .accountUnknown: "ACCOUNT_UNKNOWN"
        case .accountLocked: "ACCOUNT_LOCKED"
        case .accountClosed: "ACCOUNT_CLOSED"
        case .lastAdministrator: "LAST_ADMINISTRATOR"
        case .invitationOver: "INVITATION_OVER"
        case .dutiesConflict: "DUTIES_CONFLICT"
        case .storage: "STORAGE"
        }
    }
}

extension String {
    /// `timestampAuthority` → `TIMESTAMP_AUTHORITY`.
    package var screamingSnake: String {
        reduce(into: "") { text, character in
            if character.isUppercase, !text.isEmpty { text.append("_") }
            text.append(character.uppercased())
        }
    }
}
