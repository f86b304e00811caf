import PDF
import SignerProtocol
import SigningService
import Testing

@testable import Web

@Suite struct `The words` {
    let words: Words

    init() throws {
        words = try Words()
    }

    @Test func `have the same keys and placeholders in both languages`() throws {
        #expect(words.keys(in: .ja) == words.keys(in: .en))
        for key in words.keys(in: .ja) {
            let ja = try #require(words.sentence(key, in: .ja))
            let en = try #require(words.sentence(key, in: .en))
            #expect(placeholders(ja) == placeholders(en), "\(key)")
            #expect(!ja.isEmpty && !en.isEmpty)
        }
    }

    @Test(arguments: ServiceError.samples)
    func `name cause and remedy of every error of the service`(error: ServiceError) throws {
        for language in Language.allCases {
            let problem = Problem(error)
            let sentence = try #require(words.sentence(problem.code, in: language, problem.values), "\(problem.code)")
            #expect(placeholders(sentence).isEmpty, "\(problem.code): \(sentence)")
            #expect(sentence.split { ".。".contains($0) }.count >= 2, "\(problem.code) has no remedy: \(sentence)")
        }
    }

    @Test(arguments: SignerError.allCases)
    func `name every refusal of the signer`(error: SignerError) throws {
        #expect(words.sentence(ServiceError.signerRefused(error).code, in: .ja) != nil)
        #expect(words.sentence(ServiceError.signerRefused(error).code, in: .en) != nil)
    }

    @Test(arguments: PreflightReason.allCases)
    func `name every reason to refuse a file`(reason: PreflightReason) throws {
        #expect(words.sentence(reason.rawValue, in: .ja) != nil)
        #expect(words.sentence(reason.rawValue, in: .en) != nil)
    }

    @Test(arguments: Dependency.allCases)
    func `name everything that may be waited for`(dependency: Dependency) {
        let view = WaitingView(Waiting(for: dependency, since: Timestamp(milliseconds: 0)), words: words)
        #expect(view.ja != view.code && view.en != view.code)
    }

    private func placeholders(_ sentence: String) -> Set<String> {
        Set(sentence.matches(of: /\{[a-z]+\}/).map { String($0.output) })
    }
}

extension ServiceError {
    /// One of each case; `isSampled` does not compile when a case is new.
    static let samples: [ServiceError] =
        [
            .alreadySetUp, .setUpTokenRefused, .tokenUnknown, .passkeyRefused, .notAllowed, .pageUnknown,
            .picturesNotMade, .nameNotTyped, .verificationBusy, .textRefused(field: "name"),
            .addressRefused(field: "email"), .documentUnknown, .documentTooLarge(limit: 1),
            .documentRefused([DocumentFinding(code: "ENCRYPTED", object: 1, offset: 2)]), .segmentDamaged("00"),
            .segmentLocked(until: Timestamp(milliseconds: 0)), .envelopeUnknown,
            .envelopeWithoutSigners, .tooManySigners(limit: 1), .boxOutsidePage(signer: 1, page: 1),
            .boxTooSmall(signer: 1), .boxHidesContent(signer: 1), .textsNotPossible(signer: 1),
            .fieldToSignMissing(signer: 1), .expiryInThePast, .glyphMissing(signer: 1, scalars: ["U+20BB7"]),
            .imprintRefused(signer: 1, .missing(.organisation)), .imprintRefused(signer: 1, .missing(.title)),
            .imprintRefused(signer: 1, .notInName(.organisation)), .imprintRefused(signer: 1, .notInName(.title)),
            .identityProofRequired(signer: 1), .signerKindNotOffered(signer: 1), .linkUnknown, .linkOpenedBySender,
            .codeNeeded(address: "h•••@party.example"), .codeWrong, .sessionUnknown, .notYourTurn,
            .tooManyTexts(signer: 1, limit: 20), .textMissing(label: "所在地"), .textTooLong(label: "所在地"),
            .textWithoutGlyph(label: "所在地", scalars: ["U+20BB7"]), .textFieldUnknown, .incidentUnknown, .accountUnknown,
            .accountLocked, .accountClosed, .lastAdministrator, .invitationOver, .jobUnknown, .batchUnknown,
            .timestampUseUnknown,
            .dutiesConflict(SeparationOfDuties.conflicts[0].reason), .notViewed, .consentMissing, .consentMismatch,
            .otherSignerKind(.party), .otherSignerKind(.witness),
            .credentialMissing, .passkeyAlreadyEnrolled(credential: "c"), .enrolmentMissing,
            .busy(until: Timestamp(milliseconds: 0)), .attemptUnknown, .digestMismatch, .signatureNotMade("x"),
            .judgeRefused(["X"]),
            .conflict, .storage("x"), .registerUnknown, .entryUnknown, .approvedByMaker, .passkeyNeeded,
            .attachmentRefused,
            .entryRefused([RegisterRefusal("name", .missing)]),
            .importRefused([RegisterLineRefusal(line: 1, column: nil, .empty)]),
        ]
        + RegisterEntry.State.Name.allCases.map { .entryNotPossible(state: $0.rawValue) }
        + ["draft", "outForSigning", "awaitingSeal", "sealed", "declined", "voided", "expired", "signed"].flatMap {
            [.notPossible(state: $0), .notReady(state: $0), .linkOver(state: $0)]
        }
        + SignerError.allCases.map { .signerRefused($0) }
        + Dependency.allCases.flatMap {
            [.waiting(for: $0, retryAfterInSeconds: 1), .dependencyRefused($0, reason: "x")]
        }

    private var isSampled: Bool {
        switch self {
        case .alreadySetUp, .setUpTokenRefused, .tokenUnknown, .passkeyRefused, .pageUnknown, .picturesNotMade,
            .nameNotTyped, .verificationBusy, .notAllowed, .textRefused, .addressRefused,
            .documentUnknown, .documentTooLarge, .documentRefused, .segmentDamaged, .segmentLocked, .envelopeUnknown,
            .envelopeWithoutSigners, .tooManySigners, .boxOutsidePage, .boxTooSmall, .boxHidesContent,
            .textsNotPossible,
            .fieldToSignMissing, .expiryInThePast, .glyphMissing,
            .imprintRefused, .identityProofRequired, .signerKindNotOffered, .notPossible, .notReady, .linkUnknown,
            .linkOver,
            .linkOpenedBySender, .codeNeeded, .codeWrong,
            .tooManyTexts, .textMissing, .textTooLong, .textWithoutGlyph, .textFieldUnknown, .incidentUnknown,
            .accountUnknown, .accountLocked, .accountClosed, .lastAdministrator, .invitationOver, .jobUnknown,
            .batchUnknown, .timestampUseUnknown,
            .dutiesConflict, .sessionUnknown, .notYourTurn, .notViewed, .consentMissing, .consentMismatch,
            .otherSignerKind,
            .credentialMissing, .passkeyAlreadyEnrolled, .enrolmentMissing, .busy, .attemptUnknown, .digestMismatch,
            .signerRefused, .signatureNotMade, .judgeRefused, .waiting, .dependencyRefused, .conflict, .storage,
            .registerUnknown, .entryUnknown, .approvedByMaker, .passkeyNeeded, .attachmentRefused, .entryRefused,
            .importRefused,
            .entryNotPossible:
            true
        }
    }
}
