import Foundation
import SignerProtocol
import SigningService
import Testing

@Suite struct `A stored value` {
    /// NFC and NFD, variation selectors, emoji, half and full width, a zero-width joiner.
    static let texts = ["が", "か\u{3099}", "葛\u{E0100}", "👩\u{200D}⚖\u{FE0F}", "ｶﾞ ガ Ａa", "a'b\"c\\d; --", " x "]

    @Test(arguments: Engine.allCases, texts)
    func `keeps its text byte for byte`(engine: Engine, text: String) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft(named: text, title: text)

            let (envelope, document) = try await store.read { transaction throws in
                (try transaction.envelope(stored.envelope.id), try transaction.document(stored.document.id))
            }

            #expect(Array(try #require(envelope).title.utf8) == Array(text.utf8))
            #expect(Array(try #require(document).name.utf8) == Array(text.utf8))
        }
    }

    /// Neither engine can keep it; cutting a text there in silence would show another one than was signed.
    @Test(arguments: Engine.allCases)
    func `is refused when its text has U+0000`(engine: Engine) async throws {
        try await engine.withStore { store, _ async throws in
            await #expect(throws: ServiceError.storage("cannot be stored: text with U+0000")) {
                try await store.withDraft(title: "契約\0書")
            }
            await #expect(throws: ServiceError.storage("cannot be stored: text with U+0000")) {
                try await store.read { try $0.audit(chain: "a\0") }
            }
            #expect(try await !store.read { try $0.isSetUp() })
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a name is in order of its bytes`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let chains = Self.texts + ["B", "a", "Z", "z", "ä", "🐈", "一", "龠", "ア", "ｱ", "-", "_", "10", "9"]
            try await store.write { transaction in
                for chain in chains {
                    try transaction.append(AuditNote(.viewed, by: "signer"), to: chain, at: .noon)
                }
            }

            let sorted = chains.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            #expect(
                try await store.read { try $0.auditChains() }.map { Array($0.utf8) } == sorted.map { Array($0.utf8) }
            )
        }
    }

    @Test(arguments: Engine.allCases)
    func `of an envelope comes back equal`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let envelope = try #require(try await store.read { try $0.envelope(stored.envelope.id) })

            #expect(envelope == stored.envelope)
            #expect(envelope.version == 1)
            #expect(envelope.createdAt.milliseconds == 1_790_000_000_123)
            #expect(envelope.expiresAt == nil)
            #expect(envelope.signers.first?.box.x == 0.1)
            #expect(try await store.read { try $0.envelopes(of: envelope.organisation, limit: 10) } == [envelope])
        }
    }

    @Test(
        arguments: Engine.allCases,
        [
            SignatureAttempt.State.prepared(leaseEnds: .noon), .permissionGiven(at: .noon), .valueReceived([0, 255]),
            .finished(at: .noon, value: []), .voided(at: .noon, reason: ""),
        ]
    )
    func `of an attempt comes back equal`(engine: Engine, state: SignatureAttempt.State) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let pending = PendingActivation(
                id: "a1",
                context: Blob([123, 125]),
                challenge: Blob([]),
                passkey: Blob([0]),
                relyingParty: "localhost",
                expires: .noon
            )
            let attempt = try stored.envelope.attempt(state, instruction: .activation(pending))
            try await store.write { try $0.insert(attempt) }

            #expect(try await store.read { try $0.attempt(attempt.id) } == attempt)
            #expect(try await store.read { try $0.openAttempts() }.isEmpty == !state.isOpen)
            #expect(try await store.read { try $0.isNamed(attempt.prepared.digest) })
        }
    }

    @Test(arguments: Engine.allCases)
    func `of an enrolment, an invitation and a session comes back equal`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let signer = try #require(stored.envelope.signers.first)
            let invitation = Invitation(
                digest: TokenDigest(of: "link"),
                envelope: stored.envelope.id,
                signer: signer.id,
                createdAt: .noon
            )
            let session = SignerSession(
                digest: TokenDigest(of: "session"),
                envelope: stored.envelope.id,
                signer: signer.id,
                openedAt: .noon,
                expiresAt: .noon
            )
            var enrolment = Enrolment(
                address: signer.address,
                enrolment: CredentialEnrolment(
                    id: "c1",
                    certificationRequest: Blob([48]),
                    passkeyChallenge: Blob([1]),
                    relyingParty: "localhost",
                    userHandle: Blob([2])
                ),
                state: .requested
            )
            let requested = enrolment
            enrolment.state = .active(chain: [[48, 1]])
            let active = enrolment
            try await store.write { transaction in
                try transaction.insert(invitation)
                try transaction.insert(session)
                try transaction.save(requested)
                try transaction.save(active)
            }

            try await store.read { transaction throws in
                #expect(try transaction.invitation(TokenDigest(of: "link")) == invitation)
                #expect(try transaction.invitation(TokenDigest(of: "other")) == nil)
                #expect(try transaction.session(TokenDigest(of: "session")) == session)
                #expect(try transaction.enrolment(of: signer.address) == active)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `of an account is found by its token's digest only`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            #expect(try await !store.read { try $0.isSetUp() })
            let stored = try await store.withDraft()

            try await store.read { transaction throws in
                #expect(try transaction.isSetUp())
                #expect(try transaction.account(withToken: TokenDigest(of: stored.account.id.text)) == stored.account)
                #expect(try transaction.account(withToken: TokenDigest(of: "other")) == nil)
                #expect(try transaction.account(stored.account.id) == stored.account)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a mailed code comes back equal, the newest in the place of the one before`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let signer = try #require(stored.envelope.signers.first).id
            let codes = [(7, 0), (8, 5)].map { byte, failures in
                LinkCode(
                    envelope: stored.envelope.id,
                    signer: signer,
                    digest: Array(repeating: byte, count: 32),
                    mailedAt: .noon,
                    expiresAt: .noon.advanced(by: .seconds(600)),
                    failures: failures
                )
            }
            for code in codes {
                try await store.write { try $0.save(code) }
                #expect(try await store.read { try $0.linkCode(of: signer, in: stored.envelope.id) } == code)
            }
            try await store.write { try $0.removeLinkCode(of: signer, in: stored.envelope.id) }
            #expect(try await store.read { try $0.linkCode(of: signer, in: stored.envelope.id) } == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a session says that its signer's link was opened, and no other's`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let other = try await store.withDraft()
            let signer = try #require(stored.envelope.signers.first).id
            let session = SignerSession(
                digest: TokenDigest(of: "opened"),
                envelope: stored.envelope.id,
                signer: signer,
                openedAt: .noon,
                expiresAt: .noon
            )
            #expect(try await store.read { try $0.isOpened(stored.envelope.id, by: signer) } == false)
            try await store.write { try $0.insert(session) }
            try await store.read { transaction throws in
                #expect(try transaction.isOpened(stored.envelope.id, by: signer))
                #expect(try transaction.isOpened(other.envelope.id, by: signer) == false)
            }
        }
    }
}
