package import CMS
package import Foundation

/// Until when which algorithm and key length is taken as proof, and with which new signatures may be made.
///
/// What is not listed is unsupported.
///
/// - SeeAlso: SIGNING.md section E; EN 319 102-1 §5.2.8
package struct AlgorithmPolicy: Hashable, Sendable {
    package let id: String
    /// The day on which it was issued, such as `2026-11-22`.
    package let issued: String
    package let sources: [String]
    /// SHA-256 of the file, in hexadecimal.
    package let digest: String
    let rules: [AlgorithmRule]
    private let acceptsEverything: Bool

    init(id: String, issued: String, sources: [String], digest: String, rules: [AlgorithmRule]) {
        self.id = id
        self.issued = issued
        self.sources = sources
        self.digest = digest
        self.rules = rules
        acceptsEverything = false
    }

    private init(named id: String, acceptsEverything: Bool) {
        self.id = id
        issued = "-"
        sources = []
        digest = "-"
        rules = []
        self.acceptsEverything = acceptsEverything
    }

    /// Accepts every algorithm that can be verified, at any time.
    package static let none = AlgorithmPolicy(named: "none", acceptsEverything: true)

    /// Accepts nothing, where a policy could not be read.
    static let unreadable = AlgorithmPolicy(named: "unreadable", acceptsEverything: false)

    package enum Verdict: Hashable, Sendable {
        case acceptable
        case expired(name: String, on: Date)
        case unsupported(name: String)
    }

    package func verdict(onHash oid: String, at time: Date) -> Verdict {
        verdict([rule(onHash: oid)], named: oid, at: time)
    }

    /// Judges the signature algorithm, its hash and the length of the key, the earliest end first.
    package func verdict(
        onSignature algorithm: AlgorithmIdentifier,
        publicKeyInfo: [UInt8],
        at time: Date
    ) -> Verdict {
        guard !acceptsEverything else { return .acceptable }
        // Two hashes are as weak as the weaker one, and no maker of ours or of others' default mixes them. RFC 4055 §3.1
        if let suite = SignatureSuite(algorithm), let mask = suite.maskHash, mask != suite.hash {
            return .unsupported(name: "\(algorithm.oid), MGF1 \(mask)")
        }
        return verdict(rules(onSignature: algorithm, publicKeyInfo), named: algorithm.oid, at: time)
    }

    /// The first moment at which the hash proves nothing any more; nil for never.
    package func end(ofHash oid: String) -> Date? {
        rule(onHash: oid)?.validateUntil
    }

    /// The same of a signature algorithm with its hash and a key; nil for never.
    package func end(ofSignature algorithm: AlgorithmIdentifier, publicKeyInfo: [UInt8]) -> Date? {
        rules(onSignature: algorithm, publicKeyInfo).compactMap { $0?.validateUntil }.min()
    }

    private func verdict(_ rules: [AlgorithmRule?], named name: String, at time: Date) -> Verdict {
        guard !acceptsEverything else { return .acceptable }
        let ends = rules.compactMap { rule in rule?.validateUntil.map { (name: rule?.name ?? name, date: $0) } }
        if let first = ends.min(by: { $0.date < $1.date }), first.date <= time {
            return .expired(name: first.name, on: first.date)
        }
        return rules.contains(nil) ? .unsupported(name: name) : .acceptable
    }

    func rule(onHash oid: String) -> AlgorithmRule? {
        rules.first { $0.subject == .hash(oid) }
    }

    /// The rule for the hash and the one for the family and key; nil in place of one that is not there.
    func rules(onSignature algorithm: AlgorithmIdentifier, _ publicKeyInfo: [UInt8]) -> [AlgorithmRule?] {
        guard let suite = SignatureSuite(algorithm), let bits = SignatureSuite.keyBits(publicKeyInfo) else {
            return [nil]
        }
        let fitting = rules.filter { $0.covers(suite.family, bits: bits) }
        return [rule(onHash: suite.hash), fitting.max { $0.minimumBits < $1.minimumBits }]
    }
}
