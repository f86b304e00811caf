package import Foundation
package import Logging
import NIOCore
package import SigningService
import SignerProtocol
import Synchronization

/// Segments as objects of one bucket: `segments/` and the digest of the ciphertext, which is their whole name.
///
/// A digest is known when the last byte is there, and an object cannot be renamed. So a segment that is more than one part
/// long waits, encrypted, in a file without a name, and goes up under its own name then; it is seen whole or not at all.
///
/// - SeeAlso: Amazon S3 API Reference; docs/decisions/0028-segments-in-an-object-store.md
package final class S3DocumentStore: DocumentStore {
    let bucket: BucketConnection
    private let spool: String
    private let environment: String
    private let admission = Mutex(false)

    /// Connects nowhere yet.
    ///
    /// `environment` is what the bucket's stamp has to say, `spool` a folder for ciphertext that is on its way, and `pauses`
    /// how many seconds lie between attempts, one less than there are attempts.
    ///
    /// - Throws: `NIOSSLError` when the trusted certificates cannot be read, `CocoaError` without the folder.
    package init(
        _ settings: ObjectStoreSettings,
        environment: String,
        spool: String,
        now: @escaping @Sendable () -> Date,
        log: Logger,
        pauses: [TimeInterval] = [0.2, 0.5, 1.3]
    ) throws {
        self.spool = spool
        self.environment = environment
        try FileManager.default.createDirectory(
            atPath: spool,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        bucket = try BucketConnection(settings, pauses: pauses, now: now, log: log)
    }

    /// Closes the connections; the store cannot be used after.
    package func shutdown() async throws {
        try await bucket.shutdown()
    }

    /// Makes sure, once, that the bucket is the one that the settings mean.
    ///
    /// Whoever uses the store does so too, so that nothing is ever written into another.
    ///
    /// - Throws: `BucketRefusal`, or `ServiceError.waiting` while the store does not answer.
    package func check() throws {
        if admission.withLock({ $0 }) { return }
        try BucketCheck(bucket: bucket, environment: environment).run()
        admission.withLock { $0 = true }
    }

    /// What a bucket says of itself; nothing is written, neither there nor here.
    ///
    /// - Throws: `BucketRefusal`, or `ServiceError.waiting` while the store does not answer.
    package static func state(
        of settings: ObjectStoreSettings,
        now: @escaping @Sendable () -> Date,
        log: Logger
    ) async throws -> BucketState {
        let bucket = try BucketConnection(settings, pauses: [0.5], now: now, log: log)
        let state: Result<BucketState, any Error>
        do {
            state = .success(
                try await withTaskExecutorPreference(DocumentThreads(count: 1)) {
                    try BucketCheck(bucket: bucket, environment: "").state()
                }
            )
        } catch {
            state = .failure(error)
        }
        try await bucket.shutdown()
        return try state.get()
    }

    package func begin() throws -> any SegmentSink {
        try admit()
        return S3SegmentSink(bucket: bucket, spool: spool)
    }

    package func open(_ digest: SegmentDigest) throws -> any SegmentFile {
        try admit()
        return try S3SegmentFile(digest, in: bucket)
    }

    /// For callers that know errors of the service only.
    func admit() throws {
        do {
            try check()
        } catch let refusal as BucketRefusal {
            throw ServiceError.dependencyRefused(.objectStore, reason: refusal.reason)
        }
    }

    static let folder = "segments/"

    static func key(of digest: SegmentDigest) -> String { folder + digest.hexadecimal }

    /// Nil when the object is no segment.
    static func digest(ofKey key: String) -> SegmentDigest? {
        guard key.hasPrefix(folder) else { return nil }
        return [UInt8](hexadecimal: String(key.dropFirst(folder.count))).flatMap(SegmentDigest.init(bytes:))
    }
}
