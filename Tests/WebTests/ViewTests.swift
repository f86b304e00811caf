import Foundation
import SignerProtocol
import Testing

@testable import SigningService
@testable import Web

@Suite struct `A view` {
    let description: Description
    let words: Words

    init() throws {
        description = try Description()
        words = try Words()
    }

    @Test func `of an envelope is as described, in every state`() throws {
        let signed = Sealed(at: noon, level: "B-LTA", renewBy: noon, certificate: id(), evidence: id())
        let states: [Envelope.State] = [
            .draft, .outForSigning(since: noon), .awaitingSeal(since: noon, .contractOpen), .sealed(signed),
            .declined(by: id(), at: noon), .voided(by: id(), at: noon), .expired(at: noon),
        ]
        for state in states {
            try expect(EnvelopeView(envelope(state), words: words), "Envelope")
        }
    }

    @Test func `of what a signer is asked is as described`() throws {
        let overview = SigningOverview(
            title: "業務委託契約書",
            senderName: "花子",
            organisation: "契り商事",
            envelope: id(),
            state: .outForSigning(since: noon),
            expiresAt: noon,
            me: try signer(.invited(at: noon)),
            hasPasskey: false,
            documentName: "contract.pdf",
            pages: 3,
            sha256: Array(repeating: 7, count: 32),
            statement: .consentToSign(in: .ja),
            waitingFor: Waiting(for: .signer, since: noon)
        )
        try expect(SigningView(overview, words: words), "Signing")
    }

    @Test func `of a begun signature is as described, for both kinds`() throws {
        let hash = String(repeating: "0f", count: 32)
        let document = ContextDocument(id: "d", name: "contract.pdf", sd: hash, br: hash, dtbsr: hash)
        let pending = PendingActivation(
            id: "a",
            context: Blob([1, 2]),
            challenge: Blob([0xFB, 0xFF]),
            passkey: Blob([3]),
            relyingParty: "localhost",
            expires: noon
        )
        try expect(BeginView(.party(pending, [document])), "BeginAnswer")
        try expect(
            BeginView(.witness(confirmation: "c", [document], .consentToSign(in: .en))),
            "BeginAnswer"
        )
        let json = String(decoding: try jsonBytes(BeginView(.party(pending, []))), as: UTF8.self)
        #expect(json.contains(#""challenge":"-_8""#), "base64url without padding")
        #expect(json.contains(#""userVerification":"required""#), "SAD-2")
    }

    @Test func `of base64url takes one spelling`() throws {
        let decoder = JSONDecoder()
        #expect(try decoder.decode([Base64URL].self, from: Data(#"["-_8"]"#.utf8)) == [Base64URL([0xFB, 0xFF])])
        for text in ["+/8", "-_8=", "A", "é"] {
            #expect(throws: DecodingError.self) {
                try decoder.decode([Base64URL].self, from: Data(#"["\#(text)"]"#.utf8))
            }
        }
    }

    private let noon = Timestamp(milliseconds: 1_790_000_000_000)

    private func id<Subject>() -> Identifier<Subject> { Identifier(from: systemRandomBytes) }

    private func expect(_ view: some Encodable, _ schema: String) throws {
        let value = try JSONSerialization.jsonObject(with: Data(try jsonBytes(view)))
        #expect(try description.faults(of: value, against: description.schema(schema)) == [])
    }

    private func signer(_ state: Signer.State) throws -> Signer {
        Signer(
            id: id(),
            name: "太郎",
            address: try MailAddress("taro@example.jp", field: "email"),
            kind: .party,
            order: 1,
            box: SignatureBox(page: 1, x: 10, y: 10, width: 100, height: 50),
            imprint: .personal,
            field: "Signature1",
            state: state
        )
    }

    private func envelope(_ state: Envelope.State) throws -> Envelope {
        Envelope(
            id: id(),
            organisation: id(),
            sender: id(),
            title: "業務委託契約書",
            language: .ja,
            document: id(),
            createdAt: noon,
            expiresAt: noon,
            signers: [try signer(.waiting), try signer(.declined(at: noon, reason: "条件が異なる"))],
            state: state,
            waitingFor: Waiting(for: .timestampAuthority, since: noon),
            version: 1
        )
    }
}
