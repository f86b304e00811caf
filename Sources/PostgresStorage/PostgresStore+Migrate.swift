package import SignerProtocol
import SigningService

extension PostgresStore {
    /// Brings the schema up to date and gives the names of the steps that were missing.
    ///
    /// Each step is done whole or not at all. Of several that migrate at once, one does, and the others wait.
    ///
    /// - Throws: `ServiceError.storage`.
    package static func migrate(_ settings: ConnectionSettings) async throws -> [String] {
        try await onThread(settings) { connection in
            try connection.executeScript("SET lock_timeout = 0")
            try connection.execute("SELECT pg_advisory_lock($1)", [.integer(migrating)])
            if try state(of: connection) == nil { try connection.executeScript(Migrations.bookkeeping) }
            let applied = try appliedSteps(connection)
            let missing = Migrations.all.filter { !applied.contains($0.name) }
            for step in missing { try apply(step, connection) }
            // The lock ends with the connection.
            return missing.map(\.name)
        }
    }

    /// What a database says of itself, read without changing it; nil when there is nothing of ours.
    ///
    /// - Throws: `ServiceError.storage`.
    package static func state(
        _ settings: ConnectionSettings
    ) async throws -> (applied: Set<String>, known: [String], stamp: EnvironmentStamp?)? {
        try await onThread(settings) { try state(of: $0) }
    }

    static func state(
        of connection: Connection
    ) throws(PostgresError) -> (applied: Set<String>, known: [String], stamp: EnvironmentStamp?)? {
        let found = try connection.row("SELECT to_regclass('schema_migration') IS NOT NULL AS found")
        guard try found?.boolean("found") == true else { return nil }
        let stamp = try stampNumber(connection).flatMap { Int32(exactly: $0) }.flatMap(EnvironmentStamp.init(rawValue:))
        return (try appliedSteps(connection), Migrations.all.map(\.name), stamp)
    }

    /// “chigiri” as a number, and one more than the turn of writers.
    private static let migrating: Int64 = 0x0063_6869_6769_726A

    /// Where it fails, the transaction ends with the connection.
    private static func apply(_ step: Migrations.Step, _ connection: Connection) throws(PostgresError) {
        try connection.executeScript("BEGIN")
        try connection.executeScript(step.sql)
        try connection.execute(
            """
            INSERT INTO schema_migration (name, applied_at)
            VALUES ($1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
            """,
            [.text(step.name)]
        )
        try connection.executeScript("COMMIT")
    }

    private static func appliedSteps(_ connection: Connection) throws(PostgresError) -> Set<String> {
        var names: Set<String> = []
        for row in try connection.rows("SELECT name FROM schema_migration") { names.insert(try row.text("name")) }
        return names
    }

    /// Runs `body` with a connection of its own, on a thread of its own.
    private static func onThread<Value: Sendable>(
        _ settings: ConnectionSettings,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let pool = ConnectionPool(settings, connections: 1)
        let result: Result<Value, any Error>
        do {
            result = .success(try await pool.run { try body(try $0.ready()) })
        } catch {
            result = .failure((error as? PostgresError)?.serviceError ?? error)
        }
        await pool.close()
        return try result.get()
    }
}
