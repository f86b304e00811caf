import Foundation

/// Threads for what reads, decrypts, digests, judges or stores whole documents.
///
/// Such work waits for the disk or fills a processor for seconds, so it never runs on the threads of Swift's tasks, where
/// every other request would wait behind it.
package final class DocumentThreads: TaskExecutor {
    private let queue = OperationQueue()

    /// At most `count` threads work at once.
    package init(count: Int = max(2, ProcessInfo.processInfo.activeProcessorCount)) {
        queue.name = "documents"
        queue.maxConcurrentOperationCount = count
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension ServiceNeeds {
    /// Runs `work` on the threads for documents, up to its next wait for something else and after it.
    package func onDocumentThreads<Value, Failure: Error>(
        _ work: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await withTaskExecutorPreference(documentThreads, operation: work)
    }
}
