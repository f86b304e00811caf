import SignerProtocol
import SigningService
import Testing

/// SAD-12, LTA-8.
@Suite struct `An anchor` {
    private static let year = Duration.seconds(365 * 86_400)

    private func anchor(_ number: UInt8, leaves: Int, after seconds: Int = 0, years: Int = 3) -> Anchor {
        let at = Timestamp.noon.advanced(by: .seconds(seconds))
        return Anchor(
            id: AnchorID(from: { Array(repeating: number, count: $0) }),
            madeAt: at,
            token: Blob([0, number]),
            archivedToken: nil,
            standing: StampStanding(
                stampedAt: at,
                expiresAt: at.advanced(by: Self.year * years),
                cause: .authority,
                uses: [TimestampUse(.authority, "aa", name: "時刻")]
            ),
            leaves: leaves
        )
    }

    private func leaf(_ source: AnchoredDigest.Source, _ subject: String, _ sequence: Int) -> AnchoredDigest {
        AnchoredDigest(source, subject, sequence, digest: Blob(Array(repeating: UInt8(sequence), count: 32)))
    }

    @Test(arguments: Engine.allCases)
    func `comes back equal with its leaves in order, and is found by each`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let leaves = [leaf(.signer, "b", 2), leaf(.service, "か\u{3099}", 1), leaf(.service, "a", 7)]
            let (first, second) = (anchor(1, leaves: 3), anchor(2, leaves: 1, after: 60))
            try await store.write { try $0.insert(first, over: leaves) }
            let again = leaf(.service, "a", 7)
            try await store.write { try $0.insert(second, over: [again]) }

            try await store.read { transaction throws in
                #expect(try transaction.anchor(first.id) == first)
                #expect(try transaction.newestAnchor() == second)
                #expect(try transaction.anchors(limit: 9) == [second, first])
                #expect(try transaction.anchoredDigests(of: first.id) == leaves)
                // The first proof is the oldest.
                let place = AnchoredPlace(anchor: first.id, position: 2)
                #expect(try transaction.anchoredPlace(.service, "a", 7) == place)
                #expect(try transaction.anchoredPlace(.signer, "a", 7) == nil)
                #expect(try transaction.newestStampEnd() == second.standing.expiresAt)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `is due once, until its token is archived`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let first = anchor(1, leaves: 1)
            let leaves = [leaf(.service, "a", 1)]
            try await store.write { try $0.insert(first, over: leaves) }
            @Sendable func due(_ years: Int, gaining: Int) async throws -> [AnchorID] {
                try await store.read { transaction in
                    try transaction.dueAnchors(
                        at: .noon.advanced(by: Self.year * years),
                        gaining: .noon.advanced(by: Self.year * gaining),
                        limit: 9
                    ).map(\.id)
                }
            }
            #expect(try await due(1, gaining: 9) == [])
            #expect(try await due(2, gaining: 3) == [])
            #expect(try await due(2, gaining: 4) == [first.id])

            let archived = Anchor(
                id: first.id,
                madeAt: first.madeAt,
                token: first.token,
                archivedToken: Blob([9, 9]),
                standing: first.standing,
                leaves: first.leaves
            )
            try await store.write { try $0.archive(archived) }
            #expect(try await store.read { try $0.anchor(first.id) } == archived)
            #expect(try await due(2, gaining: 4) == [])
            await #expect(throws: ServiceError.conflict) { try await store.write { try $0.archive(archived) } }
        }
    }

    @Test(arguments: Engine.allCases)
    func `takes in the newest revision of a sealed document once`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            #expect(try await store.read { try $0.unanchoredDocuments(limit: 9) } == [])
            let standing = RenewalStanding(
                document: stored.document.id,
                envelope: stored.envelope.id,
                revisions: 1,
                stamp: anchor(1, leaves: 1).standing
            )
            try await store.write { try $0.save(standing) }
            let leaves = try await store.read { try $0.unanchoredDocuments(limit: 9) }
            #expect(
                leaves == [
                    AnchoredDigest(.document, stored.document.id.text, 1, digest: Blob(stored.document.sha256))
                ]
            )
            let first = anchor(1, leaves: 1)
            try await store.write { try $0.insert(first, over: leaves) }
            #expect(try await store.read { try $0.unanchoredDocuments(limit: 9) } == [])
            // What is newly known of its timestamp changes nothing; a further revision does.
            try await store.write { try $0.save(standing) }
            #expect(try await store.read { try $0.unanchoredDocuments(limit: 9) } == [])
            let revision = try Revision.example(7)
            let grown = RenewalStanding(
                document: standing.document,
                envelope: standing.envelope,
                revisions: 2,
                stamp: standing.stamp
            )
            try await store.write { transaction in
                try transaction.append(revision, to: stored.document.id, after: 1)
                try transaction.save(grown)
            }
            #expect(try await store.read { try $0.unanchoredDocuments(limit: 9) }.map(\.sequence) == [2])
        }
    }
}

@Suite struct `Heads of audit chains` {
    @Test(arguments: Engine.allCases)
    func `are those that have grown, in portions`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let later = Timestamp.noon.advanced(by: .seconds(60))
            try await store.write { transaction in
                for chain in ["c", "a", "か\u{3099}", "b"] {
                    try transaction.append(AuditNote(.viewed, by: "x"), to: chain, at: .noon)
                }
                for chain in ["b", "か\u{3099}"] {
                    try transaction.append(AuditNote(.viewed, by: "x"), to: chain, at: later)
                }
            }
            try await store.read { transaction throws in
                let all = try transaction.auditHeads(since: .noon, after: nil, limit: 9)
                #expect(all.map(\.chain) == ["a", "b", "c", "か\u{3099}"])
                #expect(all.map(\.sequence) == [1, 2, 1, 2])
                for head in all {
                    let last = try #require(try transaction.audit(chain: head.chain).last?.entry)
                    #expect(head.digest == last.digest)
                    #expect(try transaction.auditEntry(head.sequence, of: head.chain) == last)
                }
                #expect(try transaction.auditEntry(3, of: "b") == nil)
                let grown = try transaction.auditHeads(since: later, after: nil, limit: 9)
                #expect(grown.map(\.chain) == ["b", "か\u{3099}"])
                #expect(try transaction.auditHeads(since: .noon, after: "a", limit: 2).map(\.chain) == ["b", "c"])
                #expect(try transaction.auditHeads(since: .noon, after: "か\u{3099}", limit: 2).isEmpty)
            }
        }
    }
}
