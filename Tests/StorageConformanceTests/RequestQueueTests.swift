import Synchronization
import Testing

@testable import PostgresConnection

@Suite struct `A queue of requests to PostgreSQL` {
    private func served(_ queue: RequestQueue, _ number: Int, into order: Served) -> Bool {
        queue.add { _ in order.numbers.withLock { $0.append(number) } }
    }

    private final class Served: Sendable {
        let numbers = Mutex<[Int]>([])
    }

    @Test func `gives them in order of arrival, the waiting ones also after it was closed, and then no more`() throws {
        let connection = PooledConnection(try ConnectionSettings(""), nil)
        let queue = RequestQueue(threads: 1)
        let order = Served()
        for number in 1...3 { #expect(served(queue, number, into: order)) }

        let first = try #require(queue.next())
        first(connection)
        queue.close()
        #expect(!served(queue, 4, into: order))
        while let request = queue.next() { request(connection) }

        #expect(order.numbers.withLock { $0 } == [1, 2, 3])
    }

    @Test func `tells when its last thread has ended, whether asked before or after`() {
        let queue = RequestQueue(threads: 2)
        let order = Served()
        queue.whenEnded { order.numbers.withLock { $0.append(1) } }

        queue.threadEnded()
        #expect(order.numbers.withLock { $0 }.isEmpty)
        queue.threadEnded()
        #expect(order.numbers.withLock { $0 } == [1])
        queue.whenEnded { order.numbers.withLock { $0.append(2) } }
        #expect(order.numbers.withLock { $0 } == [1, 2])
    }
}
