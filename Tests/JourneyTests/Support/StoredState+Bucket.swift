import Foundation
import Logging
import Outbound
import SigningService
import Testing

@testable import Trial

extension ObjectStoreLine {
    /// The names of all segments in the bucket.
    func segments(spool: URL) async throws -> Set<String> {
        let keys = try #require(try AccessKeys(id: word(accessKeyFile), secret: word(secretKeyFile)))
        let settings = try #require(
            ObjectStoreSettings(
                endpoint: endpoint,
                region: region,
                bucket: bucket,
                keys: keys,
                retainDays: 0,
                trustRoots: nil
            )
        )
        let store = try S3DocumentStore(
            settings,
            environment: "TEST",
            spool: spool.path,
            now: { Date() },
            log: Logger(label: "journeys")
        )
        let digests = try await withTaskExecutorPreference(DocumentThreads(count: 1)) {
            try store.segments(olderThanSeconds: -60)
        }
        try await store.shutdown()
        return Set(digests.map(\.hexadecimal))
    }

    private func word(_ file: String) throws -> String {
        try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
