import Foundation

/// Between which times a signature was made, as far as timestamps say.
///
/// - SeeAlso: EN 319 102-1 §5.5.4; VAL-3; docs/decisions/0034
struct SigningTime: Hashable, Sendable {
    /// By the signature's own timestamp, which is asked for when the signature is made.
    let stamped: Date?
    /// The earliest document timestamp that covers the signature.
    let proof: ProofOfExistence?
    /// The latest valid document timestamp that the signature covers: it was made after that.
    let covered: Date?

    /// The best signature time: the earliest at which it is proven to have existed.
    var best: Date? { [stamped, proof?.time].compactMap { $0 }.min() }

    /// Not before this.
    var notMadeBefore: Date? { [stamped, covered].compactMap { $0 }.max() }

    /// What contradicts itself.
    ///
    /// A document timestamp holds what it covers, so it is younger than that. A second is left for the accuracy of
    /// authorities.
    var orderFindings: [Finding] {
        func check(_ earlier: Date?, _ later: Date?) -> [Finding] {
            guard let earlier, let later, earlier > later.addingTimeInterval(1) else { return [] }
            return [Finding(.timestampOrder, "\(earlier.rfc3339) > \(later.rfc3339)")]
        }
        return check(stamped, proof?.time) + check(covered, stamped) + check(covered, proof?.time)
    }
}
