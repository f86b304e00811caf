import SignerProtocol
import SigningService
import Testing

@Suite struct `What partners said` {
    private static func call(_ name: String, after seconds: Int, _ outcome: TimestampCall.Outcome) -> TimestampCall {
        TimestampCall(
            id: TimestampCallID(from: systemRandomBytes),
            authority: name,
            at: .noon.advanced(by: .seconds(seconds)),
            calls: 3,
            milliseconds: seconds,
            outcome: outcome
        )
    }

    @Test(arguments: Engine.allCases)
    func `comes back equal, newest first, until it is removed`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let answer = TimestampCall.Answer(
                offsetMilliseconds: -12,
                certificateEnds: .noon.advanced(by: .seconds(9)),
                isAccredited: true
            )
            let calls = [
                Self.call("時刻", after: 3, .answered(answer)),
                Self.call(
                    "b",
                    after: 2,
                    .failed(TimestampCall.Failure(reason: "か\u{3099}", offsetMilliseconds: 61_000))
                ),
                Self.call("b", after: 1, .failed(TimestampCall.Failure(reason: "", offsetMilliseconds: nil))),
            ]
            try await store.write { transaction in
                for call in calls.reversed() { try transaction.insert(call) }
            }
            #expect(try await store.read { try $0.timestampCalls(since: .noon) } == calls)
            let second = Timestamp.noon.advanced(by: .seconds(2))
            #expect(try await store.read { try $0.timestampCalls(since: second) } == Array(calls.prefix(2)))
            try await store.write { try $0.removeTimestampCalls(before: second) }
            #expect(try await store.read { try $0.timestampCalls(since: .noon) } == Array(calls.prefix(2)))
        }
    }

    @Test(arguments: Engine.allCases)
    func `about revocation takes the place of what was said before`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let key = [UInt8](repeating: 7, count: 32)
            let end = Timestamp.noon.advanced(by: .seconds(60))
            let first = KeptRevocation(key: key, der: [1, 2], fetchedAt: .noon, expiresAt: end)
            let second = KeptRevocation(key: key, der: [], fetchedAt: end, expiresAt: end.advanced(by: .seconds(1)))
            for kept in [first, second] {
                try await store.write { try $0.keep(kept) }
                #expect(try await store.read { try $0.keptRevocation(key) } == kept)
            }
            #expect(try await store.read { try $0.keptRevocation(Array(key.reversed().dropLast()) + [8]) } == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `about revocation goes when it is over, and what ends first when there is too much`(engine: Engine)
        async throws
    {
        try await engine.withStore { store, _ in
            try await store.write { transaction in
                for index in 0..<6 {
                    try transaction.keep(
                        KeptRevocation(
                            key: Array(repeating: UInt8(index), count: 32),
                            der: Array(repeating: 0, count: 10),
                            fetchedAt: .noon,
                            expiresAt: .noon.advanced(by: .seconds(index))
                        )
                    )
                }
                try transaction.trimRevocation(to: 25, at: .noon.advanced(by: .seconds(2)))
            }
            let kept = try await store.read { transaction in
                try (0..<6).filter { try transaction.keptRevocation(Array(repeating: UInt8($0), count: 32)) != nil }
            }
            #expect(kept == [4, 5])
        }
    }
}
