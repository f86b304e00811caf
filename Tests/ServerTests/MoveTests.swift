import Doctor
import Foundation
import Logging
import NIOHTTP1
import SigningService
import Testing

@testable import Outbound
@testable import Server

/// Of `bin/with-seaweedfs`; nil where it could not be had.
private let server = ProcessInfo.processInfo.environment["TEST_S3_URL"].flatMap { $0.isEmpty ? nil : $0 }

extension SettingsFixture {
    /// Documents rest in this bucket from now on.
    fileprivate func useBucket(_ name: String, at endpoint: String) throws {
        let variables = ProcessInfo.processInfo.environment
        members["objectStore"] =
            [
                "kind": "s3", "endpoint": endpoint, "region": variables["TEST_S3_REGION"] ?? "us-east-1",
                "bucket": name, "accessKeyFile": "access-key", "secretKeyFile": "secret-key",
            ] as [String: Any]
        try write("access-key", variables["TEST_S3_ACCESS_KEY"] ?? "access")
        try write("secret-key", variables["TEST_S3_SECRET_KEY"] ?? "secret-of-forty-characters-that-opens-it")
    }

    fileprivate func usePostgres(_ name: String) {
        members["database"] = ["engine": "postgres", "conninfo": "host=/run/nowhere dbname=\(name)"] as [String: Any]
    }
}

@Suite struct `What a move consists of` {
    @Test func `is nothing where both settings lead to the same places`() throws {
        let fixture = try SettingsFixture.test()
        let settings = try fixture.settings()
        #expect(
            try MovePlan(settings, settings)
                == MovePlan(movesRecords: false, copiesSegments: false, leavesFolders: false)
        )
        try fixture.useBucket("documents", at: "http://127.0.0.1:9")
        let bucket = try fixture.settings()
        #expect(
            try MovePlan(bucket, bucket) == MovePlan(movesRecords: false, copiesSegments: false, leavesFolders: false)
        )
    }

    @Test func `is documents alone between a folder and a bucket, or two buckets, with one database`() throws {
        let fixture = try SettingsFixture.test()
        let folder = try fixture.settings()
        try fixture.useBucket("documents", at: "http://127.0.0.1:9")
        let bucket = try fixture.settings()
        try fixture.useBucket("others", at: "http://127.0.0.1:9")
        let other = try fixture.settings()
        let documents = MovePlan(movesRecords: false, copiesSegments: true, leavesFolders: false)
        for (source, target) in [(folder, bucket), (bucket, folder), (bucket, other)] {
            #expect(try MovePlan(source, target) == documents)
        }
    }

    @Test func `is records, and documents where they move too`() throws {
        let fixture = try SettingsFixture.test()
        let file = try fixture.settings()
        fixture.usePostgres("one")
        let server = try fixture.settings()
        fixture["segments"] = "elsewhere"
        let elsewhere = try fixture.settings()
        try fixture.useBucket("documents", at: "http://127.0.0.1:9")
        let both = try fixture.settings()
        #expect(
            try MovePlan(file, server) == MovePlan(movesRecords: true, copiesSegments: false, leavesFolders: false)
        )
        #expect(
            try MovePlan(file, elsewhere) == MovePlan(movesRecords: true, copiesSegments: false, leavesFolders: true)
        )
        #expect(try MovePlan(file, both) == MovePlan(movesRecords: true, copiesSegments: true, leavesFolders: false))
        #expect(
            try MovePlan(server, both) == MovePlan(movesRecords: false, copiesSegments: true, leavesFolders: false)
        )
    }

    @Test func `is refused from PostgreSQL to a file, or to another database`() throws {
        let fixture = try SettingsFixture.test()
        let file = try fixture.settings()
        fixture.usePostgres("one")
        let one = try fixture.settings()
        fixture.usePostgres("two")
        let two = try fixture.settings()
        for (source, target) in [(one, file), (one, two)] {
            #expect(throws: MoveReport.Refusal.otherEngines) { _ = try MovePlan(source, target) }
        }
    }
}

@Suite struct `A move of documents` {
    @Test func `begins with a look at both sides`() throws {
        let (fixture, other) = (try SettingsFixture.test(), try SettingsFixture.production())
        let settings = try fixture.settings()
        #expect(throws: MoveReport.Refusal.segmentsMissing(settings.segments)) {
            try MoveCommand.check(settings, settings)
        }
        _ = try DiskDocumentStore(folder: settings.segments)
        try MoveCommand.check(settings, settings)
        #expect(throws: MoveReport.Refusal.environments(from: "TEST", to: "PRODUCTION")) {
            try MoveCommand.check(settings, try other.settings())
        }
    }

    @Test(.enabled(if: server != nil, "no object store is here: TEST_S3_URL is not set"))
    func `takes them to a bucket and back, and says what it did`() async throws {
        let fixture = try SettingsFixture.test()
        let folder = try fixture.settings()
        let disk = try DiskDocumentStore(folder: folder.segments)
        var digests: [SegmentDigest] = []
        for count in [10, 2_000_000] {
            let sink = try disk.begin()
            try sink.write([UInt8](repeating: UInt8(count & 0xFF), count: count))
            digests.append(try sink.finish())
        }
        try fixture.useBucket("move-\(UUID().uuidString.lowercased())", at: try #require(server))
        let bucket = try fixture.settings()
        let place = try #require(bucket.objectStore?.place)
        await #expect(throws: MoveReport.Refusal.bucketRefused(place, reason: "the bucket does not exist")) {
            try await MoveCommand.copySegments(folder, bucket)
        }
        try await make(bucket)

        let there = try await MoveCommand.copySegments(folder, bucket)
        #expect(there.copied == 2 && there.copiedBytes == 2_000_010 && there.faults.isEmpty)
        #expect(there.lines.first == "2 segments copied and read back, 2000010 bytes / 区分を写して読み戻しました")
        fixture["objectStore"] = nil
        fixture["segments"] = "back"
        let back = try fixture.settings()
        let tally = try await MoveCommand.copySegments(bucket, back)
        #expect(tally.copied == 2)
        let restored = try DiskDocumentStore(folder: back.segments)
        for digest in digests { #expect(try restored.open(digest).count == disk.open(digest).count) }
        #expect(try await MoveCommand.copySegments(bucket, back).present == 2)
    }

    private func make(_ settings: Settings) async throws {
        let store = try S3DocumentStore(
            try #require(settings.objectStore),
            environment: "TEST",
            spool: settings.segments,
            now: { Date() },
            log: Logger(label: "tests")
        )
        try await withTaskExecutorPreference(DocumentThreads(count: 1)) {
            _ = try store.bucket.require(ObjectRequest(method: .PUT))
        }
        try await store.shutdown()
    }

    @Test func `is told what to do when the store does not answer`() async throws {
        let fixture = try SettingsFixture.test()
        let folder = try fixture.settings()
        _ = try DiskDocumentStore(folder: folder.segments)
        try fixture.useBucket("documents", at: "http://127.0.0.1:9")
        let away = try fixture.settings()
        let refusal = MoveReport.Refusal.storeAway("http://127.0.0.1:9/documents")
        await #expect(throws: refusal) { try await MoveCommand.copySegments(folder, away) }
        #expect(refusal.description.contains("もう一度") && refusal.description.contains("again"))
    }

    @Test func `names each segment that is not there, in both languages`() throws {
        let fixture = try SettingsFixture.test()
        let empty = try DiskDocumentStore(folder: fixture.path("empty"))
        var tally = try CopySegments(from: empty, to: empty).run()
        #expect(tally.count == 0)
        let digest = try #require(SegmentDigest(bytes: [UInt8](repeating: 171, count: 32)))
        tally.faults = [.sourceDamaged(digest), .targetDamaged(digest), .targetLocked(digest, until: "2030-01-01")]
        let named = tally.lines.filter { $0.hasPrefix("DAMAGED abab") && $0.contains("移行") }
        #expect(named.count == 3 && Set(named).count == 3)
    }
}
