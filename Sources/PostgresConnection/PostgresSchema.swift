package import SignerProtocol

/// The schema of one database: its steps in order, and the command that takes them.
package struct PostgresSchema: Sendable {
    /// One step; never edited once released.
    package struct Step: Sendable {
        package let name: String
        let sql: String

        /// `file` is UTF-8.
        package init(_ name: String, _ file: [UInt8]) {
            self.name = name
            sql = String(decoding: file, as: UTF8.self)
        }
    }

    package let steps: [Step]
    private let command: String
    /// Tables in which the steps themselves put rows, and what holds of such a row as long as nobody has changed it.
    let seeds: [String: String]

    package init(_ steps: [Step], command: String, seeds: [String: String] = [:]) {
        self.steps = steps
        self.command = command
        self.seeds = seeds
    }

    /// Brings the schema up to date and gives the names of the steps that were missing.
    ///
    /// Each step is done whole or not at all. Of several that migrate at once, one does, and the others wait.
    ///
    /// - Throws: `PostgresError`; `SchemaRefusal` when a later release has taken away what these steps build on.
    package func migrate(_ settings: ConnectionSettings) async throws -> [String] {
        try await ConnectionPool.once(settings) { connection in
            try connection.executeScript("SET lock_timeout = 0")
            try connection.execute("SELECT pg_advisory_lock($1)", [.integer(Self.migrating)])
            if try state(of: connection) == nil { try connection.executeScript(Self.bookkeeping) }
            let state = try state(of: connection)
            if let contracts = state?.laterContracts, !contracts.isEmpty {
                throw SchemaRefusal(.newer(contracts: contracts), command: command)
            }
            let missing = steps.filter { state?.applied.contains($0.name) != true }
            for step in missing { try apply(step, connection) }
            // The lock ends with the connection.
            return missing.map(\.name)
        }
    }

    /// What a database says of itself, read without changing it; nil when there is nothing of ours.
    ///
    /// - Throws: `PostgresError`.
    package func state(_ settings: ConnectionSettings) async throws -> SchemaState? {
        try await ConnectionPool.once(settings) { try state(of: $0) }
    }

    /// Likewise, on an open connection.
    package func state(of connection: Connection) throws(PostgresError) -> SchemaState? {
        let found = try connection.row("SELECT to_regclass('schema_migration') IS NOT NULL AS found")
        guard try found?.boolean("found") == true else { return nil }
        var applied: Set<String> = []
        for row in try connection.rows("SELECT name FROM schema_migration") { applied.insert(try row.text("name")) }
        let stamp = try Self.stampNumber(connection).flatMap { Int32(exactly: $0) }
            .flatMap(EnvironmentStamp.init(rawValue:))
        return SchemaState(applied: applied, known: steps.map(\.name), stamp: stamp)
    }

    /// - Throws: `SchemaRefusal` unless a program with these steps can work on the database; `PostgresError`.
    package func refuseUnfit(_ connection: Connection) throws {
        guard let state = try state(of: connection) else { throw SchemaRefusal(.absent, command: command) }
        if let fault = state.fault { throw SchemaRefusal(fault, command: command) }
    }

    /// Marks the database as belonging to this environment, once and for ever.
    ///
    /// - Throws: `ForeignDatabase` when it belongs to the other one; `PostgresError`.
    package static func stamp(_ stamp: EnvironmentStamp, _ connection: Connection) throws {
        try connection.execute(
            "INSERT INTO environment_stamp (is_set, stamp) VALUES (true, $1) ON CONFLICT (is_set) DO NOTHING",
            [.integer(Int64(stamp.rawValue))]
        )
        let found = try stampNumber(connection)
        guard found == Int64(stamp.rawValue) else {
            let other = found.flatMap { Int32(exactly: $0) }.flatMap(EnvironmentStamp.init(rawValue:))
            throw ForeignDatabase(environment: other?.environment, expected: stamp)
        }
    }

    /// “chigiri” as a number, and one more than the turn of writers.
    private static let migrating: Int64 = 0x0063_6869_6769_726A

    /// Where it fails, the transaction ends with the connection.
    private func apply(_ step: Step, _ connection: Connection) throws(PostgresError) {
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

    private static func stampNumber(_ connection: Connection) throws(PostgresError) -> Int64? {
        try connection.row("SELECT stamp FROM environment_stamp")?.integer("stamp")
    }

    /// The tables that every database of ours has beside those of its schema.
    package static let ownTables: Set<String> = ["schema_migration", "environment_stamp"]

    /// What the store says of itself: the steps that were applied, and the environment it belongs to.
    private static let bookkeeping = """
        CREATE TABLE schema_migration (
            name TEXT COLLATE "C" NOT NULL CONSTRAINT schema_migration_key PRIMARY KEY,
            applied_at BIGINT NOT NULL
        );

        CREATE TABLE environment_stamp (
            is_set BOOLEAN NOT NULL
                CONSTRAINT environment_stamp_key PRIMARY KEY
                CONSTRAINT environment_stamp_once CHECK (is_set),
            stamp BIGINT NOT NULL
        );

        CREATE FUNCTION refuse_stamp_change() RETURNS trigger
        LANGUAGE plpgsql
        AS $$
        BEGIN
            RAISE EXCEPTION 'a database belongs to one environment for ever'
                USING ERRCODE = 'integrity_constraint_violation';
        END
        $$;

        CREATE TRIGGER environment_stamp_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON environment_stamp
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_stamp_change();
        """
}

extension Connection {
    /// With `fsync` off a power cut loses committed signatures.
    ///
    /// - Throws: `PostgresError.losesCommits`.
    package func refuseLosingCommits() throws(PostgresError) {
        let row = try row("SELECT current_setting('fsync') AS fsync")
        guard try row?.text("fsync") == "on" else { throw .losesCommits }
    }
}

extension ConnectionPool {
    /// Runs `body` with a connection of its own, on a thread of its own.
    package static func once<Value: Sendable>(
        _ settings: ConnectionSettings,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let pool = ConnectionPool(settings, connections: 1)
        let result: Result<Value, any Error>
        do {
            result = .success(try await pool.run { try body(try $0.ready()) })
        } catch {
            result = .failure(error)
        }
        await pool.close()
        return try result.get()
    }
}
