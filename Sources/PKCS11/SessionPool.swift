import CPKCS11
import Foundation

/// Threads of their own for the HSM, one session each.
///
/// PKCS#11 calls block, so they never run on the threads of Swift's tasks. A session that breaks is closed, and the next
/// request opens another: a token that comes back is used again without a restart.
package final class SessionPool: Sendable {
    private let queue: RequestQueue
    private let turn = NSLock()

    /// Opens one session at once, so that a wrong label or PIN shows at start.
    package init(
        module: Module,
        tokenLabel: String,
        pin: PIN,
        threads: Int
    ) throws(PKCS11Error) {
        let queue = RequestQueue()
        self.queue = queue
        let first = try Self.open(module, tokenLabel, pin)
        // The login belongs to the process and ends with its last session, so the first thread keeps this one.
        let opened = Handover(first)
        for number in 0..<max(1, threads) {
            let thread = Thread {
                var session: Session? = number == 0 ? opened.take() : nil
                while let request = queue.next() {
                    Self.serve(request, &session) { () throws(PKCS11Error) in
                        try Self.open(module, tokenLabel, pin)
                    }
                }
            }
            thread.name = "pkcs11-\(number)"
            thread.start()
        }
    }

    deinit {
        queue.close()
    }

    /// Ends the threads after the requests that wait already.
    package func close() {
        queue.close()
    }

    /// Runs `body` with a session on one of the threads.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable (Session) throws(PKCS11Error) -> Value
    ) async throws(PKCS11Error) -> Value {
        let result: Result<Value, PKCS11Error> = await withCheckedContinuation { continuation in
            let accepted = queue.add { session in
                do throws(PKCS11Error) {
                    let value = try body(try session.get())
                    continuation.resume(returning: .success(value))
                    return nil
                } catch {
                    continuation.resume(returning: .failure(error))
                    return error
                }
            }
            if !accepted { continuation.resume(returning: .failure(.closed)) }
        }
        return try result.get()
    }

    /// Runs `body` while no other such body runs: to look for an object and make it when it is not there.
    package func runAlone<Value: Sendable>(
        _ body: @escaping @Sendable (Session) throws(PKCS11Error) -> Value
    ) async throws(PKCS11Error) -> Value {
        // The lock is held by a thread of ours, never across a suspension.
        try await run { [turn] session throws(PKCS11Error) in
            turn.lock()
            defer { turn.unlock() }
            return try body(session)
        }
    }

    private static func open(
        _ module: Module,
        _ tokenLabel: String,
        _ pin: PIN
    ) throws(PKCS11Error) -> Session {
        let session = try Session(module: module, slot: module.slot(ofToken: tokenLabel))
        try session.logIn(CK_USER_TYPE(CKU_USER), pin)
        return session
    }

    private static func serve(
        _ request: RequestQueue.Request,
        _ session: inout Session?,
        _ open: () throws(PKCS11Error) -> Session
    ) {
        let result: Result<Session, PKCS11Error>
        if let session {
            result = .success(session)
        } else {
            do throws(PKCS11Error) {
                let opened = try open()
                session = opened
                result = .success(opened)
            } catch {
                result = .failure(error)
            }
        }
        if let error = request(result), error.endsSession { session = nil }
    }
}

/// Gives one session to one thread.
///
/// `@unchecked Sendable`: written before the thread starts, taken once by it.
private final class Handover: @unchecked Sendable {
    private var session: Session?

    init(_ session: Session) {
        self.session = session
    }

    func take() -> Session? {
        defer { session = nil }
        return session
    }
}

/// Requests in order of arrival.
///
/// `@unchecked Sendable`: everything is read and written under the condition's lock.
private final class RequestQueue: @unchecked Sendable {
    /// Answers with the error that it met, so that a broken session can be given up.
    typealias Request = (Result<Session, PKCS11Error>) -> PKCS11Error?

    private let condition = NSCondition()
    private var waiting: [Request] = []
    private var isClosed = false

    /// Answers false when the queue is closed.
    func add(_ request: @escaping Request) -> Bool {
        condition.withLock {
            guard !isClosed else { return false }
            waiting.append(request)
            condition.signal()
            return true
        }
    }

    /// Waits for a request; nil when the queue is closed and empty.
    func next() -> Request? {
        condition.withLock {
            while waiting.isEmpty, !isClosed {
                condition.wait()
            }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }
}
