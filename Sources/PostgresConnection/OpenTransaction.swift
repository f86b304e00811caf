/// One open transaction on a connection.
package struct OpenTransaction {
    package let connection: Connection
    let faults = Faults()

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// The first error that the server met in a transaction, also where its body has caught it.
    ///
    /// After an error PostgreSQL does nothing more in a transaction, so such a body must not be believed.
    final class Faults {
        fileprivate(set) var first: PostgresError?
    }

    package func rows(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> [Row] {
        try noting { () throws(PostgresError) in try connection.rows(sql, parameters) }
    }

    /// The number of rows changed.
    @discardableResult
    package func execute(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Int {
        try noting { () throws(PostgresError) in try connection.execute(sql, parameters) }
    }

    private func noting<Value>(_ body: () throws(PostgresError) -> Value) throws(PostgresError) -> Value {
        do {
            return try body()
        } catch {
            faults.first = faults.first ?? error
            throw error
        }
    }
}
