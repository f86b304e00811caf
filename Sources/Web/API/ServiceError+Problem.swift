import HTTPTypes
import SignerProtocol
import SigningService

extension Problem {
    /// The one place where a fact of the service becomes a status.
    init(_ error: ServiceError) {
        self.init(status: error.status, code: error.code, values: error.values)
        switch error {
        case .documentRefused(let found):
            findings = found
        case .waiting(_, let seconds):
            retryAfterInSeconds = max(1, seconds)
        case .busy:
            retryAfterInSeconds = 15
        case .signerRefused(let refusal) where refusal.isOutage:
            retryAfterInSeconds = 15
        default:
            break
        }
    }
}

extension ServiceError {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .tokenUnknown, .sessionUnknown:
            .unauthorized
        case .setUpTokenRefused, .passkeyRefused, .notAllowed, .linkOpenedBySender, .codeNeeded, .codeWrong,
            .approvedByMaker, .passkeyNeeded, .accountLocked, .accountClosed:
            .forbidden
        case .documentUnknown, .pageUnknown, .envelopeUnknown, .linkUnknown, .incidentUnknown, .accountUnknown,
            .jobUnknown, .batchUnknown, .timestampUseUnknown, .registerUnknown,
            .entryUnknown:
            .notFound
        case .linkOver, .invitationOver:
            .gone
        case .documentTooLarge:
            .contentTooLarge
        case .alreadySetUp, .notPossible, .notReady, .notYourTurn, .notViewed, .consentMissing, .otherSignerKind,
            .credentialMissing, .passkeyAlreadyEnrolled, .enrolmentMissing, .attemptUnknown, .conflict,
            .entryNotPossible, .dutiesConflict, .lastAdministrator:
            .conflict
        case .textRefused, .addressRefused, .documentRefused, .envelopeWithoutSigners, .tooManySigners,
            .boxOutsidePage, .boxTooSmall, .boxHidesContent, .textsNotPossible, .fieldToSignMissing,
            .expiryInThePast, .glyphMissing, .imprintRefused, .identityProofRequired,
            .signerKindNotOffered,
            .nameNotTyped, .tooManyTexts, .textMissing, .textTooLong, .textWithoutGlyph, .textFieldUnknown,
            .consentMismatch, .digestMismatch, .entryRefused, .attachmentRefused, .importRefused:
            .unprocessableContent
        case .busy, .segmentLocked:
            .locked
        case .signerRefused(let refusal):
            refusal.status
        case .waiting, .dependencyRefused, .picturesNotMade, .verificationBusy:
            .serviceUnavailable
        case .segmentDamaged, .signatureNotMade, .judgeRefused, .storage:
            .internalServerError
        }
    }

    fileprivate var values: [String: Words.Value] {
        switch self {
        case .textRefused(let field), .addressRefused(let field):
            ["field": .text(field)]
        case .documentTooLarge(let limit), .tooManySigners(let limit):
            ["limit": .number(limit)]
        case .boxOutsidePage(let signer, let page):
            ["signer": .number(signer), "page": .number(page)]
        case .boxTooSmall(let signer), .boxHidesContent(let signer), .textsNotPossible(let signer),
            .fieldToSignMissing(let signer), .identityProofRequired(let signer), .signerKindNotOffered(let signer):
            ["signer": .number(signer)]
        case .glyphMissing(let signer, let scalars):
            ["signer": .number(signer), "scalars": .text(scalars.joined(separator: " "))]
        case .tooManyTexts(let signer, let limit):
            ["signer": .number(signer), "limit": .number(limit)]
        case .textMissing(let label), .textTooLong(let label):
            ["label": .text(label)]
        case .textWithoutGlyph(let label, let scalars):
            ["label": .text(label), "scalars": .text(scalars.joined(separator: " "))]
        case .imprintRefused(let signer, let refusal):
            ["signer": .number(signer), "reason": .word("imprint.\(refusal.code)")]
        case .notPossible(let state), .notReady(let state), .linkOver(let state):
            ["state": .word("state.\(state)")]
        case .entryNotPossible(let state):
            ["state": .word("entry.\(state)")]
        case .entryRefused(let refusals):
            ["count": .number(refusals.count)]
        case .importRefused(let refusals):
            ["count": .number(refusals.count)]
        case .dutiesConflict(let rule):
            ["rule": .bilingual(rule)]
        case .codeNeeded(let address):
            ["address": .text(address)]
        case .otherSignerKind(let kind):
            ["kind": .word("kind.\(kind.rawValue)")]
        case .judgeRefused(let reasons):
            ["reasons": .text(reasons.joined(separator: ", "))]
        case .dependencyRefused(_, let reason):
            ["reason": .text(reason)]
        case .segmentLocked(let until):
            ["until": .text(until.rfc3339)]
        default:
            [:]
        }
    }
}

extension ImprintRefusal {
    fileprivate var code: String {
        switch self {
        case .missing(let part): "missing.\(part.rawValue)"
        case .notInName(let part): "notInName.\(part.rawValue)"
        }
    }
}

extension SignerError {
    fileprivate var isOutage: Bool {
        [.hsmUnavailable, .storageUnavailable, .inProgress].contains(self)
    }

    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .hsmUnavailable, .storageUnavailable, .inProgress, .notAuthorised:
            .serviceUnavailable
        case .unknownActivation, .expired, .alreadyRedeemed, .alreadyUsed, .resultUnknown, .illegalTransition,
            .unknownCredential, .passkeyMissing, .keyNotActive, .unknownAct, .dutyHeld, .actOver, .actOutdated,
            .dutyMissing, .tooManyActs:
            .conflict
        case .otherSubject, .otherCredential, .otherAudience, .passkeyOtherRelyingParty, .passkeyOtherOrigin,
            .passkeyChallenge, .passkeyUserNotVerified, .passkeySignature, .passkeyCounter, .passkeyRefused,
            .unknownOperator,
            .operatorCodeRefused:
            .forbidden
        case .malformed, .issuedInTheFuture, .keyMismatch, .certificateNotValid, .certificateRevoked,
            .revocationUnknown, .revocationStale, .algorithmRefused, .documentCount, .documentMismatch,
            .signedAttributes, .confirmationMismatch, .certificateMismatch, .identityProofRequired,
            .wrappedKeyRefused:
            .unprocessableContent
        }
    }
}

extension HTTPResponse.Status {
    /// RFC 4918 §11.3; HTTPTypes has no name for it.
    fileprivate static var locked: HTTPResponse.Status { HTTPResponse.Status(code: 423, reasonPhrase: "Locked") }
}
