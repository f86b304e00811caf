import CLibPQ

/// What a statement gave: rows, and how many it changed.
///
/// A class, because it owns a result of libpq.
package final class StatementResult {
    let result: OpaquePointer

    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    var rows: [Row] {
        (0..<PQntuples(result)).map { Row(owner: self, index: $0) }
    }

    /// The number of rows inserted, updated, deleted or read.
    var count: Int {
        Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    var isDone: Bool {
        PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK
    }

    /// Whether it is the end of a pipeline.
    var isSynchronisation: Bool { PQresultStatus(result) == PGRES_PIPELINE_SYNC }

    /// What the server did, such as `COMMIT`.
    var tag: String {
        String(cString: PQcmdStatus(result))
    }
}
