import CMS
import Foundation

/// A good word for some reasons only.
///
/// - SeeAlso: RFC 5280 §6.3.3 (l), §6.3.4
struct PartialStatement {
    let reasons: RevocationReasons
    let statement: RevocationStatement

    /// More than these are not looked at.
    private static let most = 64

    /// For each one, the newest others before it that together with it speak for every reason.
    static func combined(_ partial: [PartialStatement]) -> [RevocationStatement] {
        let sorted = partial.sorted { $0.statement.status.thisUpdate < $1.statement.status.thisUpdate }.suffix(most)
        return sorted.indices.compactMap { index in
            var reasons: RevocationReasons = []
            var parts: [RevocationStatement] = []
            for candidate in sorted[...index].reversed() where !reasons.isSuperset(of: candidate.reasons) {
                reasons.formUnion(candidate.reasons)
                parts.append(candidate.statement)
            }
            return reasons == .all ? RevocationStatement(together: parts) : nil
        }
    }
}
