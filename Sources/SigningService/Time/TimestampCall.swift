package import SignerProtocol

/// How calls to one time-stamping authority went: a failure, or one or more tokens in a row.
///
/// Calls that succeed within a short while are one entry, so that the history stays small however busy the service is.
///
/// - SeeAlso: TSP-6…8
package struct TimestampCall: Hashable, Sendable {
    package let id: TimestampCallID
    /// Its name in the settings.
    package let authority: String
    package let at: Timestamp
    /// How many calls this stands for, from 1.
    package let calls: Int
    /// The slowest of them.
    package let milliseconds: Int
    package let outcome: Outcome

    package enum Outcome: Hashable, Sendable, Codable {
        case answered(Answer)
        case failed(Failure)
    }

    /// Why there was no token.
    package struct Failure: Hashable, Sendable, Codable {
        /// In a few words, without secrets.
        package let reason: String
        /// When the token was refused because of its time: that against our clock.
        package let offsetMilliseconds: Int?

        package init(reason: String, offsetMilliseconds: Int?) {
            self.reason = reason
            self.offsetMilliseconds = offsetMilliseconds
        }
    }

    /// What the tokens said.
    package struct Answer: Hashable, Sendable, Codable {
        /// The time in the token against our clock, positive when the authority is ahead; of several, the furthest off.
        package let offsetMilliseconds: Int
        /// When the authority's certificate ends.
        package let certificateEnds: Timestamp
        /// Whether it leads to an anchor that the operator holds to be of an accredited authority (認定).
        package let isAccredited: Bool

        package init(offsetMilliseconds: Int, certificateEnds: Timestamp, isAccredited: Bool) {
            self.offsetMilliseconds = offsetMilliseconds
            self.certificateEnds = certificateEnds
            self.isAccredited = isAccredited
        }
    }

    package init(
        id: TimestampCallID,
        authority: String,
        at: Timestamp,
        calls: Int,
        milliseconds: Int,
        outcome: Outcome
    ) {
        self.id = id
        self.authority = authority
        self.at = at
        self.calls = calls
        self.milliseconds = milliseconds
        self.outcome = outcome
    }
}

package typealias TimestampCallID = Identifier<TimestampCall>

extension TimestampCall {
    /// The authority's time against ours; nil when it told none.
    package var offsetMilliseconds: Int? {
        switch outcome {
        case .answered(let answer): answer.offsetMilliseconds
        case .failed(let failure): failure.offsetMilliseconds
        }
    }

    /// How long entries are kept.
    package static let retention = Duration.seconds(30 * 86_400)

    /// This and a later success as one entry; nil when they have to stay two.
    package func joined(by later: TimestampCall) -> TimestampCall? {
        guard authority == later.authority, case .answered(let first) = outcome,
            case .answered(let second) = later.outcome, first.certificateEnds == second.certificateEnds,
            first.isAccredited == second.isAccredited
        else { return nil }
        let further = abs(first.offsetMilliseconds) >= abs(second.offsetMilliseconds) ? first : second
        return TimestampCall(
            id: id,
            authority: authority,
            at: later.at,
            calls: calls + later.calls,
            milliseconds: max(milliseconds, later.milliseconds),
            outcome: .answered(further)
        )
    }
}
