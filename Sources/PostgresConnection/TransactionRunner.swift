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
        try run(Isolation.snapshot, body)
    }

    /// Runs `body` as if it were alone, and commits.
    ///
    /// - Throws: `PostgresError`, and whatever `body` throws.
    package func write<Value>(_ body: (OpenTransaction) throws -> Value) throws -> Value {
        try run(Isolation.serializable, body)
    }

    private enum Isolation {
        static let snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        static let serializable = "BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE"
    }

    /// How often a body is run at most.
    fileprivate static let limit = 20
    /// Those who lost once go one after the other, whichever process they are in: “chigiri” as a number.
    private static let turn: Int64 = 0x0063_6869_6769_7269

    private func run<Value>(_ begin: String, _ body: (OpenTransaction) throws -> Value) throws -> Value {
        var failures = Failures()
        while true {
            do {
                let session = try connection.ready()
                guard failures.lostRaces > 0 else { return try once(session, begin, body) }
                try takeTurn(session)
                defer { giveUpTurn(session) }
                return try once(session, begin, body)
            } catch let error as PostgresError {
                if error.endsConnection { connection.discard() }
                guard failures.allowAnother(after: error) else { throw error }
            }
        }
    }

    /// Waits for those who lost before; for so long only, because nothing but speed depends on it.
    private func takeTurn(_ session: Connection) throws(PostgresError) {
        do {
            _ = try session.rows("SELECT pg_advisory_lock($1)", [.integer(Self.turn)])
        } catch {
            guard case .refused(let refusal) = error, refusal.state == "55P03" else { throw error }
        }
    }

    /// Changes nothing about what was committed: where it fails, the server gives the turn to the next by itself.
    private func giveUpTurn(_ session: Connection) {
        do throws(PostgresError) {
            _ = try session.rows("SELECT pg_advisory_unlock($1)", [.integer(Self.turn)])
        } catch {
            connection.discard()
        }
    }

    private func once<Value>(
        _ session: Connection,
        _ begin: String,
        _ body: (OpenTransaction) throws -> Value
    ) throws -> Value {
        try session.beginPipeline()
        let transaction = OpenTransaction(session)
        let value: Value
        do {
            try session.sendLater(begin)
            value = try body(transaction)
        } catch {
            transaction.awaitAnswers()
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

    /// After this, either the transaction is committed for certain, or certainly not, or `outcomeUnknown` is thrown.
    ///
    /// Writes whose answers were not read yet go together with `COMMIT`. Where one of them is refused, nothing is committed.
    private func commit(_ session: Connection) throws(PostgresError) {
        let done: String
        do {
            done = try session.endPipeline(with: "COMMIT").tag
        } catch {
            switch error {
            case .connectionLost(let reason): throw .outcomeUnknown(reason)
            case .refused(let refusal) where refusal.state == "40003": throw .outcomeUnknown(refusal.message)
            default:
                rollBack(session)
                throw error
            }
        }
        guard done == "COMMIT" else {
            throw .refused(.init(state: "25P02", message: "rolled back", constraint: nil))
        }
    }

    /// Where it fails, the server rolls back by itself when the connection ends.
    private func rollBack(_ session: Connection) {
        do throws(PostgresError) {
            try session.abandonPipeline()
            if !session.isIdle { try session.executeScript("ROLLBACK") }
        } catch {
            connection.discard()
        }
    }
}

/// What has gone wrong so far with one transaction.
private struct Failures {
    private(set) var lostRaces = 0
    private var duplicates = 0
    private var lostConnections = 0

    /// Counts `error` and tells whether the body may run again; never when it may have been committed.
    mutating func allowAnother(after error: PostgresError) -> Bool {
        if case .connectionLost = error {
            lostConnections += 1
            return lostConnections <= 1
        }
        if error.isSerializationFailure {
            lostRaces += 1
            return lostRaces < TransactionRunner.limit
        }
        guard error.isUniqueViolation else { return false }
        // On a new snapshot the body sees what it ran into, and has its own words for it.
        lostRaces += 1
        duplicates += 1
        return duplicates <= 1
    }
}
