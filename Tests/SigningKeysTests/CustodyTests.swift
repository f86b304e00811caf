import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A data key` {
    let signer: SignerFixture

    init() async throws {
        signer = try await SignerFixture.make()
    }

    private func made(_ document: String) async throws -> OpenedDataKey {
        try await signer.custody.makeDataKey(
            DataKeyRequest(document: document, reader: "account-1"),
            client: SignerFixture.client
        )
    }

    private func open(_ document: String, _ wrapped: [UInt8]) async throws -> OpenedDataKey {
        try await signer.custody.openDataKey(
            ReadTicket(document: document, reader: "worker", purpose: .seal, wrappedKey: Blob(wrapped)),
            client: SignerFixture.client
        )
    }

    @Test func `is 32 fresh bytes that a ticket opens again`() async throws {
        let one = try await made("document-1")
        let two = try await made("document-1")
        #expect(one.key.bytes.count == 32)
        #expect(one.key != two.key)
        #expect(try await open("document-1", one.wrappedKey.bytes).key == one.key)
        #expect("\(one)" == "OpenedDataKey(•••)")
    }

    @Test func `of one document does not open for another, nor changed`() async throws {
        let key = try await made("document-1")
        await #expect(throws: SignerError.wrappedKeyRefused) {
            _ = try await open("document-2", key.wrappedKey.bytes)
        }
        for index in [0, 20, 41, 71] {
            var changed = key.wrappedKey.bytes
            changed[index] ^= 1
            let bytes = changed
            await #expect(throws: SignerError.wrappedKeyRefused) { _ = try await open("document-1", bytes) }
        }
        await #expect(throws: SignerError.wrappedKeyRefused) { _ = try await open("document-1", []) }
    }

    @Test func `is opened with an entry that says who read and what for`() async throws {
        let key = try await made("document-3")
        _ = try await open("document-3", key.wrappedKey.bytes)
        let records = try await signer.room.auditRecords(Custody.chain(of: "document-3"))
        try records.verifyAuditChain()
        #expect(records.map(\.entry.action) == ["data-key-made", "data-key-opened"])
        let payload = try #require(records.last?.payload)
        #expect(String(decoding: payload.bytes, as: UTF8.self) == #"{"purpose":"seal","reader":"worker"}"#)
    }
}
