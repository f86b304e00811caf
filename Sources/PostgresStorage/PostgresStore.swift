package import SigningService

/// The engine for several machines: one PostgreSQL database, every write serializable, every commit synchronised.
package struct PostgresStore: ServiceStore {
    let pool: ConnectionPool

    /// Connects, and refuses a database whose schema is not the one of this release.
    ///
    /// `connections` is the number of threads, and with it the most connections that this store holds.
    ///
    /// - Throws: `ServiceError.storage`.
    package init(
        _ settings: ConnectionSettings,
        connections: Int,
        observer: ConnectionObserver? = nil
    ) async throws {
        pool = ConnectionPool(settings, connections: connections, observer: observer)
        do {
            try await run { connection in
                try Self.refuseLosingCommits(try connection.ready())
                try Self.refuseOtherSchema(try connection.ready())
            }
        } catch {
            await pool.close()
            throw error
        }
    }

    /// Serves the requests that wait already, then closes all connections.
    package func close() async {
        await pool.close()
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        try await run { try TransactionRunner(connection: $0).read(body) }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        try await run { try TransactionRunner(connection: $0).write(body) }
    }

    /// The pool's connections themselves, with errors as the contract says them; for tests that look past it, too.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable (PooledConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.run(body)
        } catch let error as PostgresError {
            throw error.serviceError
        }
    }

    /// With `fsync` off a power cut loses committed signatures.
    private static func refuseLosingCommits(_ connection: Connection) throws {
        let row = try connection.row("SELECT current_setting('fsync') AS fsync")
        guard try row?.text("fsync") == "on" else {
            throw ServiceError.storage("PostgreSQL runs with fsync off")
        }
    }

    private static func refuseOtherSchema(_ connection: Connection) throws {
        guard let state = try state(of: connection) else {
            throw ServiceError.storage("the database has no schema yet")
        }
        let missing = state.known.filter { !state.applied.contains($0) }
        guard missing.isEmpty else {
            throw ServiceError.storage("the schema is older, without \(missing.joined(separator: ", "))")
        }
        let unknown = state.applied.subtracting(state.known).sorted()
        guard unknown.isEmpty else {
            throw ServiceError.storage("the schema is of another release, with \(unknown.joined(separator: ", "))")
        }
    }
}
