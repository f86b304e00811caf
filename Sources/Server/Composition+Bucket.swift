import Outbound
import SigningService

extension Composition {
    /// Looks at the bucket that the settings name; true also when they name none.
    ///
    /// A store that does not answer is no reason to stay away: its absence is visible in what the API answers, and
    /// nothing is written before the bucket was looked at.
    ///
    /// - Returns: False while the store does not answer.
    /// - Throws: `ServerError.bucketRefused`.
    func checkBucket() async throws -> Bool {
        guard let bucket, let store = settings.objectStore else { return true }
        do {
            try await needs.onDocumentThreads { try bucket.check() }
            say("bucket \(store.place), retention \(store.retainDays) days")
            return true
        } catch let refusal as BucketRefusal {
            throw ServerError.bucketRefused(store.bucket, reason: refusal.reason)
        } catch ServiceError.waiting {
            say("the object store \(store.endpoint) does not answer yet; going on without it")
            return false
        }
    }
}
