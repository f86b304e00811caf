import Foundation
import Logging
import SigningService
import Testing

@testable import Outbound

/// The server that `bin/with-seaweedfs` runs, or one that stands behind the same variables.
struct S3Server: Sendable {
    let url: String
    let region: String
    let keys: AccessKeys
    let bucket: String
    /// Made with Object Lock.
    let lockedBucket: String

    /// Nil unless `TEST_S3_URL` is set.
    static let shared = S3Server(ProcessInfo.processInfo.environment)

    /// What skipped tests say.
    static let isAbsent: Comment = "no object store is here: TEST_S3_URL is not set"

    static func required() throws -> S3Server {
        try #require(shared, isAbsent)
    }

    private init?(_ variables: [String: String]) {
        guard let url = variables["TEST_S3_URL"], !url.isEmpty, let region = variables["TEST_S3_REGION"],
            let id = variables["TEST_S3_ACCESS_KEY"], let secret = variables["TEST_S3_SECRET_KEY"],
            let bucket = variables["TEST_S3_BUCKET"], let lockedBucket = variables["TEST_S3_LOCKED_BUCKET"],
            let keys = AccessKeys(id: id, secret: secret)
        else { return nil }
        self.url = url
        self.region = region
        self.keys = keys
        self.bucket = bucket
        self.lockedBucket = lockedBucket
    }

    var port: Int { URL(string: url)?.port ?? 0 }

    /// What a store differs by from the usual one.
    struct Options: Sendable {
        var url: String?
        var bucket: String?
        var secret: String?
        var retainDays = 0
        var environment = "TEST"
        var pauses: [TimeInterval] = [0.2, 0.5, 1.3]
        var secondsFast: TimeInterval = 0
    }

    static let silence = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    func settings(_ options: Options = Options()) throws -> ObjectStoreSettings {
        let keys = try options.secret.map { try #require(AccessKeys(id: self.keys.id, secret: $0)) } ?? self.keys
        return try #require(
            ObjectStoreSettings(
                endpoint: options.url ?? url,
                region: region,
                bucket: options.bucket ?? bucket,
                keys: keys,
                retainDays: options.retainDays,
                trustRoots: nil
            )
        )
    }

    /// Opens a store on the bucket and gives it away on threads that may wait.
    func withStore(_ options: Options = Options(), _ body: (S3DocumentStore) async throws -> Void) async throws {
        let settings = try settings(options)
        try await withFolder { folder in
            let store = try S3DocumentStore(
                settings,
                environment: options.environment,
                spool: folder.path,
                now: { Date(timeIntervalSinceNow: options.secondsFast) },
                log: Self.silence,
                pauses: options.pauses
            )
            let result: Result<Void, any Error>
            do {
                result = .success(try await onDocumentThreads { try await body(store) })
            } catch {
                result = .failure(error)
            }
            try await store.shutdown()
            try result.get()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "ciphertext stays behind")
        }
    }
}
