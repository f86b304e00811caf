import CMS
import Foundation

extension Finding {
    /// What an algorithm policy says, as findings.
    ///
    /// Where it is certain that a signature was made after its algorithm's end, no proof of time can help any more.
    ///
    /// - SeeAlso: EN 319 102-1 §5.2.8; E-3, E-4
    static func findings(
        _ verdict: AlgorithmPolicy.Verdict,
        _ policy: AlgorithmPolicy,
        notMadeBefore: Date? = nil
    ) -> [Finding] {
        switch verdict {
        case .acceptable: []
        case .unsupported(let name): [Finding(.algorithmUnsupported, saying: detail(name, policy))]
        case .expired(let name, let date):
            [
                Finding(
                    notMadeBefore.map { $0 >= date } ?? false ? .algorithmWeak : .algorithmWeakNoPOE,
                    saying: detail("\(name), \(date.rfc3339)", policy)
                )
            ]
        }
    }

    /// The algorithm, and the policy that says so: another may be named instead. E-4
    private static func detail(_ facts: String, _ policy: AlgorithmPolicy) -> Detail {
        Detail(
            ja: "\(facts)。方針 \(policy.id)、\(policy.issued) 発行。別の方針での検証は chigiri verify --algorithm-policy",
            en: "\(facts); policy \(policy.id) of \(policy.issued); chigiri verify --algorithm-policy takes another"
        )
    }
}

extension AlgorithmPolicy {
    /// The verdicts on the hashes and the signature of a CMS at a time.
    func verdicts(
        onHashes hashes: [String],
        signature: AlgorithmIdentifier?,
        publicKeyInfo: [UInt8],
        at time: Date
    ) -> [Verdict] {
        var verdicts = hashes.map { verdict(onHash: $0, at: time) }
        if let signature {
            verdicts.append(verdict(onSignature: signature, publicKeyInfo: publicKeyInfo, at: time))
        }
        return verdicts
    }
}
