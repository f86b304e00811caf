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
    package func execute(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Int {
        try noting { () throws(PostgresError) in try connection.execute(sql, parameters) }
    }

    /// Writes without waiting for the answer: an error comes with a later statement, or at the end.
    package func write(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) {
        try noting { () throws(PostgresError) in try connection.sendLater(sql, parameters) }
    }

    /// Hears what the server has to say of the writes so far; an error becomes the first fault, if it is the first.
    func awaitAnswers() {
        do throws(PostgresError) {
            try connection.awaitAnswers()
        } catch {
            faults.first = faults.first ?? error
        }
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
