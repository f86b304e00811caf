/// Runs bodies in transactions on one connection, again where PostgreSQL asks for it.
package struct TransactionRunner {
    private let connection: PooledConnection

    package init(_ connection: PooledConnection) {
        self.connection = connection
    }

    /// Runs `body` on one snapshot.
    ///
    /// - Throws: `PostgresError`, and whatever `body` throws.
    package func read<Value>(_ body: (OpenTransaction) throws -> Value) throws -> Value {
        try run(body) { _ in Begin.snapshot }
    }

    /// Runs `body` as if it were alone, and commits.
    ///
    /// - Throws: `PostgresError`, and whatever `body` throws.
    package func write<Value>(_ body: (OpenTransaction) throws -> Value) throws -> Value {
        try run(body) { $0.wantsToBeAlone ? Begin.alone : Begin.withOthers }
    }

    /// Runs one statement that commits by itself and needs no snapshot.
    ///
    /// - Throws: `PostgresError`; after `connectionLost` nobody knows whether the statement was carried out.
    package func runAlone<Value>(_ statement: (OpenTransaction) throws -> Value) throws -> Value {
        let session = try connection.ready()
        do {
            return try statement(OpenTransaction(session))
        } catch let error as PostgresError {
            if error.endsConnection { connection.discard() }
            throw error
        }
    }

    /// The table that writers share, and that one who has lost too often has for itself: the runner's own.
    private enum Begin {
        static let snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        static let serializable = "BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE"
        // A lock of a table is taken before the snapshot, so nothing that others did meanwhile can be in the way.
        static let withOthers = "\(serializable); LOCK TABLE schema_migration IN ROW SHARE MODE"
        static let alone = "\(serializable); LOCK TABLE schema_migration IN EXCLUSIVE MODE"
    }

    private func run<Value>(_ body: (OpenTransaction) throws -> Value, _ begin: (Failures) -> String) throws -> Value {
        var failures = Failures()
        while true {
            do {
                return try once(connection.ready(), begin(failures), body)
            } catch let error as PostgresError {
                if error.endsConnection { connection.discard() }
                guard failures.allowAnother(after: error) else { throw error }
            }
        }
    }

    private func once<Value>(
        _ session: Connection,
        _ begin: String,
        _ body: (OpenTransaction) throws -> Value
    ) throws -> Value {
        try self.begin(session, begin)
        let transaction = OpenTransaction(session)
        let value: Value
        do {
            value = try body(transaction)
        } catch {
            rollBack(session)
            // What the server said comes first, or a body could turn a lost race into something final.
            throw transaction.faults.first ?? error
        }
        if let fault = transaction.faults.first {
            rollBack(session)
            throw fault
        }
        try commit(session)
        return value
    }

    /// Whoever waits too long to be alone, as beside a long migration, goes with the others: nothing but speed depends on it.
    private func begin(_ session: Connection, _ script: String) throws(PostgresError) {
        do {
            try session.executeScript(script)
        } catch {
            rollBack(session)
            guard script == Begin.alone, case .refused(let refusal) = error, refusal.state == "55P03" else {
                throw error
            }
            try begin(session, Begin.withOthers)
        }
    }

    /// After this, either the transaction is committed for certain, or certainly not, or `outcomeUnknown` is thrown.
    private func commit(_ session: Connection) throws(PostgresError) {
        let done: String
        do {
            done = try session.executeScript("COMMIT").tag
        } catch {
            switch error {
            case .connectionLost(let reason): throw .outcomeUnknown(reason)
            case .refused(let refusal) where refusal.state == "40003" || !session.isIdle:
                throw .outcomeUnknown(refusal.message)
            default: throw error
            }
        }
        guard done == "COMMIT" else {
            throw .refused(.init(state: "25P02", message: "rolled back", constraint: nil))
        }
    }

    /// Where it fails, the server rolls back by itself when the connection ends.
    private func rollBack(_ session: Connection) {
        do throws(PostgresError) {
            try session.executeScript("ROLLBACK")
        } catch {
            connection.discard()
        }
    }
}

/// What has gone wrong so far with one transaction.
private struct Failures {
    private var lostRaces = 0
    private var duplicates = 0
    private var lostConnections = 0

    /// How many races are lost among others, and altogether.
    private static let patience = 4
    private static let limit = 8

    var wantsToBeAlone: Bool { lostRaces >= Self.patience }

    /// Counts `error` and tells whether the body may run again; never when it may have been committed.
    mutating func allowAnother(after error: PostgresError) -> Bool {
        if case .connectionLost = error {
            lostConnections += 1
            return lostConnections <= 1
        }
        if error.isSerializationFailure {
            lostRaces += 1
            return lostRaces < Self.limit
        }
        guard error.isUniqueViolation else { return false }
        // On a new snapshot the body sees what it ran into, and has its own words for it.
        lostRaces += 1
        duplicates += 1
        return duplicates <= 1
    }
}
