import SignerProtocol
import SigningService
import Testing

@Suite struct `An audit chain` {
    @Test(arguments: Engine.allCases)
    func `has no gap and no fork when many write at once`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        try await store.write { transaction in
                            try transaction.append(
                                AuditNote(.viewed, by: "signer:\(number)", ["number": "\(number)"]),
                                to: "chain/\(number % 2)",
                                at: .noon
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }

            for chain in ["chain/0", "chain/1"] {
                let records = try await store.read { try $0.audit(chain: chain) }
                #expect(records.map(\.entry.sequence) == Array(1...30))
                try records.verifyAuditChain()
            }
            let result = try await CheckAuditLog(store: store).run()
            #expect(result.chains == 2)
            #expect(result.entries == 60)
            #expect(result.faults.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `gives the entry with the change it belongs to`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            try await store.write { try $0.save(stored.envelope.sending(by: stored.account)) }

            let records = try await store.read { try $0.audit(chain: stored.envelope.chain) }

            #expect(records.map(\.entry.action) == ["envelope created", "envelope sent"])
            #expect(records.map(\.entry.actor) == Array(repeating: "account:\(stored.account.id)", count: 2))
            #expect(records.last?.payload == Blob(Array(#"{"sha256":"01"}"#.utf8)))
        }
    }
}
