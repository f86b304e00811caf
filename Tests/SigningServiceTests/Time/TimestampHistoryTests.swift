import Logging
import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `The history of timestamps` {
    private static func answered(
        _ name: String = "main",
        at seconds: Int,
        milliseconds: Int = 10,
        offset: Int = 0
    ) -> TimestampCall {
        TimestampCall(
            id: TimestampCallID(from: systemRandomBytes),
            authority: name,
            at: start.advanced(by: .seconds(seconds)),
            calls: 1,
            milliseconds: milliseconds,
            outcome: .answered(
                TimestampCall.Answer(
                    offsetMilliseconds: offset,
                    certificateEnds: Timestamp(milliseconds: 2_000_000_000_000),
                    isAccredited: false
                )
            )
        )
    }

    private static func failed(_ name: String = "main", at seconds: Int) -> TimestampCall {
        TimestampCall(
            id: TimestampCallID(from: systemRandomBytes),
            authority: name,
            at: start.advanced(by: .seconds(seconds)),
            calls: 1,
            milliseconds: 10_000,
            outcome: .failed(TimestampCall.Failure(reason: "timedOut", offsetMilliseconds: nil))
        )
    }

    private static let start = Clock().now

    private func kept(_ calls: [TimestampCall], flushed: Bool = false) async throws -> [TimestampCall] {
        let world = try World()
        defer { world.remove() }
        let log = TimestampCallLog(store: world.needs.store, log: world.needs.log)
        for call in calls { await log.note(call) }
        if flushed { await log.flush() }
        return try await world.needs.store.read { try $0.timestampCalls(since: Timestamp(milliseconds: 0)) }
    }

    @Test func `shows the first call at once, and joins those that follow within ten seconds`() async throws {
        let calls = [
            Self.answered(at: 0), Self.answered(at: 1, milliseconds: 70, offset: -300),
            Self.answered(at: 2, milliseconds: 30, offset: 200), Self.answered(at: 11),
        ]
        #expect(try await kept(Array(calls.prefix(3))).map(\.calls) == [1])
        let all = try await kept(calls)
        #expect(all.map(\.calls) == [3, 1])
        #expect(all[0].milliseconds == 70 && all[0].offsetMilliseconds == -300)
        #expect(try await kept(Array(calls.prefix(3)), flushed: true).map(\.calls) == [2, 1])
    }

    @Test func `keeps every failure, and what came before it`() async throws {
        let all = try await kept([
            Self.answered(at: 0), Self.answered(at: 1), Self.failed(at: 2), Self.failed(at: 3),
            Self.answered("other", at: 3),
        ])
        #expect(all.filter { $0.authority == "main" }.map(\.calls) == [1, 1, 1, 1])
        #expect(all.count == 5)
    }

    @Test func `forgets what is a month old`() async throws {
        let all = try await kept([Self.failed(at: 0), Self.failed(at: 31 * 86_400), Self.failed(at: 32 * 86_400)])
        #expect(all.count == 2)
    }

    @Test func `tells the health of each authority`() {
        let health = TimestampHealth.all(of: [
            Self.failed("b", at: 5), Self.answered("b", at: 3, milliseconds: 50, offset: -20), Self.failed("b", at: 1),
            Self.answered("a", at: 9, offset: 4), Self.failed("a", at: 2),
        ])
        #expect(health.map(\.authority) == ["a", "b"])
        #expect(health.map(\.isFailing) == [false, true])
        #expect(health.map(\.answered) == [1, 1] && health.map(\.failed) == [1, 2])
        #expect(health.map(\.worstOffsetMilliseconds) == [4, -20])
        #expect(health[1].lastFailure?.at == Self.start.advanced(by: .seconds(5)))
    }

    @Test func `is for those who operate`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        try await world.needs.store.write { try $0.insert(Self.answered(at: -5)) }
        #expect(try await TimestampAuthorities(world.needs).history(limit: 9, for: sender).health.count == 1)
        let stranger = SenderActor(
            account: Account(
                id: sender.account.id,
                organisation: sender.account.organisation,
                name: "x",
                address: sender.account.address,
                isAdministrator: false,
                createdAt: world.clock.now
            )
        )
        await #expect(throws: ServiceError.notAllowed) {
            _ = try await TimestampAuthorities(world.needs).history(limit: 9, for: stranger)
        }
    }
}
