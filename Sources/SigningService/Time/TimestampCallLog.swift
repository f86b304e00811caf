package import Logging
import SignerProtocol

/// Keeps how calls to time-stamping authorities went.
///
/// Failures are written at once, and of the successes of one authority one entry in ten seconds. What waits is lost with
/// the process; that is so much of the history, and nothing else.
package actor TimestampCallLog {
    private let store: any ServiceStore
    private let log: Logger
    private var waiting: [String: TimestampCall] = [:]
    private var written: [String: Timestamp] = [:]
    private var lastRemoval: Timestamp?

    package init(store: any ServiceStore, log: Logger) {
        self.store = store
        self.log = log
    }

    private static let span = Duration.seconds(10)

    /// Notes a call; that it cannot be kept is logged, and is no reason to have no timestamp.
    package func note(_ call: TimestampCall) async {
        let earlier = waiting.removeValue(forKey: call.authority)
        var calls = [earlier, call].compactMap(\.self)
        if let joined = earlier?.joined(by: call) { calls = [joined] }
        guard calls.count == 1, case .answered = call.outcome, wasWrittenLately(call) else {
            written[call.authority] = call.at
            return await write(calls)
        }
        waiting[call.authority] = calls[0]
    }

    /// Writes what waits.
    package func flush() async {
        let calls = waiting.values.sorted { $0.authority < $1.authority }
        waiting = [:]
        await write(calls)
    }

    private func wasWrittenLately(_ call: TimestampCall) -> Bool {
        guard let last = written[call.authority] else { return false }
        // A moment to come is one of a clock that was ahead.
        return last <= call.at && call.at < last.advanced(by: Self.span)
    }

    private func write(_ calls: [TimestampCall]) async {
        guard let newest = calls.last?.at else { return }
        // Once an hour is often enough to forget what is a month old.
        let forgets = lastRemoval.map { $0.advanced(by: .seconds(3_600)) <= newest } ?? true
        if forgets { lastRemoval = newest }
        let limit = newest.advanced(by: .zero - TimestampCall.retention)
        do {
            try await store.write { transaction in
                for call in calls { try transaction.insert(call) }
                if forgets { try transaction.removeTimestampCalls(before: limit) }
            }
        } catch {
            log.warning("the history of timestamps was not kept", metadata: ["reason": "\(error)"])
        }
    }
}
