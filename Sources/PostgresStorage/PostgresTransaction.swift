import PostgresConnection
import SigningService

/// One open transaction over the service's records; its questions and writes are in the extensions.
struct PostgresTransaction {
    let open: OpenTransaction

    func row(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Row? {
        try open.rows(sql, parameters).first
    }

    func rows(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> [Row] {
        try open.rows(sql, parameters)
    }

    /// The number of rows changed.
    @discardableResult
    func execute(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Int {
        try open.execute(sql, parameters)
    }
}

extension PostgresTransaction: ReadTransaction, WriteTransaction {}
