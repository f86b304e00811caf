import ArgumentParser
import Doctor
import Foundation
import Logging
import Outbound
import PostgresConnection
import PostgresStorage
import SQLiteSnapshot
import SQLiteStorage
import SignerProtocol
import SigningService
import Web

/// Takes the service's records from SQLite to PostgreSQL, and its documents between a folder and a bucket.
struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Take the service's records from SQLite to PostgreSQL, and its documents to a bucket or from one.",
        discussion: """
            The service of the source has to be stopped; what it has is only read. First the documents, where one side keeps \
            them in a bucket: each segment is copied, read back and compared with its name. Stopped on the way, the same \
            command goes on where it was. Then the records, if they move: all is written in one transaction, read back and \
            compared before it counts; then every audit chain is derived again. Between two folders documents are not \
            touched. With the same database in both settings only documents are copied. Exit: 0 all is there, 1 it is not.
            """
    )

    @Option(help: "Settings of the source: its SQLite file, and where its documents are.")
    var from: String

    @Option(help: "Settings of the target: a PostgreSQL database, migrated and empty, and where documents are to be.")
    var to: String

    func run() async throws {
        let variables = ProcessInfo.processInfo.environment
        let source = try Settings(path: from, variables: variables, now: Date())
        let target = try Settings(path: to, variables: variables, now: Date())
        let plan = try MovePlan(source, target)
        try Self.check(source, target)
        if plan.copiesSegments { try await copyDocuments(source, target) }
        if plan.movesRecords { try await moveRecords(source, target) }
        if plan.leavesFolders {
            say("copy the documents / 文書のファイルを写してください: \(source.documents) → \(target.documents)")
        }
        if !plan.movesRecords, !plan.copiesSegments, !plan.leavesFolders {
            say("both settings lead to the same places, nothing to do / 移行元と移行先が同じで、することはありません")
        }
    }

    private func copyDocuments(_ source: Settings, _ target: Settings) async throws {
        say("documents / 文書: \(source.documents) → \(target.documents)")
        let tally = try await Self.copySegments(source, target) { tally in
            if tally.count.isMultiple(of: 500) { say("\(tally.count) segments / 区分…") }
        }
        for line in tally.lines { say(line) }
        guard tally.faults.isEmpty else { throw ExitCode(1) }
    }

    private func moveRecords(_ source: Settings, _ target: Settings) async throws {
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
    }

    /// Looks at both sides before anything is written.
    ///
    /// - Throws: `MoveReport.Refusal`.
    static func check(_ source: Settings, _ target: Settings) throws(MoveReport.Refusal) {
        let environments = (source.service.environment, target.service.environment)
        guard environments.0 == environments.1 else {
            throw MoveReport.Refusal.environments(from: environments.0.rawValue, to: environments.1.rawValue)
        }
        let listener = source.listener
        guard !ListeningPort.isTaken(listener.host, listener.port) else {
            throw MoveReport.Refusal.running("\(listener.host):\(listener.port)")
        }
        guard source.objectStore != nil || FileManager.default.fileExists(atPath: source.segments) else {
            throw MoveReport.Refusal.segmentsMissing(source.segments)
        }
    }

    /// Copies what the target does not have, and reads it there.
    ///
    /// - Throws: `MoveReport.Refusal` for a bucket that cannot be used, or that does not answer.
    static func copySegments(
        _ source: Settings,
        _ target: Settings,
        _ progress: @escaping @Sendable (CopySegments.Tally) -> Void = { _ in }
    ) async throws -> CopySegments.Tally {
        try await withSegments(of: source) { from in
            try await withSegments(of: target) { to in
                try await withTaskExecutorPreference(DocumentThreads(count: 1)) {
                    try CopySegments(from: from, to: to).run(progress)
                }
            }
        }
    }

    private static func withSegments<Value: Sendable>(
        of settings: Settings,
        _ body: (any DocumentStore) async throws -> Value
    ) async throws -> Value {
        guard let objectStore = settings.objectStore else {
            return try await body(try DiskDocumentStore(folder: settings.segments))
        }
        let bucket = try S3DocumentStore(
            objectStore,
            environment: settings.service.environment.rawValue,
            spool: settings.segments,
            now: { Date() },
            log: Logger(label: "chigiri.move")
        )
        let result: Result<Value, any Error>
        do {
            try await withTaskExecutorPreference(DocumentThreads(count: 1)) { try bucket.check() }
            result = .success(try await body(bucket))
        } catch let refusal as BucketRefusal {
            result = .failure(MoveReport.Refusal.bucketRefused(objectStore.place, reason: refusal.reason))
        } catch ServiceError.waiting {
            result = .failure(MoveReport.Refusal.storeAway(objectStore.place))
        } catch {
            result = .failure(error)
        }
        try await bucket.shutdown()
        return try result.get()
    }

    /// Copies and compares.
    ///
    /// - Throws: `MoveReport.Refusal`, `FillFault`, `SchemaRefusal`; the target is then as it was.
    static func move(_ source: Settings, _ target: Settings) async throws -> [TableDigest] {
        guard case .file(let path) = source.database, case .server(let place, _) = target.database else {
            throw MoveReport.Refusal.otherEngines
        }
        guard let state = try SQLiteStore.state(ofFileAt: path) else { throw MoveReport.Refusal.sourceMissing(path) }
        guard state.missing.isEmpty else { throw MoveReport.Refusal.sourceOlder(path, missing: state.missing) }
        guard state.later.isEmpty else { throw MoveReport.Refusal.sourceNewer(path, later: state.later) }
        let stamp: EnvironmentStamp = source.service.environment == .test ? .test : .production
        return try await ConnectionPool.once(place) { connection in
            try SQLiteSnapshot.read(path) { try PostgresStore.fill(connection, stamp, from: $0) }
        }
    }
}

extension CopySegments.Tally {
    /// For whoever asked, in both languages.
    var lines: [String] {
        faults.map { fault in
            switch fault {
            case .sourceDamaged(let digest):
                "DAMAGED \(digest.hexadecimal): the source does not have it whole / 移行元にこの区分が正しい形でありません"
            case .targetDamaged(let digest):
                "DAMAGED \(digest.hexadecimal): the target gave back something else / 移行先から読み戻した内容が違います"
            case .targetLocked(let digest, let until):
                "DAMAGED \(digest.hexadecimal): the target keeps something else until \(until) / 移行先の違う内容がこの時まで消せません"
            }
        } + [
            "\(copied) segments copied and read back, \(copiedBytes) bytes / 区分を写して読み戻しました",
            "\(present) segments were there already, \(presentBytes) bytes / 区分はすでにありました",
        ]
    }
}
