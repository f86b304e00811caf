import Foundation

/// Requests in order of arrival.
///
/// `@unchecked Sendable`: everything is read and written under the condition's lock.
final class RequestQueue: @unchecked Sendable {
    typealias Request = @Sendable (PooledConnection) -> Void

    private let condition = NSCondition()
    private var waiting: [Request] = []
    private var isClosed = false
    private var threads: Int
    private var whenEnded: [@Sendable () -> Void] = []

    /// `threads` is the number of those that ask for requests.
    init(threads: Int) {
        self.threads = threads
    }

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
            while waiting.isEmpty, !isClosed { condition.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    /// Takes no more requests; those that wait are still served.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    /// One thread will ask no more.
    func threadEnded() {
        let ended = condition.withLock {
            threads -= 1
            guard threads == 0 else { return [@Sendable () -> Void]() }
            defer { whenEnded = [] }
            return whenEnded
        }
        for call in ended { call() }
    }

    /// Calls `body` when the last thread has ended, at once when it has already.
    func whenEnded(_ body: @escaping @Sendable () -> Void) {
        let hasEnded = condition.withLock {
            if threads > 0 { whenEnded.append(body) }
            return threads == 0
        }
        if hasEnded { body() }
    }
}
