import Foundation
import PDF
import SignerProtocol
import Testing

@testable import SigningService

/// PDF-8, PDF-13, VAL-7 (b): people sign after others who signed elsewhere.
@Suite(.enabled(if: !Corpus.rows.isEmpty, Corpus.isAbsent))
struct `An envelope about a file that is signed already` {
    private func file(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Corpus.root.appending(path: "contracts-refused/\(name).pdf")))
    }

    private func signer(
        _ number: Int,
        at box: SignatureBox,
        field: String? = nil,
        texts: [RequestedText] = []
    ) -> SignerRequest {
        SignerRequest(
            name: "髙橋 花子",
            email: "person\(number)@party.example",
            kind: .witness,
            order: nil,
            box: box,
            texts: texts,
            field: field
        )
    }

    private func draft(
        of bytes: [UInt8],
        _ signers: [SignerRequest],
        in world: World,
        by sender: SenderActor
    ) async throws -> Envelope {
        let document = try await world.upload(bytes, by: sender)
        let request = EnvelopeRequest(
            title: "業務委託契約",
            document: document.id,
            language: .ja,
            expiresAt: nil,
            signers: signers
        )
        return try await Envelopes(world.needs).create(request, by: sender)
    }

    /// The first place of the last page that is clear, and one over its first word.
    private func places(in bytes: [UInt8]) throws -> (clear: SignatureBox, hiding: SignatureBox) {
        let document = try Document(BytesSource(bytes))
        let page = try #require(try document.pages().last)
        var clear: SignatureBox?
        var hiding: SignatureBox?
        for y in stride(from: 20.0, to: page.displayedSize.height - 60, by: 20) {
            let box = SignatureBox(page: page.number, x: 60, y: y, width: 150, height: 40)
            if try document.isClear(page.userSpaceRect(of: box.displayed), on: page) {
                clear = clear ?? box
            } else {
                hiding = hiding ?? box
            }
        }
        return (try #require(clear), try #require(hiding))
    }

    @Test func `gets its fields in one revision that leaves the earlier signature whole`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let bytes = try file("signed-valid-no-mdp")
        let draft = try await draft(of: bytes, [signer(1, at: places(in: bytes).clear)], in: world, by: sender)
        _ = try await Envelopes(world.needs).send(draft.id, by: sender)

        let content = try await Envelopes(world.needs).document(of: draft.id, for: sender)
        let sent = try await content.read(0..<content.count)
        #expect(sent.starts(with: bytes))
        let document = try Document(BytesSource(sent))
        let before = try Document(BytesSource(bytes))
        let changes = RevisionComparison.changes(in: document, afterRevision: before.revisions.count - 1)
        #expect(changes.map(\.code) == [.signatureFieldAdded])
        let record = try await world.needs.store.read { try $0.uploadRecord(of: draft.document) }
        #expect(record?.earlierSignatures.map(\.field) == ["Sig1"])
        #expect(record?.earlierSignatures.first?.indication == "INDETERMINATE")
        let audit = try await world.needs.store.read { try $0.audit(chain: draft.chain) }
        #expect(String(decoding: try #require(audit.first?.payload).bytes, as: UTF8.self).contains("Sig1"))
    }

    /// Each brought a field of her own in the revision that she signed, as most products do.
    @Test func `takes a further signer after several who each brought a field`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let path = "pyhanko-pdf/minimal-signed-twice-no-sig-type.pdf"
        let bytes = Array(try Data(contentsOf: Corpus.root.appending(path: path)))
        let page = try #require(try Document(BytesSource(bytes)).pages().first)
        let box = SignatureBox(page: 1, x: 20, y: page.displayedSize.height - 60, width: 150, height: 40)
        #expect(try Document(BytesSource(bytes)).isClear(page.userSpaceRect(of: box.displayed), on: page))
        let draft = try await draft(of: bytes, [signer(1, at: box)], in: world, by: sender)
        let record = try await world.needs.store.read { try $0.uploadRecord(of: draft.document) }
        #expect(record?.earlierSignatures.map(\.field) == ["Sig1", "Sig2"])
        #expect(record?.earlierSignatures.allSatisfy { $0.indication == "INDETERMINATE" } == true)
    }

    @Test func `takes no box over what was signed, and no text fields`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let bytes = try file("signed-valid-no-mdp")
        let (clear, hiding) = try places(in: bytes)
        await #expect(throws: ServiceError.boxHidesContent(signer: 1)) {
            _ = try await draft(of: bytes, [signer(1, at: hiding)], in: world, by: sender)
        }
        let text = RequestedText(label: "住所", box: clear, isRequired: false)
        await #expect(throws: ServiceError.textsNotPossible(signer: 1)) {
            _ = try await draft(of: bytes, [signer(1, at: clear, texts: [text])], in: world, by: sender)
        }
    }

    @Test(arguments: ["signed-fieldlock-include", "signed-fieldlock-include-noap"])
    func `may use an empty field that the file has, once`(name: String) async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let bytes = try file(name)
        let box = try places(in: bytes).clear
        let draft = try await draft(of: bytes, [signer(1, at: box, field: "Otsu")], in: world, by: sender)
        #expect(draft.signers.first?.field == "Otsu")
        #expect(draft.signers.first?.box.width == 200)
        _ = try await Envelopes(world.needs).send(draft.id, by: sender)
        let content = try await Envelopes(world.needs).document(of: draft.id, for: sender)
        #expect(content.count == bytes.count, "nothing is added when the field is there")

        for fields in [["Otsu", "Otsu"], ["Kou"], ["shimei"], ["Hei"]] {
            let signers = fields.enumerated().map { signer($0.offset, at: box, field: $0.element) }
            await #expect(throws: ServiceError.fieldToSignMissing(signer: fields.count)) {
                _ = try await self.draft(of: bytes, signers, in: world, by: sender)
            }
        }
    }
}
