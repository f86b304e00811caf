import PDF
import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `Making and sending an envelope` {
    private func create(
        _ signer: SignerRequest,
        environment: ServiceEnvironment = .test,
        offering kinds: Set<SignerKind> = Set(SignerKind.allCases)
    ) async throws -> Envelope {
        let world = try World(environment: environment, offering: kinds)
        defer { world.remove() }
        let sender = try await world.sender()
        let document = try await world.upload(SmallPDF.bytes(), by: sender)
        let request = EnvelopeRequest(
            title: "契約",
            document: document.id,
            language: .ja,
            expiresAt: nil,
            signers: [signer]
        )
        return try await Envelopes(world.needs).create(request, by: sender)
    }

    private func signer(
        _ name: String = "髙橋 花子",
        kind: SignerKind = .witness,
        box: SignatureBox = SignatureBox(page: 1, x: 20, y: 20, width: 150, height: 50),
        imprint: ImprintRequest = .personal
    ) -> SignerRequest {
        SignerRequest(name: name, email: "hanako@party.example", kind: kind, order: nil, box: box, imprint: imprint)
    }

    @Test func `gives a draft with ordered signers`() async throws {
        let envelope = try await create(signer())

        #expect(envelope.state == .draft)
        #expect(envelope.version == 1)
        #expect(envelope.signers.map(\.order) == [1])
    }

    @Test func `refuses a name that no font has`() async throws {
        await #expect(throws: ServiceError.glyphMissing(signer: 1, scalars: ["U+1F58B"])) {
            try await create(signer("花子\u{1F58B}"))
        }
    }

    @Test func `gives each signer the imprint that was asked for, the round one otherwise`() async throws {
        let square = ImprintRequest(kind: .corporate, organisation: nil, title: nil, ending: .long)
        let company = try await create(signer("株式会社灯台工房 相沢 修", imprint: square))

        #expect(company.signers.map(\.imprint) == [.corporate(organisation: "株式会社灯台工房", ending: .long)])
        #expect(try await create(signer()).signers.map(\.imprint) == [.personal])
    }

    @Test func `refuses an imprint that says what the name does not`() async throws {
        let other = ImprintRequest(kind: .corporate, organisation: "株式会社他人", title: nil, ending: .automatic)
        await #expect(throws: ServiceError.imprintRefused(signer: 1, .notInName(.organisation))) {
            try await create(signer(imprint: other))
        }
    }

    @Test func `refuses a name that turns the text around`() async throws {
        await #expect(throws: ServiceError.textRefused(field: "signers[0].name")) {
            try await create(signer("花子\u{202E}"))
        }
    }

    @Test func `refuses a box outside its page or too small to read`() async throws {
        await #expect(throws: ServiceError.boxOutsidePage(signer: 1, page: 2)) {
            try await create(signer(box: SignatureBox(page: 2, x: 20, y: 20, width: 150, height: 50)))
        }
        await #expect(throws: ServiceError.boxOutsidePage(signer: 1, page: 1)) {
            try await create(signer(box: SignatureBox(page: 1, x: 500, y: 20, width: 150, height: 50)))
        }
        await #expect(throws: ServiceError.boxTooSmall(signer: 1)) {
            try await create(signer(box: SignatureBox(page: 1, x: 20, y: 20, width: 10, height: 10)))
        }
    }

    @Test func `takes a smaller box only on a page that has no room for two larger ones`() {
        let box = SignatureBox(page: 1, x: 2, y: 2, width: 28, height: 14)
        #expect(box.isReadable(on: (width: 64, height: 64)))
        #expect(!box.isReadable(on: (width: 595, height: 842)))
        #expect(!SignatureBox(page: 1, x: 2, y: 2, width: 20, height: 14).isReadable(on: (width: 64, height: 64)))
    }

    @Test func `takes no party signer in production without an identity proof`() async throws {
        await #expect(throws: ServiceError.identityProofRequired(signer: 1)) {
            try await create(signer(kind: .party), environment: .production)
        }
        #expect(try await create(signer(kind: .party)).signers.first?.kind == .party)
    }

    @Test(arguments: SignerKind.allCases)
    func `takes only the kinds of signature that are offered`(kind: SignerKind) async throws {
        await #expect(throws: ServiceError.signerKindNotOffered(signer: 1)) {
            try await create(signer(kind: kind), offering: Set(SignerKind.allCases).subtracting([kind]))
        }
        #expect(try await create(signer(kind: kind), offering: [kind]).signers.first?.kind == kind)
    }

    @Test func `adds every field in one revision and mails the first signer`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()

        let envelope = try await world.sent(by: sender)
        try await world.work()

        let content = try await Envelopes(world.needs).document(of: envelope.id, for: sender)
        let document = try Document(BytesSource(try await content.read(0..<content.count)))
        #expect(document.revisions.count == 2)
        #expect(Set(try document.signatureFields().map(\.name)) == Set(envelope.signers.map(\.field)))
        #expect(world.mail.token(for: "hanako@party.example") != nil)
        #expect(world.mail.token(for: "taro@party.example") == nil)
        #expect(world.mail.subjects.allSatisfy { $0.contains("試験環境") && $0.contains("TEST ENVIRONMENT") })
    }

    @Test func `works once`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let envelope = try await world.sent(by: sender)

        await #expect(throws: ServiceError.notPossible(state: "outForSigning")) {
            try await Envelopes(world.needs).send(envelope.id, by: sender)
        }
    }
}
