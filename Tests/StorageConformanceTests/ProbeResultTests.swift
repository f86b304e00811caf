import GRDB
import SignerProtocol
import SigningService
import Testing

@Suite struct `A probe's result` {
    private static func result(_ probe: String, _ outcome: ProbeResult.Outcome, after seconds: Int) -> ProbeResult {
        ProbeResult(
            probe: probe,
            at: .noon.advanced(by: .seconds(seconds)),
            outcome: outcome,
            facts: ["か\u{3099}": "葛\u{E0100}", "empty": ""],
            environment: .test,
            milliseconds: seconds
        )
    }

    @Test(arguments: Engine.allCases)
    func `comes back equal, the newest of each probe first`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let results = [
                Self.result("a", .passed, after: 0), Self.result("a", .failed, after: 2),
                Self.result("b", .notChecked, after: 1),
            ]
            try await store.write { transaction in
                for result in results { try transaction.insert(result) }
            }

            #expect(try await store.read { try $0.newestProbeResults() } == ["a": results[1], "b": results[2]])
            #expect(try await store.read { try $0.probeResults(of: "a", limit: 9) } == [results[1], results[0]])
            #expect(try await store.read { try $0.probeResults(of: "a", limit: 1) } == [results[1]])
            #expect(try await store.read { try $0.probeResults(of: "c", limit: 9) } == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `of one moment is kept once`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let first = Self.result("a", .failed, after: 0)
            let second = Self.result("a", .passed, after: 0)
            try await store.write { try $0.insert(first) }
            await #expect(throws: ServiceError.self) { try await store.write { try $0.insert(second) } }
            #expect(try await store.read { try $0.newestProbeResults() } == ["a": first])
        }
    }
}

@Suite struct `An incident` {
    private static func opened(_ key: String, after seconds: Int = 0) -> Change<Incident> {
        let at = Timestamp.noon.advanced(by: .seconds(seconds))
        let incident = Incident(
            id: IncidentID(from: systemRandomBytes),
            key: key,
            title: BilingualText(ja: "検査", en: "Probe"),
            severity: .high,
            openedAt: at,
            dueAt: at.advanced(by: .seconds(60)),
            state: .open,
            version: 0
        )
        return Change(
            incident,
            expectedVersion: 0,
            audit: AuditNote(.incidentOpened, by: AuditNote.service),
            at: at,
            followUp: [ScheduledJob(.tellOperators(incident.id), notBefore: at)]
        )
    }

    @Test(arguments: Engine.allCases)
    func `comes back equal, with its audit entry and its job`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let change = Self.opened("probe/a")
            try await store.write { try $0.save(change) }
            let expected = {
                var saved = change.subject
                saved.version = 1
                return saved
            }()

            try await store.read { transaction throws in
                #expect(try transaction.incident(expected.id) == expected)
                #expect(try transaction.openIncident("probe/a") == expected)
                #expect(try transaction.openIncident("probe/b") == nil)
                #expect(try transaction.audit(chain: expected.chain).map(\.entry.action) == ["incident opened"])
                #expect(try transaction.jobs().map(\.job) == [.tellOperators(expected.id)])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `is open once for one alarm, and again when the first is closed`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let (first, second) = (Self.opened("probe/a"), Self.opened("probe/a", after: 1))
            try await store.write { try $0.save(first) }
            await #expect(throws: ServiceError.conflict) { try await store.write { try $0.save(second) } }

            let account = try await store.withDraft().account
            let open = try #require(try await store.read { try $0.incident(first.subject.id) })
            let closing = try open.closed(by: SenderActor(account: account), reason: "直した", at: .noon)
            try await store.write { try $0.save(closing) }
            await #expect(throws: ServiceError.conflict) { try await store.write { try $0.save(closing) } }
            try await store.write { try $0.save(second) }

            let all = try await store.read { try $0.incidents(limit: 9) }
            #expect(all.map(\.id) == [second.subject.id, first.subject.id])
            #expect(all.map(\.state.name) == ["open", "closed"])
        }
    }
}
