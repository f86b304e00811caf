package import PostgresConnection
import SignerProtocol
package import SigningKeys

/// The signer's records in one PostgreSQL database of its own, for several signer processes at once.
///
/// - SeeAlso: ARCHITECTURE §6; decision 0026
package struct PostgresActivationStore: ActivationStore {
    let pool: ConnectionPool

    /// Connects, and refuses a database that this release cannot work on.
    ///
    /// `connections` is the number of threads, and with it the most connections that this store holds.
    ///
    /// - Throws: `PostgresError`, `SchemaRefusal`.
    package init(
        _ settings: ConnectionSettings,
        connections: Int,
        observer: ConnectionObserver? = nil
    ) async throws {
        pool = ConnectionPool(settings, connections: connections, observer: observer)
        do {
            try await pool.run { connection in
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
        _ body: @escaping @Sendable (any SignerReadTransaction) throws -> Value
    ) async throws -> Value {
        try await pool.run { connection in
            try TransactionRunner(connection).read { try body(PostgresSignerTransaction(open: $0)) }
        }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SignerWriteTransaction) throws -> Value
    ) async throws -> Value {
        try await pool.run { connection in
            try TransactionRunner(connection).write { try body(PostgresSignerTransaction(open: $0)) }
        }
    }

    /// Frees the room of erased rows, so that it is written over.
    ///
    /// What the server's write-ahead log and its backups still hold is a key that only the HSM can unwrap, and whose
    /// tombstone refuses it.
    package func removeRemains() async throws {
        try await pool.run { connection in
            for table in ["credential", "pooled_key"] {
                try connection.ready().executeScript("VACUUM \(table)")
            }
        }
    }

    /// The pool's connections themselves, for tests that look past the contract.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable (PooledConnection) throws -> Value
    ) async throws -> Value {
        try await pool.run(body)
    }
}
