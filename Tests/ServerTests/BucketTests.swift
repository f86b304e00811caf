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

@Suite(.enabled(if: server != nil, "no object store is here: TEST_S3_URL is not set"))
struct `A bucket at a start` {
    private func fixture(_ bucket: String, retainDays: Int? = nil) throws -> SettingsFixture {
        let variables = ProcessInfo.processInfo.environment
        let fixture = try SettingsFixture.test()
        fixture["objectStore"] =
            [
                "kind": "s3", "endpoint": try #require(server), "region": try #require(variables["TEST_S3_REGION"]),
                "bucket": bucket, "accessKeyFile": "access-key", "secretKeyFile": "secret-key",
            ] as [String: Any]
        if let retainDays { fixture["objectStore.retainDays"] = retainDays }
        try fixture.write("access-key", try #require(variables["TEST_S3_ACCESS_KEY"]))
        try fixture.write("secret-key", try #require(variables["TEST_S3_SECRET_KEY"]))
        return fixture
    }

    /// A bucket that is not there yet, with a stamp where it is not new.
    private func make(_ fixture: SettingsFixture, stamp: String?) async throws {
        let store = try S3DocumentStore(
            try #require(try fixture.settings().objectStore),
            environment: stamp ?? "",
            spool: fixture.path("spool"),
            now: { Date() },
            log: Logger(label: "tests")
        )
        try await withTaskExecutorPreference(DocumentThreads(count: 1)) {
            _ = try store.bucket.require(ObjectRequest(method: .PUT))
            if stamp != nil { try store.check() }
        }
        try await store.shutdown()
    }

    private func start(_ fixture: SettingsFixture) async throws -> Bool {
        let composition = try await Composition(fixture.settings(), log: Logger(label: "tests"))
        let answer: Result<Bool, any Error>
        do {
            answer = .success(try await composition.checkBucket())
        } catch {
            answer = .failure(error)
        }
        try await composition.shutdown()
        return try answer.get()
    }

    /// What the doctor finds with the bucket.
    private func problems(_ fixture: SettingsFixture) async throws -> [Problem] {
        _ = try fixture.settings()
        let practice = Practice(
            ServicePatient.self,
            settings: fixture.path("settings.json"),
            variables: [:],
            now: SettingsFixture.now
        )
        return await practice.diagnosis("", over: .used).findings.problems.filter { $0.code.hasPrefix("BUCKET") }
    }

    @Test func `is used when it is new, or was made in the same environment`() async throws {
        let fixture = try fixture("start-same")
        try await make(fixture, stamp: nil)
        #expect(try await problems(fixture).isEmpty)
        for _ in 0..<2 { #expect(try await start(fixture)) }
        #expect(try await problems(fixture).isEmpty)
    }

    @Test func `is refused when it is of the other environment`() async throws {
        let fixture = try fixture("start-other")
        try await make(fixture, stamp: "PRODUCTION")
        await #expect(
            throws: ServerError.bucketRefused("start-other", reason: "the bucket is stamped PRODUCTION")
        ) { try await start(fixture) }
        let problems = try await problems(fixture)
        #expect(problems.map(\.code) == ["BUCKET_ENVIRONMENT"])
        #expect(problems.first?.cause.ja.contains("別の環境") == true, "\(problems)")
        #expect(problems.first?.cause.en.contains("= PRODUCTION, environment = TEST") == true, "\(problems)")
    }

    @Test func `is refused when it cannot lock what has to be locked`() async throws {
        let fixture = try fixture("start-unlocked", retainDays: 30)
        try await make(fixture, stamp: nil)
        await #expect(throws: ServerError.self) { try await start(fixture) }
        #expect(try await problems(fixture).map(\.code) == ["BUCKET_WITHOUT_LOCKS"])
    }

    @Test func `is no longer missed once it is there`() async throws {
        let fixture = try fixture("start-missing")
        #expect(try await problems(fixture).map(\.code) == ["BUCKET_UNUSABLE"])
        await #expect(
            throws: ServerError.bucketRefused("start-missing", reason: "the bucket does not exist")
        ) { try await start(fixture) }
        try await make(fixture, stamp: nil)
        #expect(try await start(fixture))
    }

    @Test func `that does not answer is waited for`() async throws {
        let fixture = try fixture("start-away")
        fixture["objectStore.endpoint"] = "http://127.0.0.1:9"
        #expect(try await !start(fixture))
        #expect(try await problems(fixture).map(\.code) == ["BUCKET_UNUSABLE"])
    }

    /// Nobody has said that documents are not to be locked.
    @Test func `with locks that nobody uses is named in production`() async throws {
        let fixture = try fixture(try #require(ProcessInfo.processInfo.environment["TEST_S3_LOCKED_BUCKET"]))
        fixture["environment"] = "PRODUCTION"
        fixture["setupTokenFile"] = nil
        do { _ = try fixture.settings() } catch is RefusedStart {}
        let practice = Practice(
            ServicePatient.self,
            settings: fixture.path("settings.json"),
            variables: [:],
            now: SettingsFixture.now
        )
        func codes() async -> [String] {
            await practice.diagnosis("", over: .used).findings.problems.map(\.code)
        }
        #expect(await codes().contains("BUCKET_LOCKS_UNUSED"))
        fixture["objectStore.retainDays"] = 0
        do { _ = try fixture.settings() } catch is RefusedStart {}
        #expect(await !codes().contains("BUCKET_LOCKS_UNUSED"))
    }
}
