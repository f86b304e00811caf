import Foundation
import HTTPTypes
import HummingbirdTesting
import InMemoryTracing
import NIOCore
import SigningService
import Testing
import Tracing

@testable import Web

@Suite struct `The figures of an installation` {
    @Test func `are for an administrator's token alone, and name nobody`() async throws {
        try await withAPI { client in
            #expect(try await client.execute(uri: "/v1/metrics", method: .get).status == .unauthorized)
            let token = try await client.setUp()
            _ = try await client.execute(uri: "/v1/envelopes/0123456789abcdef0123456789abcdef", method: .get)
            let answer = try await client.execute(
                uri: "/v1/metrics",
                method: .get,
                headers: [.authorization: "Bearer \(token)"]
            )
            let text = String(buffer: answer.body)

            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(text.contains("chigiri_incidents_open 0\n"))
            #expect(text.contains("chigiri_job_oldest_seconds 0.0\n"))
            for name in ["chigiri_jobs_running", "chigiri_jobs_stuck", "chigiri_job_attempts_max"] {
                #expect(text.contains("# TYPE \(name) gauge\n"), "\(name)")
            }
            // The pattern of a route, not what somebody put into it.
            #expect(text.contains(#"route="/v1/envelopes/{id}""#) && !text.contains("0123456789abcdef"))
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                #expect(
                    line.wholeMatch(of: /[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+/) != nil,
                    "\(line)"
                )
            }
        }
    }

    @Test func `say that it is not ready while the signer does not answer`() async throws {
        try await withAPI { client in
            let answer = try await client.execute(uri: "/v1/ready", method: .get)
            #expect(answer.status == .serviceUnavailable)
            #expect(String(buffer: answer.body).contains(#""missing":["signer"]"#))
        }
    }

    @Test func `are told to a tracer by route, and no token of a link with them`() async throws {
        let tracer = InMemoryTracer()
        try await withTracer(tracer) {
            try await withAPI { client in
                _ = try await client.execute(uri: "/v1/envelopes/0123456789abcdef0123456789abcdef", method: .get)
                _ = try await client.execute(uri: "/v1/ready", method: .get)
            }
        }
        let spans = tracer.finishedSpans

        #expect(spans.map(\.operationName).contains("GET /v1/envelopes/{id}"))
        #expect(spans.contains { $0.operationName == "GET /v1/ready" && $0.kind == .server })
        #expect(!spans.contains { "\($0)".contains("0123456789abcdef0123456789abcdef") })
    }
}
