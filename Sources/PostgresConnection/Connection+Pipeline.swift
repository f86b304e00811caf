import CLibPQ

/// Pipeline mode: statements are sent without waiting for the answers to those before.
///
/// A transaction is one pipeline: `BEGIN` goes out with the first statement, and writes that give nothing back go with the
/// next that is waited for, or with `COMMIT`. After an error the server passes over everything up to the end of the
/// pipeline, `COMMIT` included.
///
/// - SeeAlso: https://www.postgresql.org/docs/15/libpq-pipeline-mode.html
extension Connection {
    /// So many unanswered statements never fill the buffers of both sides, in which case each would wait for the other.
    private static let mostOutstanding = 16

    var isPipelining: Bool { PQpipelineStatus(session) != PQ_PIPELINE_OFF }

    func beginPipeline() throws(PostgresError) {
        try require(PQenterPipelineMode(session))
    }

    /// Sends a statement whose answer is read later; where it is an error, the next that is waited for throws it.
    func sendLater(_ sql: String, _ parameters: [Parameter] = []) throws(PostgresError) {
        try send(sql, parameters)
        if outstanding.count >= Self.mostOutstanding { try awaitAnswers() }
    }

    /// Waits for all that is outstanding.
    func awaitAnswers() throws(PostgresError) {
        guard !outstanding.isEmpty else { return }
        try require(PQsendFlushRequest(session))
        _ = try answers()
    }

    /// Sends the last statement, and waits for all answers.
    func endPipeline(with sql: String) throws(PostgresError) -> StatementResult {
        try send(sql, [], endingPipeline: true)
        let result = try answers()
        try leavePipeline()
        return result
    }

    /// After an error: reads what is still to come, whatever it is.
    func abandonPipeline() throws(PostgresError) {
        guard isPipelining else { return }
        outstanding = []
        try require(PQpipelineSync(session))
        try leavePipeline()
    }

    /// Reads up to the synchronisation point that was sent.
    private func leavePipeline() throws(PostgresError) {
        var isAtEnd = false
        while !isAtEnd {
            guard isUsable else { throw .connectionLost("lost while answers were outstanding") }
            guard let next = PQgetResult(session) else { continue }
            isAtEnd = StatementResult(next).isSynchronisation
        }
        try require(PQexitPipelineMode(session))
    }
}
