import HTTPTypes
import HummingbirdTesting
import SignerProtocol
import SigningService
import Testing

@testable import Web

@Suite struct `The page of time-stamping authorities` {
    private func leaveCalls(in store: any ServiceStore) async throws {
        let outcomes: [(String, TimestampCall.Outcome)] = [
            (
                "main",
                .answered(
                    TimestampCall.Answer(
                        offsetMilliseconds: -321,
                        certificateEnds: Cast.now.advanced(by: .seconds(86_400)),
                        isAccredited: true
                    )
                )
            ), ("second", .failed(TimestampCall.Failure(reason: "timedOut <x>", offsetMilliseconds: nil))),
        ]
        try await store.write { transaction in
            for (name, outcome) in outcomes {
                try transaction.insert(
                    TimestampCall(
                        id: TimestampCallID(from: systemRandomBytes),
                        authority: name,
                        at: Cast.now,
                        calls: 4,
                        milliseconds: 77,
                        outcome: outcome
                    )
                )
            }
        }
    }

    @Test func `shows how each of them answers, and whether it is accredited`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            #expect(try await client.page("/timestamps", cookie: cast.cookie).text.contains("タイムスタンプを求めていません"))
            try await leaveCalls(in: store)
            let page = try await client.page("/timestamps", cookie: cast.cookie)
            #expect(page.status == .ok)
            for text in ["main", "second", "-321 ms", "77 ms", "はい", "応答なし", "timedOut &lt;x&gt;"] {
                #expect(page.text.contains(text), "\(text)")
            }
            let english = try await client.page("/timestamps", cookie: cast.cookie + "; chigiri-language=en")
            #expect(english.text.contains("Does not answer") && english.text.contains("Accredited timestamps"))
            #expect(try await client.page("/timestamps").status == .unauthorized)
        }
    }

    @Test func `has its figures for an administrator's token`() async throws {
        try await withPages { client, store in
            let token = try await client.setUp()
            try await leaveCalls(in: store)
            let figures = try await client.send(.get, "/v1/metrics", bearer: token).text
            for line in [
                #"chigiri_timestamps_day{authority="main",result="answered"} 4"#,
                #"chigiri_timestamps_day{authority="second",result="failed"} 4"#,
                #"chigiri_timestamp_offset_seconds{authority="main"} -0.321"#,
                #"chigiri_timestamp_slowest_seconds{authority="second"} 0.077"#,
            ] {
                #expect(figures.contains(line + "\n"), "\(line)")
            }
        }
    }

    @Test func `is not needed to get the roots: they are there for anybody`() async throws {
        try await withPages { client, _ in
            let answer = try await client.send(.get, "/verify/trust-anchors.pem")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "application/x-pem-file")
            #expect(try await client.page("/verify").text.contains("href=\"/verify/trust-anchors.pem\""))
        }
    }
}
