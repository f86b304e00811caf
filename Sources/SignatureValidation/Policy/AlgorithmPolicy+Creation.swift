package import CMS
package import Foundation

extension AlgorithmPolicy {
    /// Whether a new signature may be made, so that it can still be renewed before its algorithms end.
    ///
    /// `leadTime` is how long before its end the first renewal begins, in seconds.
    ///
    /// - SeeAlso: E-2
    package func verdictOnCreation(
        withSignature algorithm: AlgorithmIdentifier,
        publicKeyInfo: [UInt8],
        at time: Date,
        leadTime: TimeInterval
    ) -> Verdict {
        let judged = verdict(
            onSignature: algorithm,
            publicKeyInfo: publicKeyInfo,
            at: time.addingTimeInterval(leadTime)
        )
        guard judged == .acceptable else { return judged }
        for rule in rules(onSignature: algorithm, publicKeyInfo) {
            guard let rule else { continue }
            guard let creation = rule.creation else { return .unsupported(name: rule.name) }
            if let from = creation.from, time < from { return .unsupported(name: rule.name) }
            if let until = creation.until, until <= time { return .expired(name: rule.name, on: until) }
        }
        return .acceptable
    }
}
