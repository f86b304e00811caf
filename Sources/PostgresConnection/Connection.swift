import CLibPQ

/// One session with the database server, used by one thread at a time.
///
/// A class, because it owns a connection of libpq; not `Sendable`, because its calls block: a thread of the pool keeps it.
package final class Connection {
    let session: OpaquePointer
    private let observer: ConnectionObserver?
    private var prepared = PreparedStatements()
    /// What was sent and not answered yet, in order; more than one only in pipeline mode.
    var outstanding: [Sent] = []

    /// Connects and waits for the server's answer.
    ///
    /// - Throws: `PostgresError.connectionLost`, `.refused`.
    package init(_ settings: ConnectionSettings, observer: ConnectionObserver? = nil) throws(PostgresError) {
        guard let session = Self.connect(settings.values) else { throw .connectionLost("out of memory") }
        self.session = session
        self.observer = observer
        guard PQstatus(session) == CONNECTION_OK else { throw .connectionLost(message) }
        // A name that says this machine may lead elsewhere.
        guard isLocal || (settings.isRemote && PQsslInUse(session) == 1) else {
            throw .connectionLost("another machine answers, and its certificate was not checked")
        }
        // Else the server's remarks would appear on our standard error.
        PQsetNoticeProcessor(session, { _, _ in }, nil)
        guard let encoding = PQparameterStatus(session, "server_encoding"), String(cString: encoding) == "UTF8" else {
            throw .connectionLost("the database is not encoded in UTF8")
        }
        try executeScript(Self.preparation)
    }

    deinit {
        PQfinish(session)
    }

    /// The server's number for this session.
    package var backend: Int32 { PQbackendPID(session) }

    /// The descriptor of the socket.
    package var socket: Int32 { PQsocket(session) }

    var isUsable: Bool { PQstatus(session) == CONNECTION_OK }

    /// Whether no transaction is open and no answer is outstanding.
    var isIdle: Bool { PQtransactionStatus(session) == PQTRANS_IDLE }

    package func rows(_ sql: String, _ parameters: [Parameter] = []) throws(PostgresError) -> [Row] {
        try run(sql, parameters).rows
    }

    package func row(_ sql: String, _ parameters: [Parameter] = []) throws(PostgresError) -> Row? {
        try rows(sql, parameters).first
    }

    /// The number of rows changed.
    @discardableResult
    package func execute(_ sql: String, _ parameters: [Parameter] = []) throws(PostgresError) -> Int {
        try run(sql, parameters).count
    }

    /// Runs statements without parameters; the result is that of the last.
    @discardableResult
    package func executeScript(_ sql: String) throws(PostgresError) -> StatementResult {
        try statement(sql) { PQsendQuery(session, sql) }
        return try answers()
    }

    /// A request whose answer is due.
    enum Sent {
        case preparation(PreparedStatements.Name)
        case statement
    }

    private func run(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> StatementResult {
        try send(sql, parameters)
        if isPipelining { try require(PQsendFlushRequest(session)) }
        return try answers()
    }

    /// Sends a statement; outside pipeline mode its preparation is waited for.
    func send(_ sql: String, _ parameters: [Parameter], endingPipeline: Bool = false) throws(PostgresError) {
        let arguments = try Arguments(parameters)
        let name = try prepare(sql, parameters)
        try statement(sql) {
            let status = arguments.withPointers { values, lengths, formats in
                PQsendQueryPrepared(session, name.text, Int32(parameters.count), values, lengths, formats, 1)
            }
            return status == 1 && endingPipeline ? PQpipelineSync(session) : status
        }
    }

    private func prepare(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> PreparedStatements.Name {
        if let name = prepared.name(of: sql) { return name }
        let name = prepared.add(sql)
        let types = parameters.map { Oid($0.type) }
        try require(PQsendPrepare(session, name.text, sql, Int32(types.count), types))
        outstanding.append(.preparation(name))
        if !isPipelining { _ = try answers() }
        return name
    }

    private func statement(_ sql: String, _ send: () -> Int32) throws(PostgresError) {
        observer?.willSend(self, sql)
        try require(send())
        outstanding.append(.statement)
        observer?.didSend(self, sql)
    }

    /// Waits for the answers to all that was sent: the last one's result, or the first error.
    func answers() throws(PostgresError) -> StatementResult {
        defer { outstanding = [] }
        var last: StatementResult?
        var failure: PostgresError?
        for sent in outstanding {
            var isDone = false
            while let next = PQgetResult(session) {
                let result = StatementResult(next)
                isDone = result.isDone
                if !isDone, PQresultStatus(next) != PGRES_PIPELINE_ABORTED { failure = failure ?? error(of: next) }
                last = result
            }
            // A preparation that was not done would be missed the next time.
            if case .preparation(let name) = sent, !isDone { prepared.remove(name) }
        }
        if let failure { throw failure }
        guard let last, last.isDone else { throw .connectionLost(message) }
        return last
    }

    func require(_ status: Int32) throws(PostgresError) {
        guard status == 1 else { throw .connectionLost(message) }
    }

    private func error(of result: OpaquePointer) -> PostgresError {
        guard isUsable, let state = field("C", of: result) else { return .connectionLost(message) }
        let refusal = PostgresError.Refusal(
            state: state,
            message: field("M", of: result) ?? "",
            constraint: field("n", of: result)
        )
        return refusal.endsSession ? .connectionLost(refusal.message) : .refused(refusal)
    }

    /// `code` is one of `PG_DIAG_…`, which are characters in C and not imported.
    private func field(_ code: Unicode.Scalar, of result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }

    private var message: String {
        String(cString: PQerrorMessage(session)).split(separator: "\n").joined(separator: " ")
    }

    /// Whether the bytes stay on this machine: a Unix socket has a path as its host, and no address.
    private var isLocal: Bool {
        guard let host = PQhost(session), let address = PQhostaddr(session) else { return false }
        return ConnectionSettings.isSocket(String(cString: host))
            || ConnectionSettings.isLoopback(String(cString: address))
    }

    private static func connect(_ settings: [String: String]) -> OpaquePointer? {
        let sorted = settings.sorted { $0.key < $1.key }
        return CStrings(sorted.map(\.key)).withPointers { keywords in
            CStrings(sorted.map(\.value)).withPointers { values in PQconnectdbParams(keywords, values, 0) }
        }
    }

    /// What each session asks for, whatever the server's defaults are.
    ///
    /// A commit is on the disk before it is answered. Indexes are used however small a table is, because a serializable
    /// transaction depends on the whole of a table that it scans; where there is none, the price that is put on scans must
    /// not make the server compile the statement. Nobody waits for ever, and the server soon sees that a machine is gone.
    private static let preparation = """
        SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off';
        SET enable_seqscan = off;
        SET jit = off;
        SET lock_timeout = '10s';
        SET idle_in_transaction_session_timeout = '60s';
        SET tcp_keepalives_idle = 30;
        SET tcp_keepalives_interval = 10;
        SET tcp_keepalives_count = 3;
        """
}

/// What tests see of a connection's traffic, to interrupt it.
package struct ConnectionObserver: Sendable {
    let willSend: @Sendable (Connection, _ sql: String) -> Void
    let didSend: @Sendable (Connection, _ sql: String) -> Void

    package init(
        willSend: @escaping @Sendable (Connection, _ sql: String) -> Void,
        didSend: @escaping @Sendable (Connection, _ sql: String) -> Void = { _, _ in }
    ) {
        self.willSend = willSend
        self.didSend = didSend
    }
}

extension PostgresError.Refusal {
    /// The server takes no more statements on this connection, or none that write.
    fileprivate var endsSession: Bool {
        // 57P0x: shut down; 08xxx: connection exceptions; 25006: the server has become a standby;
        // 25P03: idle in a transaction for too long.
        state.hasPrefix("57P0") || state.hasPrefix("08") || state == "25006" || state == "25P03"
    }
}
