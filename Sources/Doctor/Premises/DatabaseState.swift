/// What a database says of itself.
package struct DatabaseState: Hashable, Sendable {
    /// Steps of this program that its schema has not gone through.
    let missing: [String]
    /// Steps of later programs that have taken something away.
    let laterContracts: [String]
    /// `TEST` or `PRODUCTION`; nil before its first start, and when nobody knows the stamp.
    let environment: String?

    package init(missing: [String], laterContracts: [String], environment: String?) {
        self.missing = missing
        self.laterContracts = laterContracts
        self.environment = environment
    }
}

/// Reads a database file without changing it.
///
/// Nil when there is none yet.
package typealias ReadDatabase = @Sendable (_ path: String) throws -> DatabaseState?

/// Reads the database on a server without changing it.
///
/// Nil when it has no schema yet.
package typealias ReadServer = @Sendable () async throws -> DatabaseState?
