package import SignerProtocol

/// How one time-stamping authority has been of late, computed from the history of calls to it.
package struct TimestampHealth: Hashable, Sendable {
    /// An answer with its moment.
    package struct Dated<Value: Hashable & Sendable>: Hashable, Sendable {
        package let at: Timestamp
        package let value: Value
    }

    package let authority: String
    /// Calls of the period.
    package let answered: Int
    package let failed: Int
    package let slowestMilliseconds: Int
    /// The offset that was furthest from our clock; nil when none was told.
    package let worstOffsetMilliseconds: Int?
    package let lastAnswer: Dated<TimestampCall.Answer>?
    package let lastFailure: Dated<TimestampCall.Failure>?

    /// Whether the newest call failed.
    package var isFailing: Bool {
        guard let lastFailure else { return false }
        return lastAnswer.map { $0.at < lastFailure.at } ?? true
    }

    /// One for each authority of the history, by name; `calls` may come in any order.
    package static func all(of calls: [TimestampCall]) -> [TimestampHealth] {
        Dictionary(grouping: calls, by: \.authority)
            .map { TimestampHealth(authority: $0.key, calls: $0.value) }
            .sorted { $0.authority < $1.authority }
    }

    private init(authority: String, calls: [TimestampCall]) {
        self.authority = authority
        var answers: [Dated<TimestampCall.Answer>] = []
        var failures: [Dated<TimestampCall.Failure>] = []
        var (answered, failed) = (0, 0)
        for call in calls {
            switch call.outcome {
            case .answered(let answer):
                answers.append(Dated(at: call.at, value: answer))
                answered += call.calls
            case .failed(let failure):
                failures.append(Dated(at: call.at, value: failure))
                failed += call.calls
            }
        }
        (self.answered, self.failed) = (answered, failed)
        slowestMilliseconds = calls.map(\.milliseconds).max() ?? 0
        worstOffsetMilliseconds = calls.compactMap(\.offsetMilliseconds).max { abs($0) < abs($1) }
        lastAnswer = answers.max { $0.at < $1.at }
        lastFailure = failures.max { $0.at < $1.at }
    }
}

/// What those who operate may know of the time-stamping authorities.
package struct TimestampAuthorities: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// The period that figures are of.
    package static let period = Duration.seconds(86_400)

    /// Their health in the last day, and the newest calls.
    ///
    /// - Throws: `ServiceError.notAllowed`.
    package func history(limit: Int, for sender: SenderActor) async throws -> (
        health: [TimestampHealth], newest: [TimestampCall]
    ) {
        try sender.account.require(.readOperations)
        let calls = try await recent()
        return (TimestampHealth.all(of: calls), Array(calls.prefix(limit)))
    }

    /// Of the last day, newest first.
    func recent() async throws -> [TimestampCall] {
        let start = needs.now().advanced(by: .zero - Self.period)
        return try await needs.store.read { try $0.timestampCalls(since: start) }
    }
}
