import SignerProtocol
import SignerTestSupport
import Testing

@testable import SigningKeys

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A stored act` {
    private func act(_ id: String, at time: Timestamp, by proposer: String) -> StoredAct {
        StoredAct(id: id, bytes: [123, 125], proposer: proposer, created: time, approvals: [], performed: nil)
    }

    @Test(arguments: SignerEngine.allCases)
    func `keeps who asked, and is found by its time`(engine: SignerEngine) async throws {
        try await engine.withSigners { signer, _, _ in
            let noon = signer.clock.now
            let acts = (0..<3).map { number in
                act("a\(number)", at: noon.advanced(by: .seconds(number)), by: "account:か\u{3099}\(number)")
            }
            try await signer.store.write { transaction in
                for act in acts {
                    try transaction.keep(
                        act,
                        recording: AuditEvent(.actRequested, chain: signerChain, actor: "test", at: act.created, [:])
                    )
                }
            }
            let (all, since, none) = try await signer.store.read { transaction in
                (
                    try transaction.acts(), try transaction.acts(since: noon),
                    try transaction.acts(since: noon.advanced(by: .seconds(2)))
                )
            }
            #expect(all == acts.reversed())
            #expect(since == [acts[2], acts[1]])
            #expect(none.isEmpty)
        }
    }

    /// Two processes that count at once do not both find room for the last one.
    @Test(arguments: SignerEngine.allCases)
    func `has room beside so many others, also when several ask at once`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, _ in
            let time = one.clock.now
            let acts = (0..<12).map { act("a\($0)", at: time, by: "account:one") }
            let kept = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                for (number, act) in acts.enumerated() {
                    group.addTask {
                        do {
                            try await (number.isMultiple(of: 2) ? one : other).store.write { transaction in
                                try transaction.requireRoom(for: act)
                                try transaction.keep(
                                    act,
                                    recording: AuditEvent(
                                        .actRequested,
                                        chain: signerChain,
                                        actor: "test",
                                        at: time,
                                        [:]
                                    )
                                )
                            }
                            return true
                        } catch {
                            #expect(error as? SignerError == .tooManyActs)
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(kept == CriticalActs.openOfOneProposer)
        }
    }
}
