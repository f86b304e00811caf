import SignerProtocol
import SigningService
import Testing

/// What is known of documents' timestamps, and batches of renewals. LTA-4
@Suite struct `What a document's timestamp rests on` {
    private static let day = Duration.seconds(86_400)

    private func stamp(
        _ days: Int,
        after made: Int = 0,
        cause: StampStanding.Cause = .authority,
        authority: String = "aa"
    ) -> StampStanding {
        StampStanding(
            stampedAt: .noon.advanced(by: Self.day * made),
            expiresAt: .noon.advanced(by: Self.day * days),
            cause: cause,
            uses: [
                TimestampUse(.authority, authority, name: "時刻 \(authority)"),
                TimestampUse(.algorithm, "SHA-256", name: "SHA-256"),
            ]
        )
    }

    private func standing(_ stored: Stored, _ stamp: StampStanding?) -> RenewalStanding {
        RenewalStanding(document: stored.document.id, envelope: stored.envelope.id, revisions: 2, stamp: stamp)
    }

    private func save(_ standing: RenewalStanding, in store: any ServiceStore) async throws {
        try await store.write { try $0.save(standing) }
    }

    @Test(arguments: Engine.allCases)
    func `comes back equal, and takes the place of what was known before`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            #expect(try await store.read { try $0.renewalStanding(of: stored.document.id) } == nil)
            try await save(standing(stored, nil), in: store)
            #expect(try await store.read { try $0.unreadRenewals(limit: 9) } == [stored.document.id])
            #expect(try await store.read { try $0.newestStampEnd() } == nil)

            var known = standing(stored, stamp(1_000))
            try await save(known, in: store)
            #expect(try await store.read { try $0.renewalStanding(of: stored.document.id) } == known)
            #expect(try await store.read { try $0.unreadRenewals(limit: 9) } == [])
            #expect(try await store.read { try $0.newestStampEnd() } == known.stamp?.expiresAt)
            #expect(try await store.read { try $0.renewFrom(of: stored.envelope.id) } == known.stamp?.renewFrom)

            known.broken = RenewalStanding.Broken(at: .noon, reasons: ["REVOKED_NO_POE", "か\u{3099}"])
            try await save(known, in: store)
            #expect(try await store.read { try $0.renewalStanding(of: stored.document.id) } == known)
            let counts = try await store.read { try $0.renewalCounts() }
            #expect(counts == RenewalCounts(documents: 1, unread: 0, broken: 1))
        }
    }

    @Test(arguments: Engine.allCases)
    func `makes a document due when a year is left, something is gained, and it is not broken`(
        engine: Engine
    ) async throws {
        try await engine.withStore { store, _ in
            let (late, early, imprint) = (
                try await store.withDraft(), try await store.withDraft(), try await store.withDraft()
            )
            try await save(standing(late, stamp(1_000, after: 3)), in: store)
            try await save(standing(early, stamp(500, authority: "bb")), in: store)
            try await save(standing(imprint, stamp(1_000, cause: .imprint)), in: store)
            @Sendable func due(_ day: Int, gaining gain: Int) async throws -> [DocumentID] {
                try await store.read { transaction in
                    try transaction.dueRenewals(
                        at: .noon.advanced(by: Self.day * day),
                        gaining: .noon.advanced(by: Self.day * gain),
                        limit: 9
                    ).map(\.document)
                }
            }
            #expect(try await due(134, gaining: 2_000) == [])
            #expect(try await due(135, gaining: 2_000) == [early.document.id])
            #expect(try await due(135, gaining: 500) == [])
            // Our own hash is ours to change, whatever the authority's certificate is.
            #expect(try await due(635, gaining: 500) == [imprint.document.id])
            #expect(Set(try await due(635, gaining: 1_001)).count == 3)
            #expect(try await due(635, gaining: 1_001).first == early.document.id)

            var broken = standing(early, stamp(500))
            broken.broken = RenewalStanding.Broken(at: .noon, reasons: ["REVOKED"])
            try await save(broken, in: store)
            #expect(try await due(135, gaining: 2_000) == [])
            #expect(try await store.read { try $0.newestStampEnd() } == .noon.advanced(by: Self.day * 1_000))
            let ending = try await store.read { try $0.renewals(endingBefore: .noon.advanced(by: Self.day * 500)) }
            #expect(ending == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is counted by month and by what is used`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            for (days, authority) in [(1_000, "aa"), (1_001, "aa"), (2_000, "bb")] {
                try await save(standing(try await store.withDraft(), stamp(days, authority: authority)), in: store)
            }
            let months = try await store.read { try $0.expiryMonths() }
            #expect(months.map(\.documents) == [2, 1])
            #expect(months.map(\.month) == [stamp(1_000).month, stamp(2_000).month])
            #expect(months.first?.renewFrom == stamp(1_000).renewFrom)
            let uses = try await store.read { try $0.timestampUses() }
            #expect(uses.map(\.use.value) == ["SHA-256", "aa", "bb"] && uses.map(\.documents) == [3, 2, 1])
            #expect(uses[1].use.name == "時刻 aa")
        }
    }
}

@Suite struct `A batch of renewals` {
    private func renewing(_ store: any ServiceStore, count: Int) async throws -> (BatchID, [Stored]) {
        var all: [Stored] = []
        let use = TimestampUse(.algorithm, "SHA-256", name: "SHA-256")
        for _ in 0..<count {
            let stored = try await store.withDraft()
            let stamp = StampStanding(stampedAt: .noon, expiresAt: .noon, cause: .imprint, uses: [use])
            let standing = RenewalStanding(
                document: stored.document.id,
                envelope: stored.envelope.id,
                revisions: 3,
                stamp: stamp
            )
            try await store.write { try $0.save(standing) }
            all.append(stored)
        }
        let batch = BatchID(from: systemRandomBytes)
        let total = try await store.write { try $0.insert(batch, renewing: use, by: "契約", at: .noon) }
        #expect(total == count)
        return (batch, all)
    }

    @Test(arguments: Engine.allCases)
    func `counts what is done and what failed, once`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let (id, all) = try await renewing(store, count: 3)
            @Sendable func progress() async throws -> RenewalBatch.Progress? {
                try await store.read { try $0.renewalBatch(id) }?.progress
            }
            #expect(try await progress() == RenewalBatch.Progress(total: 3, done: 0, failed: 0))
            let items = try await store.read { try $0.openItems(of: id, after: nil, limit: 2) }
            let rest = try await store.read { try $0.openItems(of: id, after: items.last?.document, limit: 9) }
            #expect((items + rest).map(\.document.text) == all.map(\.document.id.text).sorted())
            #expect(items.allSatisfy { $0.revisions == 3 })

            for _ in 1...2 { try await store.write { try $0.settleRenewals(of: all[0].document.id, .done) } }
            try await store.write { try $0.settleRenewals(of: all[1].document.id, .failed("REVOKED")) }
            // What has failed is not done by a later renewal.
            try await store.write { try $0.settleRenewals(of: all[1].document.id, .done) }
            #expect(try await progress() == RenewalBatch.Progress(total: 3, done: 1, failed: 1))
            let open = try await store.read { try $0.openItems(of: id, after: nil, limit: 9) }
            #expect(open.map(\.document) == [all[2].document.id])
        }
    }

    @Test(arguments: Engine.allCases)
    func `takes only what rests on it, and the newest comes first`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let (first, _) = try await renewing(store, count: 1)
            let second = BatchID(from: systemRandomBytes)
            let other = TimestampUse(.algorithm, "SHA-512", name: "SHA-512")
            let later = Timestamp.noon.advanced(by: .seconds(1))
            #expect(try await store.write { try $0.insert(second, renewing: other, by: "契約", at: later) } == 0)
            let batches = try await store.read { try $0.renewalBatches(limit: 9) }
            #expect(batches.map(\.id) == [second, first])
            #expect(batches.first?.progress.isOver == true && batches.last?.progress.isOver == false)
            #expect(batches.first?.use == other && batches.first?.orderedBy == "契約")
        }
    }
}
