import Foundation

/// The times from which one can look at a file: now, and each valid document timestamp.
///
/// A document timestamp proves that everything in its ByteRange existed at its time, and nothing else.
///
/// - SeeAlso: VAL-3, EN 319 102-1 §5.6.2.3
struct ProofsOfExistence: Sendable {
    private struct Proof: Sendable {
        /// The first byte that is not covered.
        let end: Int
        let reference: ReferenceTime
    }

    let now: ReferenceTime
    private var proofs: [Proof] = []

    init(now: ReferenceTime) {
        self.now = now
    }

    mutating func add(_ reference: ReferenceTime, coveringUpTo end: Int) {
        proofs.append(Proof(end: end, reference: reference))
    }

    /// Now first, then the valid document timestamps that cover the bytes before `end` and more, earliest first.
    func references(covering end: Int?) -> [ReferenceTime] {
        guard let end else { return [now] }
        let past = proofs.filter { $0.end > end }.map(\.reference).sorted { $0.time < $1.time }
        return [now] + past
    }

    /// The earliest proven time of what lies before `end`; nil when only now is certain.
    func earliestTime(covering end: Int?) -> Date? {
        references(covering: end).dropFirst().first?.time
    }
}
