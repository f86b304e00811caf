import Foundation

/// Threads of their own for the database, one connection each.
///
/// libpq's calls block, so they never run on the threads of Swift's tasks. Requests are served in order of arrival. A
/// connection is opened when its thread first needs it, and again after it was lost.
package final class ConnectionPool: Sendable {
    private let queue: RequestQueue

    package init(_ settings: ConnectionSettings, connections: Int, observer: ConnectionObserver? = nil) {
        let count = max(1, connections)
        let queue = RequestQueue(threads: count)
        self.queue = queue
        for number in 0..<count {
            let thread = Thread {
                do {
                    let connection = PooledConnection(settings, observer)
                    while let request = queue.next() { request(connection) }
                }
                queue.threadEnded()
            }
            thread.name = "postgres-\(number)"
            thread.start()
        }
    }

    deinit {
        queue.close()
    }

    /// Serves the requests that wait already, then closes all connections.
    package func close() async {
        queue.close()
        await withCheckedContinuation { continuation in
            queue.whenEnded { continuation.resume() }
        }
    }

    /// Runs `body` on one of the threads.
    ///
    /// - Throws: `PostgresError.closed`, and whatever `body` throws.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable (PooledConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let accepted = queue.add { connection in
                continuation.resume(with: Result { try body(connection) })
            }
            if !accepted { continuation.resume(throwing: PostgresError.closed) }
        }
    }
}

/// The connection of one thread of the pool, opened when needed.
package final class PooledConnection {
    private let settings: ConnectionSettings
    private let observer: ConnectionObserver?
    private var current: Connection?

    init(_ settings: ConnectionSettings, _ observer: ConnectionObserver?) {
        self.settings = settings
        self.observer = observer
    }

    /// A connection that is ready for a transaction.
    package func ready() throws(PostgresError) -> Connection {
        if let current, current.isUsable, current.isIdle { return current }
        current = nil
        let opened = try Connection(settings, observer: observer)
        current = opened
        return opened
    }

    /// Closes the connection; the server undoes what was not committed.
    package func discard() {
        current = nil
    }
}
