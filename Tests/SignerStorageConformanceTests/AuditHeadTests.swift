import SignerProtocol
import SignerTestSupport
import Testing

@testable import SigningKeys

/// SAD-12: the service anchors the signer's chains by their heads.
@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `Heads of the signer's audit chains` {
    @Test(arguments: SignerEngine.allCases)
    func `are the newest entries of all chains, in portions`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, _, _ in
            for document in ["b", "a", "b"] {
                _ = try await one.custody.makeDataKey(
                    DataKeyRequest(document: document, reader: "reader"),
                    client: SignerFixture.client
                )
            }
            let beginning = Timestamp(milliseconds: 0)
            let heads = try await one.room.auditHeads(AuditHeadsRequest(since: beginning, after: nil))
            let chains = try await one.room.auditChains()
            #expect(heads.map(\.chain) == chains)
            for head in heads {
                let last = try #require(try await one.room.auditRecords(head.chain).last?.entry)
                #expect(head == AuditHead(chain: last.chain, sequence: last.sequence, digest: last.digest))
            }
            let rest = try await one.room.auditHeads(AuditHeadsRequest(since: beginning, after: heads.first?.chain))
            #expect(rest == Array(heads.dropFirst()))
            let future = Timestamp(milliseconds: 9_000_000_000_000)
            #expect(try await one.room.auditHeads(AuditHeadsRequest(since: future, after: nil)).isEmpty)
        }
    }
}
