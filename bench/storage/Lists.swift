import SigningService
import SignerProtocol

/// What a page that lists envelopes asks, of few and of very many envelopes by turns.
struct ListsBench {
    let engine: String
    let few: any ServiceStore
    let many: any ServiceStore
    let organisation: OrganisationID
    /// What only the twenty oldest contain, and what all do.
    let rare: SearchText
    let often: SearchText

    struct Row {
        let engine: String
        let question: String
        /// Milliseconds.
        let fewP99: Double
        let manyP99: Double
        let fewMedian: Double
        let manyMedian: Double

        var ratio: Double { manyP99 / fewP99 }
    }

    /// The questions of the contract that give envelopes: the sender's page (200), a small page, searches, and the probes' newest.
    private var questions: [(String, @Sendable (any ReadTransaction) throws -> Int)] {
        let (organisation, rare, often) = (organisation, rare, often)
        return [
            ("newest 200 of an organisation", { try $0.envelopes(of: organisation, limit: 200).count }),
            ("newest 20 of an organisation", { try $0.envelopes(of: organisation, limit: 20).count }),
            ("20 that contain a text", { try $0.envelopes(of: organisation, matching: rare, limit: 20).count }),
            (
                "20 that contain a frequent text",
                { try $0.envelopes(of: organisation, matching: often, limit: 20).count }
            ),
            ("newest 50 of all", { try $0.newestEnvelopes(limit: 50).count }),
        ]
    }

    func run(times: Int) async throws -> [Row] {
        var rows: [Row] = []
        for (words, question) in questions {
            for store in [few, many] { for _ in 0..<5 { _ = try await store.read(question) } }
            var ofFew: [Double] = []
            var ofMany: [Double] = []
            for _ in 0..<times {
                ofFew.append(try await milliseconds(few, question))
                ofMany.append(try await milliseconds(many, question))
            }
            rows.append(
                Row(
                    engine: engine,
                    question: words,
                    fewP99: ofFew.percentile(99),
                    manyP99: ofMany.percentile(99),
                    fewMedian: ofFew.median,
                    manyMedian: ofMany.median
                )
            )
        }
        return rows
    }

    private func milliseconds(
        _ store: any ServiceStore,
        _ question: @escaping @Sendable (any ReadTransaction) throws -> Int
    ) async throws -> Double {
        let start = ContinuousClock.now
        let count = try await store.read(question)
        let elapsed = start.duration(to: .now)
        guard count > 0 else { throw RawFailure("\(engine): no envelopes") }
        return elapsed.seconds * 1_000
    }
}

/// Copies of one finished envelope with its signers, in rows made by the database itself.
enum ManyEnvelopes {
    /// SQL for SQLite; ids are random, times go back a minute at a time.
    static func sqlite(_ count: Int) -> String {
        """
        PRAGMA foreign_keys = OFF;
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -1000000;
        PRAGMA temp_store = MEMORY;
        CREATE TEMP TABLE fresh (id BLOB PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO fresh
        WITH RECURSIVE counted (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counted WHERE number < \(count))
        SELECT randomblob(16), number FROM counted;
        BEGIN;
        CREATE TEMP TABLE one AS SELECT * FROM envelope LIMIT 1;
        \(copies(count, signerID: "randomblob(16)"))
        COMMIT;
        DROP TABLE fresh;
        DROP TABLE one;
        PRAGMA wal_checkpoint(TRUNCATE);
        """
    }

    /// SQL for PostgreSQL, for a superuser: no foreign keys are checked.
    static func postgres(_ count: Int) -> [String] {
        [
            """
            SET session_replication_role = replica;
            SET synchronous_commit = off;
            CREATE TEMP TABLE fresh AS
            SELECT uuid_send(gen_random_uuid()) AS id, number FROM generate_series(1::bigint, \(count)) AS number ORDER BY 1;
            CREATE TEMP TABLE one AS SELECT * FROM envelope LIMIT 1;
            \(copies(count, signerID: "uuid_send(gen_random_uuid())"))
            """,
            "VACUUM ANALYZE", "CHECKPOINT",
        ]
    }

    /// Each copy has times of its own, so that nothing is the same text by chance.
    private static func own(_ column: String) -> String {
        "replace(\(column), '17900000', CAST(10000000 + fresh.number AS TEXT))"
    }

    /// In the titles of the twenty oldest.
    static let rareWord = "覚書"

    private static func copies(_ count: Int, signerID: String) -> String {
        let word = "CASE WHEN fresh.number > \(count - 20) THEN '\(rareWord)' ELSE '' END || fresh.number"
        return """
            INSERT INTO document (id, organisation_id, name, pages, key_name, created_at)
            SELECT fresh.id, document.organisation_id, document.name, document.pages, document.key_name,
                document.created_at - fresh.number * 60000
            FROM fresh, document
            WHERE document.id = (SELECT document_id FROM one)
            ORDER BY fresh.id;
            INSERT INTO envelope (
                id, organisation_id, sender_id, title, language, document_id, created_at, expires_at, state,
                state_detail, waiting_for, version
            )
            SELECT fresh.id, one.organisation_id, one.sender_id, \(word) || one.title, one.language, fresh.id,
                one.created_at - fresh.number * 60000, one.expires_at, one.state, \(own("one.state_detail")), one.waiting_for,
                one.version
            FROM fresh, one
            ORDER BY fresh.id;
            INSERT INTO signer (
                envelope_id, position, id, name, address, kind, turn, box, field, state, state_detail, imprint, texts
            )
            SELECT fresh.id, signer.position, \(signerID), signer.name, signer.address, signer.kind, signer.turn,
                signer.box, signer.field, signer.state, \(own("signer.state_detail")), signer.imprint, signer.texts
            FROM fresh, signer
            WHERE signer.envelope_id = (SELECT id FROM one)
            ORDER BY fresh.id, signer.position;
            INSERT INTO envelope_search (envelope_id, organisation_id, text)
            SELECT fresh.id, envelope_search.organisation_id, \(word) || envelope_search.text
            FROM fresh, envelope_search
            WHERE envelope_search.envelope_id = (SELECT id FROM one)
            ORDER BY fresh.number DESC;
            """
    }
}
