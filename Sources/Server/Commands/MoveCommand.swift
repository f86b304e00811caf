import ArgumentParser
import Doctor
import Foundation
import PostgresConnection
import PostgresStorage
import SQLiteSnapshot
import SQLiteStorage
import SignerProtocol
import SigningService
import Web

/// Takes the service's records from SQLite to PostgreSQL.
struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Take the service's records from an SQLite file to an empty PostgreSQL database.",
        discussion: """
            The service of the source has to be stopped; its file is only read. All is written in one transaction, read \
            back and compared before it counts; then every audit chain is derived again. Documents are not touched: \
            `segments` of both settings has to lead to the same files. Exit: 0 all is there, 1 it is not.
            """
    )

    @Option(help: "Settings whose database is the SQLite file.")
    var from: String

    @Option(help: "Settings whose database is the PostgreSQL database, migrated and empty.")
    var to: String

    func run() async throws {
        let variables = ProcessInfo.processInfo.environment
        let source = try Settings(path: from, variables: variables, now: Date())
        let target = try Settings(path: to, variables: variables, now: Date())
        let digests = try await Self.move(source, target)
        let opened = try await OpenedStore(target.database, of: target.service.environment)
        let audit: CheckAuditLog.Result
        do {
            audit = try await CheckAuditLog(store: opened.store).run()
        } catch {
            await opened.close()
            throw error
        }
        await opened.close()
        for fault in audit.faults { say("BROKEN \(fault)") }
        guard audit.faults.isEmpty else { throw ExitCode(1) }
        let lines = MoveReport.lines(
            digests.map { ($0.table, $0.rows) },
            digest: TableDigest.whole(digests),
            chains: audit.chains,
            entries: audit.entries
        )
        for line in lines { say(line) }
        if source.documents != target.documents {
            say("copy the documents / 文書のファイルを写してください: \(source.documents) → \(target.documents)")
        }
    }

    /// Copies and compares.
    ///
    /// - Throws: `MoveReport.Refusal`, `FillFault`, `SchemaRefusal`; the target is then as it was.
    static func move(_ source: Settings, _ target: Settings) async throws -> [TableDigest] {
        guard case .file(let path) = source.database, case .server(let place, _) = target.database else {
            throw MoveReport.Refusal.otherEngines
        }
        let environments = (source.service.environment, target.service.environment)
        guard environments.0 == environments.1 else {
            throw MoveReport.Refusal.environments(from: environments.0.rawValue, to: environments.1.rawValue)
        }
        let listener = source.listener
        guard !ListeningPort.isTaken(listener.host, listener.port) else {
            throw MoveReport.Refusal.running("\(listener.host):\(listener.port)")
        }
        guard let state = try SQLiteStore.state(ofFileAt: path) else { throw MoveReport.Refusal.sourceMissing(path) }
        guard state.missing.isEmpty else { throw MoveReport.Refusal.sourceOlder(path, missing: state.missing) }
        guard state.later.isEmpty else { throw MoveReport.Refusal.sourceNewer(path, later: state.later) }
        let stamp: EnvironmentStamp = environments.0 == .test ? .test : .production
        return try await ConnectionPool.once(place) { connection in
            try SQLiteSnapshot.read(path) { try PostgresStore.fill(connection, stamp, from: $0) }
        }
    }
}
