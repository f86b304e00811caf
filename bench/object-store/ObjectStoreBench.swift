import Foundation
import Outbound
import SigningService

/// Prints how fast segments come and go, as ratios to the same bytes copied by `curl` and `cp` in the same run.
@main
struct ObjectStoreBench {
    let folder: URL
    let bytes: Int
    let rounds: Int
    let settings: ObjectStoreSettings
    let curl: RawCopy

    static func main() async throws {
        let isSmoke = CommandLine.arguments.contains("--smoke")
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = try BenchBucket(ProcessInfo.processInfo.environment)
        if CommandLine.arguments.contains("--memory") {
            return print(try await MemoryGrowth(settings: place.settings, folder: folder).measure())
        }
        let bench = ObjectStoreBench(
            folder: folder,
            bytes: isSmoke ? 32_000_000 : 256_000_000,
            rounds: isSmoke ? 1 : 3,
            settings: place.settings,
            curl: place.curl
        )
        try await bench.run()
    }

    private func run() async throws {
        let file = folder.appending(path: "bytes").path
        try SegmentStream.make(file, count: bytes)
        print("\(bytes / 1_000_000) MB\tMB/s\tratio")

        let disk = try DiskDocumentStore(folder: folder.appending(path: "disk").path)
        try await compare("disk", [disk], file) {
            try RawCopy.cp(file, to: "\(file).copy")
        } reading: {
            try RawCopy.cp("\(file).copy", to: "\(file).back")
        }

        let bucket = try settings.store(spool: folder.appending(path: "spool").path)
        try await compare("bucket", [bucket], file) {
            try curl.put(file)
        } reading: {
            try curl.get(to: "\(file).fetched")
        }
        try small(in: bucket)
        try await bucket.shutdown()
    }

    /// The best of the rounds, in which the limit and the store take turns.
    private func compare(
        _ name: String,
        _ stores: [any DocumentStore],
        _ file: String,
        writing: () throws -> Void,
        reading: () throws -> Void
    ) async throws {
        for store in stores {
            var limits = (put: Double.infinity, get: Double.infinity)
            var ours = limits
            for round in 0..<rounds {
                limits.put = min(limits.put, try seconds(writing))
                limits.get = min(limits.get, try seconds(reading))
                var digest: SegmentDigest?
                ours.put = min(ours.put, try seconds { digest = try SegmentStream.put(file, into: store, salt: round) })
                guard let digest else { continue }
                ours.get = min(ours.get, try seconds { try SegmentStream.get(digest, from: store) })
                try store.remove(digest)
            }
            line("\(name): copy in", limits.put, nil)
            line("\(name): store", ours.put, limits.put)
            line("\(name): copy out", limits.get, nil)
            line("\(name): read", ours.get, limits.get)
        }
    }

    /// What a signing step adds.
    private func small(in store: S3DocumentStore) throws {
        let count = 50
        var digests: [SegmentDigest] = []
        let put = try seconds {
            for salt in 0..<count { digests.append(try SegmentStream.small(100_000, into: store, salt: salt)) }
        }
        let get = try seconds {
            for digest in digests { try SegmentStream.get(digest, from: store) }
        }
        for digest in digests { try store.remove(digest) }
        let milliseconds = [put, get].map { String(format: "%.1f", $0 / Double(count) * 1000) }
        print("bucket: 100 kB\t\(milliseconds[0]) ms to store\t\(milliseconds[1]) ms to read")
    }

    private func line(_ name: String, _ seconds: Double, _ limit: Double?) {
        let speed = String(format: "%.0f", Double(bytes) / 1_000_000 / seconds)
        print("\(name)\t\(speed)\t\(limit.map { String(format: "%.2f", seconds / $0) } ?? "1")")
    }

    private func seconds(_ work: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try work()
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
