/// What went wrong between us and the database server.
package enum PostgresError: Error, Hashable, Sendable {
    /// The connection information is refused before anything is sent.
    case connectionString(ConnectionFault)
    /// The server refused a statement: its SQLSTATE and message, without the detail, which may quote what people wrote.
    case refused(Refusal)
    /// There is no connection, or no more.
    case connectionLost(String)
    /// The connection was lost after `COMMIT` was sent: all of it was done, or nothing.
    case outcomeUnknown(String)
    /// A column does not hold what its reader asks for.
    case unreadable(column: String)
    /// The server cannot keep this: a text with U+0000, or a value of 2 GiB.
    case notStorable(String)
    /// The server runs with `fsync` off.
    case losesCommits
    /// The store has been closed.
    case closed

    /// A refusal of the server.
    package struct Refusal: Hashable, Sendable {
        /// Five characters.
        ///
        /// - SeeAlso: https://www.postgresql.org/docs/15/errcodes-appendix.html
        package let state: String
        package let message: String
        /// The constraint that was broken.
        package let constraint: String?
    }
}

extension PostgresError {
    /// Someone else was first, and the transaction may begin again.
    package var isSerializationFailure: Bool {
        guard case .refused(let refusal) = self else { return false }
        switch refusal.state {
        case "40001", "40P01": return true
        // The next number of a chain comes from what was read; that it is taken means that the chain has grown since.
        case "23505": return ["audit_entry_key", "audit_payload_key"].contains(refusal.constraint)
        default: return false
        }
    }

    /// The connection is of no use any more.
    var endsConnection: Bool {
        switch self {
        case .connectionLost, .outcomeUnknown: true
        default: false
        }
    }

    package var isUniqueViolation: Bool {
        guard case .refused(let refusal) = self else { return false }
        return refusal.state == "23505"
    }
}

extension PostgresError: CustomStringConvertible {
    /// For logs and operators; without what people wrote.
    package var description: String {
        switch self {
        case .refused(let refusal): "PostgreSQL \(refusal.state): \(refusal.message)"
        case .connectionString(let fault): "PostgreSQL: connection information refused: \(fault)"
        case .connectionLost(let reason): "PostgreSQL: no connection: \(reason)"
        case .outcomeUnknown(let reason): "PostgreSQL: the outcome of a commit is unknown: \(reason)"
        case .unreadable(let column): "unreadable value in column \(column)"
        case .notStorable(let value): "cannot be stored: \(value)"
        case .losesCommits: "PostgreSQL runs with fsync off"
        case .closed: "PostgreSQL: the store is closed"
        }
    }
}
