import Foundation

/// One thread of its own for an actor that waits in C calls.
///
/// `@unchecked Sendable`: everything is read and written under the condition's lock.
final class DedicatedThread: SerialExecutor, @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [UnownedJob] = []
    private var isClosed = false

    init(name: String) {
        // The thread keeps this alive until it is closed.
        let thread = Thread { self.work() }
        thread.name = name
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.withLock {
            waiting.append(job)
            condition.signal()
        }
    }

    /// Ends the thread after what waits.
    func close() {
        condition.withLock {
            isClosed = true
            condition.signal()
        }
    }

    private func work() {
        while let job = next() { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    private func next() -> UnownedJob? {
        condition.withLock {
            while waiting.isEmpty, !isClosed { condition.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }
}
