import Foundation
import HTTPTypes
import HummingbirdTesting
import SignerProtocol
import SigningService
import Testing

@testable import Web

@Suite struct `The page of jobs` {
    private let stuck = Job.seal(EnvelopeID(from: systemRandomBytes))
    private let held = Job.probe("clock")

    /// Leaves a job that has failed eight times, one that is being done, and one that waits.
    private func leaveJobs(in store: any ServiceStore) async throws {
        let end = Cast.now.advanced(by: .seconds(60))
        let (stuck, held) = (stuck, held)
        try await store.write { transaction in
            try transaction.schedule(ScheduledJob(stuck, notBefore: Cast.now))
            for attempt in 1...8 {
                guard let job = try transaction.leaseJob(at: Cast.now, until: end, by: "one") else { continue }
                try transaction.release(job, notBefore: attempt == 8 ? end : Cast.now, failure: "JUDGE_REFUSED")
            }
            try transaction.schedule(ScheduledJob(held, notBefore: Cast.now))
            _ = try transaction.leaseJob(at: Cast.now, until: end, by: "worker-1")
            try transaction.schedule(ScheduledJob(.remind, notBefore: end))
        }
    }

    @Test func `shows what keeps failing first, with a button for it alone`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            #expect(try await client.page("/jobs", cookie: cast.cookie).text.contains("待っている仕事はありません"))
            try await leaveJobs(in: store)

            let page = try await client.page("/jobs", cookie: cast.cookie)
            #expect(page.status == .ok)
            #expect(page.text.matches(of: /action="\/jobs\/try"/).count == 1)
            #expect(page.text.contains(stuck.key) && page.text.contains("JUDGE_REFUSED"))
            #expect(page.text.contains("失敗が続いている") && page.text.contains("worker-1 が"))
            let places = [stuck.key, held.key, ">remind<"].compactMap { page.text.range(of: $0)?.lowerBound }
            #expect(places.count == 3 && places == places.sorted())
            #expect(page.text.contains("href=\"/jobs\" aria-current=\"page\""))
            let english = try await client.page("/jobs", cookie: cast.cookie + "; chigiri-language=en")
            #expect(english.text.contains("Keeps failing") && english.text.contains("Held by worker-1 until"))
        }
    }

    @Test func `has the job tried again by its button, and only from our own pages`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            try await leaveJobs(in: store)
            let field = "key=\(stuck.key.replacing("/", with: "%2F"))"
            let foreign = try await client.form(
                "/jobs/try",
                field,
                origin: "https://other.example",
                cookie: cast.cookie
            )
            #expect(foreign.status == .forbidden)
            #expect(try await store.read { try $0.job(stuck.key) }?.notBefore != Cast.now)

            let tried = try await client.form("/jobs/try", field, cookie: cast.cookie)
            #expect(tried.status == .seeOther && tried.headers[.location] == "/jobs")
            #expect(try await store.read { try $0.job(stuck.key) }?.notBefore == Cast.now)
            let running = try await client.form("/jobs/try", "key=probe%2Fclock", cookie: cast.cookie)
            #expect(running.status == .notFound)
        }
    }

    @Test func `is for those who administer`() async throws {
        try await withPages { client, _ in
            let page = try await client.page("/jobs")
            #expect(page.status == .unauthorized)
            let tried = try await client.form("/jobs/try", "key=remind")
            #expect(tried.status == .unauthorized)
        }
    }

    @Test func `has its JSON for an administrator's token`() async throws {
        try await withPages { client, store in
            let token = try await client.setUp()
            try await leaveJobs(in: store)
            let description = try Description()
            let answer = try await client.send(.get, "/v1/jobs", bearer: token)
            #expect(answer.status == .ok)
            let faults = try description.faults(of: try answer.object(), against: try description.schema("Jobs"))
            #expect(faults == [])
            let jobs = try #require(try answer.object()["jobs"] as? [[String: Any]])
            #expect(jobs.map { $0["state"] as? String } == ["stuck", "running", "waiting"])
            #expect(jobs.first?["attempts"] as? Int == 8 && jobs.first?["failure"] as? String == "JUDGE_REFUSED")

            let tried = try await client.send(
                .post,
                "/v1/jobs/try",
                json: #"{"key": "\#(stuck.key)"}"#,
                bearer: token
            )
            #expect(tried.status == .ok)
            #expect(
                try description.faults(of: try tried.object(), against: try description.schema("Job")) == []
            )
            let unknown = try await client.send(.post, "/v1/jobs/try", json: #"{"key": "remind"}"#, bearer: token)
            #expect(unknown.status == .notFound)
            #expect(try unknown.code() == "JOB_UNKNOWN")

            let figures = try await client.send(.get, "/v1/metrics", bearer: token)
            #expect(figures.text.contains("chigiri_jobs_stuck{kind=\"seal\"} 1\n"))
            #expect(figures.text.contains("chigiri_jobs_running{kind=\"probe\"} 1\n"))
            #expect(figures.text.contains("chigiri_job_attempts_max{kind=\"seal\"} 8\n"))
        }
    }
}
