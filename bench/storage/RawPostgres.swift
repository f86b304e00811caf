import CLibPQ
import Foundation
import Synchronization

/// PostgreSQL through libpq without an engine of ours: prepared statements, one answer awaited after the other.
struct RawPostgres: RawDatabase {
    private let sessions: [RawSession]

    init(_ conninfo: String, sessions count: Int) throws {
        sessions = try (0..<count).map { _ in try RawSession(conninfo) }
    }

    /// As many lives at once as there are sessions, each session on its thread.
    func run(_ lives: [[[RawWrite]]]) async throws {
        let work = Work()
        await withTaskGroup(of: Void.self) { group in
            for session in sessions {
                group.addTask { await onOwnThread { work.join(session, lives) } }
            }
        }
        if let error = work.failure.withLock({ $0 }) { throw error }
    }

    /// What the threads share.
    private final class Work: Sendable {
        let failure = Mutex<(any Error)?>(nil)
        private let next = Atomic<Int>(0)

        func join(_ session: RawSession, _ lives: [[[RawWrite]]]) {
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < lives.count, failure.withLock({ $0 == nil }) else { return }
                do {
                    for transaction in lives[index] { try session.commit(transaction) }
                } catch {
                    failure.withLock { $0 = error }
                }
            }
        }
    }

    func texts(_ sql: String) async throws -> [String] {
        try sessions[0].texts(sql)
    }
}

/// Runs blocking work where it keeps no task waiting.
private func onOwnThread(_ body: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            body()
            continuation.resume()
        }
    }
}

/// One session of libpq.
///
/// `@unchecked Sendable`: one thread at a time uses it, which `RawPostgres` sees to.
final class RawSession: @unchecked Sendable {
    private let session: OpaquePointer
    private var prepared: Set<Int> = []

    init(_ conninfo: String) throws {
        guard let session = PQconnectdb(conninfo) else { throw RawFailure("out of memory") }
        self.session = session
        guard PQstatus(session) == CONNECTION_OK else { throw RawFailure(message) }
        try execute("SET synchronous_commit = on")
    }

    deinit {
        PQfinish(session)
    }

    func execute(_ sql: String) throws {
        try check(PQexec(session, sql))
    }

    func texts(_ sql: String) throws -> [String] {
        let result = PQexec(session, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw RawFailure(message) }
        return (0..<PQntuples(result)).map { String(cString: PQgetvalue(result, $0, 0)) }
    }

    func commit(_ writes: [RawWrite]) throws {
        try execute("BEGIN")
        for write in writes { try send(write) }
        try execute("COMMIT")
    }

    private func prepare(_ statement: RawStatement) throws {
        guard prepared.insert(statement.rawValue).inserted else { return }
        let types = statement.types.map { Oid($0) }
        try check(PQprepare(session, statement.name, statement.numbered, Int32(types.count), types))
    }

    private func send(_ write: RawWrite) throws {
        try prepare(write.statement)
        var bytes: [UInt8] = []
        var starts: [Int?] = []
        var lengths: [Int32] = []
        for value in write.values {
            let encoded = value.binary
            starts.append(encoded == nil ? nil : bytes.count)
            lengths.append(Int32(encoded?.count ?? 0))
            bytes += encoded ?? []
        }
        bytes.append(0)
        let result = bytes.withUnsafeBytes { buffer in
            let first = buffer.assumingMemoryBound(to: CChar.self).baseAddress
            let pointers = starts.map { start in start.flatMap { start in first.map { $0 + start } } }
            let formats = [Int32](repeating: 1, count: pointers.count)
            return PQexecPrepared(session, write.statement.name, Int32(pointers.count), pointers, lengths, formats, 1)
        }
        try check(result)
    }

    private func check(_ result: OpaquePointer?) throws {
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw RawFailure(message)
        }
    }

    private var message: String { String(cString: PQerrorMessage(session)) }
}

struct RawFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension RawStatement {
    fileprivate var name: String { "s\(rawValue)" }

    /// The statement with `$n` for each `?`.
    fileprivate var numbered: String {
        var number = 0
        return sql.map { character in
            guard character == "?" else { return String(character) }
            number += 1
            return "$\(number)"
        }.joined()
    }

    /// The server's numbers of the values' types: `b` bytea, `i` bigint, `t` text.
    fileprivate var types: [UInt32] {
        let letters =
            switch self {
            case .insertDataKey: "tb"
            case .insertDocument: "bbtiti"
            case .insertRevision: "bibib"
            case .insertEnvelope: "bbbttbiittt"
            case .updateEnvelope: "tttb"
            case .insertSigner: "bibtttitttttt"
            case .insertSearched: "bbt"
            case .updateSigner: "ttb"
            case .insertInvitation: "bbbi"
            case .insertSession: "bbbii"
            case .insertAttempt: "bbbtbiittitttt"
            case .updateAttempt: "ttttb"
            case .insertAuditEntry: "tiittbb"
            case .insertAuditPayload: "tibb"
            case .insertJob: "btti"
            case .bringJobForward: "ib"
            case .leaseJob: "itb"
            case .deleteJob: "b"
            }
        return letters.map { $0 == "b" ? 17 : $0 == "i" ? 20 : 25 }
    }
}

extension RawValue {
    fileprivate var binary: [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes
        case .text(let text): text.map { Array($0.utf8) }
        case .integer(let number): number.map { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
        }
    }
}
