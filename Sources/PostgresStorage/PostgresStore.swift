package import PostgresConnection
package import SignerProtocol
package import SigningService

/// The engine for several machines: one PostgreSQL database, every write serializable, every commit synchronised.
package struct PostgresStore: ServiceStore {
    let pool: ConnectionPool
    private let decoded = DecodedJSON()

    /// Connects, and refuses a database that this release cannot work on.
    ///
    /// `connections` is the number of threads, and with it the most connections that this store holds.
    ///
    /// - Throws: `ServiceError.storage`; `SchemaRefusal`.
    package init(
        _ settings: ConnectionSettings,
        connections: Int,
        observer: ConnectionObserver? = nil
    ) async throws {
        pool = ConnectionPool(settings, connections: connections, observer: observer)
        do {
            try await run { connection in
                let session = try connection.ready()
                try session.refuseLosingCommits()
                try Self.schema.refuseUnfit(session)
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
        try await run { [decoded] connection in
            try TransactionRunner(connection).read { try body(PostgresTransaction(open: $0, decoded: decoded)) }
        }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        try await run { [decoded] connection in
            try TransactionRunner(connection).write { try body(PostgresTransaction(open: $0, decoded: decoded)) }
        }
    }

    // Serializable workers would look at the same few jobs and beat each other; the row's lock is enough. 0026
    package func leaseJob(
        at time: Timestamp,
        until leaseEnds: Timestamp,
        by holder: String
    ) async throws -> LeasedJob? {
        try await runAlone { try $0.leaseJob(at: time, until: leaseEnds, by: holder) }
    }

    package func complete(_ job: LeasedJob) async throws {
        try await runAlone { try $0.complete(job) }
    }

    /// `statement` runs one statement, which commits by itself.
    private func runAlone<Value: Sendable>(
        _ statement: @escaping @Sendable (PostgresTransaction) throws -> Value
    ) async throws -> Value {
        try await run { [decoded] connection in
            try TransactionRunner(connection).runAlone {
                try statement(PostgresTransaction(open: $0, decoded: decoded))
            }
        }
    }

    /// The pool's connections themselves, with errors as the contract says them; for tests that look past it, too.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable (PooledConnection) throws -> Value
    ) async throws -> Value {
        try await Self.asService { try await pool.run(body) }
    }
}
