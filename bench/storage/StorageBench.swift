import Foundation
import GRDB
import PostgresConnection
import PostgresStorage
import SQLiteStorage
import SignerProtocol
import SigningService

/// Prints how far both engines are from their databases, and how lists grow; exit 1 when a goal is missed.
@main
struct StorageBench {
    private let isSmoke: Bool
    private let folder: URL
    /// Of the server on which databases are made.
    private let server: String

    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-storage-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"] ?? ""
        guard !server.isEmpty else { throw RawFailure("TEST_POSTGRES_URL names no server: use the script `run`") }
        let bench = StorageBench(
            isSmoke: CommandLine.arguments.contains("--smoke"),
            folder: folder,
            server: server
        )
        let missed: [String]
        do {
            missed = try await bench.run()
        } catch {
            try? FileManager.default.removeItem(at: folder)
            tell("storage-bench: \(error)")
            exit(1)
        }
        guard !missed.isEmpty else { return }
        try? FileManager.default.removeItem(at: folder)
        tell("goals missed: " + missed.joined(separator: "; "))
        exit(1)
    }

    private static let leastRatio = 0.5
    private static let mostGrowth = 1.5

    /// The goals that were missed; none are set for a smoke run.
    private func run() async throws -> [String] {
        var missed: [String] = []
        tell("engine\tlives at once\ttransactions a life\tours /s\traw /s\tratio\tgoal")
        for row in try await transactions() {
            let goal = isSmoke ? "-" : "at least \(Self.leastRatio)"
            tell(
                "\(row.engine)\t\(row.atOnce)\t\(row.transactionsOfALife)\t"
                    + String(format: "%.0f\t%.0f\t%.2f\t", row.ours, row.raw, row.ratio) + goal
            )
            if !isSmoke, row.ratio < Self.leastRatio { missed.append("\(row.engine), \(row.atOnce) at once") }
        }
        let (few, many) = isSmoke ? (100, 1_000) : (10_000, 1_000_000)
        tell(
            "engine\tquestion\tp50 of \(few) ms\tp50 of \(many) ms\tp99 of \(few) ms\tp99 of \(many) ms\tratio of p99\tgoal"
        )
        for row in try await lists(few, many) {
            if !isSmoke, row.ratio > Self.mostGrowth { missed.append("\(row.engine), \(row.question)") }
        }
        return missed
    }

    // MARK: - Transactions

    private func transactions() async throws -> [TransactionsBench.Row] {
        let (rounds, lives) = isSmoke ? (2, 8) : (9, 48)
        var rows = [try await onSQLite().run(rounds: rounds, lives: lives, of: account)]
        for atOnce in [1, 8] {
            let (bench, close) = try await onPostgres(atOnce)
            rows.append(try await bench.run(rounds: rounds, lives: lives, of: account))
            await close()
        }
        return rows
    }

    private func onSQLite() async throws -> TransactionsBench {
        let (ours, theirs) = (file("ours.db"), file("raw.db"))
        let store = try SQLiteStore(path: ours)
        try await begin(store)
        let raw = try RawSQLite(path: theirs)
        let other = try SQLiteStore(path: theirs)
        try await begin(other)
        try other.close()
        return TransactionsBench(
            engine: "SQLite",
            store: store,
            written: try RawSQLite(path: ours),
            raw: raw,
            atOnce: 1
        )
    }

    private func onPostgres(_ atOnce: Int) async throws -> (TransactionsBench, close: @Sendable () async -> Void) {
        let (ours, theirs) = (try await database("ours_\(atOnce)"), try await database("raw_\(atOnce)"))
        let store = try await PostgresStore(try ConnectionSettings(ours), connections: atOnce)
        try await begin(store)
        let other = try await PostgresStore(try ConnectionSettings(theirs), connections: 1)
        try await begin(other)
        await other.close()
        let bench = TransactionsBench(
            engine: "PostgreSQL",
            store: store,
            written: try RawPostgres(ours, sessions: 1),
            raw: try RawPostgres(theirs, sessions: atOnce),
            atOnce: atOnce
        )
        return (bench, { await store.close() })
    }

    // MARK: - Lists

    private func lists(_ few: Int, _ many: Int) async throws -> [ListsBench.Row] {
        let times = isSmoke ? 20 : 500
        let small = try await filledFile("few.db", few)
        let large = try await filledFile("many.db", many)
        let (rare, often) = (try SearchText(ManyEnvelopes.rareWord), try SearchText("@party.example"))
        let sqlite = ListsBench(
            engine: "SQLite",
            few: small,
            many: large,
            organisation: try account.organisation,
            rare: rare,
            often: often
        )
        var rows = try await sqlite.run(times: times)
        rows.forEach(say)
        try small.close()
        try large.close()
        for name in ["few.db", "many.db"] { try? FileManager.default.removeItem(atPath: file(name)) }

        let fewRows = try await filledDatabase("few", few)
        let manyRows = try await filledDatabase("many", many)
        let postgres = ListsBench(
            engine: "PostgreSQL",
            few: fewRows,
            many: manyRows,
            organisation: try account.organisation,
            rare: rare,
            often: often
        )
        let ofPostgres = try await postgres.run(times: times)
        ofPostgres.forEach(say)
        rows += ofPostgres
        await fewRows.close()
        await manyRows.close()
        return rows
    }

    private func say(_ row: ListsBench.Row) {
        let goal = isSmoke ? "-" : "at most \(Self.mostGrowth)"
        let times = [row.fewMedian, row.manyMedian, row.fewP99, row.manyP99, row.ratio]
        tell(
            "\(row.engine)\t\(row.question)\t"
                + times.map { String(format: "%.2f", $0) }.joined(separator: "\t") + "\t" + goal
        )
    }

    private func filledFile(_ name: String, _ count: Int) async throws -> SQLiteStore {
        let path = file(name)
        do {
            let store = try SQLiteStore(path: path)
            try await begin(store)
            try await live(store)
            try store.close()
        }
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { try $0.execute(sql: ManyEnvelopes.sqlite(count)) }
        try queue.close()
        return try SQLiteStore(path: path)
    }

    private func filledDatabase(_ name: String, _ count: Int) async throws -> PostgresStore {
        let conninfo = try await database(name)
        let store = try await PostgresStore(try ConnectionSettings(conninfo), connections: 1)
        try await begin(store)
        try await live(store)
        let session = try RawSession(conninfo)
        for script in ManyEnvelopes.postgres(count) { try session.execute(script) }
        return store
    }

    /// One envelope from its creation to its seal.
    private func live(_ store: some ServiceStore) async throws {
        for step in try Life(of: account).steps { try await step.run(store) }
    }

    // MARK: - Places

    private func file(_ name: String) -> String { folder.appending(path: name).path }

    /// Makes an empty database with the schema of this release, and gives its connection information.
    private func database(_ name: String) async throws -> String {
        try RawSession(server).execute("CREATE DATABASE chigiri_bench_\(name) TEMPLATE template0 ENCODING 'UTF8'")
        // The last of two values is the one that holds.
        let conninfo = "\(server) dbname=chigiri_bench_\(name)"
        _ = try await PostgresStore.migrate(try ConnectionSettings(conninfo))
        return conninfo
    }

    /// Who sends all contracts.
    private var account: Account {
        get throws {
            guard let organisation = OrganisationID(bytes: Array(repeating: 1, count: 16)),
                let id = AccountID(bytes: Array(repeating: 2, count: 16))
            else { preconditionFailure("there are 16 bytes") }
            return Account(
                id: id,
                organisation: organisation,
                name: "送信 太郎",
                address: try MailAddress("sender@company.example", field: "email"),
                isAdministrator: true,
                createdAt: Life.start
            )
        }
    }

    private func begin(_ store: some ServiceStore) async throws {
        let account = try account
        try await store.write { transaction in
            try transaction.insert(
                Organisation(id: account.organisation, name: "契約株式会社", createdAt: Life.start)
            )
            try transaction.insert(account, token: TokenDigest(of: account.id.text))
        }
    }
}

private func tell(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}
