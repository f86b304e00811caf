package import CMS
package import Foundation
import SwiftASN1

/// Until when which algorithm and key length is taken as proof.
///
/// The dates are those of TS 119 312 v1.5.1; an entry without a date has no end. What is not listed is unsupported.
///
/// - SeeAlso: SIGNING.md section E; EN 319 102-1 §5.2.8
package struct AlgorithmPolicy: Hashable, Sendable {
    package let id: String
    private let entries: [Entry]

    package static let standard = AlgorithmPolicy(
        id: "chigiri-algorithms-1",
        entries: [
            Entry(.hash("1.2.840.113549.2.5"), "2004-08-01"),
            Entry(.hash("1.3.14.3.2.26"), "2012-08-01"),
            Entry(.hash("2.16.840.1.101.3.4.2.4"), "2029-01-01"),
            Entry(.hash("2.16.840.1.101.3.4.2.1"), nil),
            Entry(.hash("2.16.840.1.101.3.4.2.2"), nil),
            Entry(.hash("2.16.840.1.101.3.4.2.3"), nil),
            Entry(.hash("2.16.840.1.101.3.4.2.8"), nil),
            Entry(.hash("2.16.840.1.101.3.4.2.9"), nil),
            Entry(.hash("2.16.840.1.101.3.4.2.10"), nil),
            Entry(.key(.rsa, minimumBits: 1900), "2029-01-01"),
            Entry(.key(.rsa, minimumBits: 1024), "2019-10-01"),
            Entry(.key(.rsa, minimumBits: 0), "2010-08-01"),
            Entry(.key(.rsaPSS, minimumBits: 3000), nil),
            Entry(.key(.rsaPSS, minimumBits: 1900), "2029-01-01"),
            Entry(.key(.rsaPSS, minimumBits: 1024), "2019-10-01"),
            Entry(.key(.rsaPSS, minimumBits: 0), "2010-08-01"),
            Entry(.key(.ecdsa, minimumBits: 256), nil),
            Entry(.key(.ecdsa, minimumBits: 224), "2021-10-01"),
            Entry(.key(.ecdsa, minimumBits: 0), "2012-08-01"),
        ]
    )

    /// Accepts every algorithm that can be verified, at any time.
    package static let none = AlgorithmPolicy(id: "none", entries: [])

    package enum Verdict: Hashable, Sendable {
        case acceptable
        case expired(name: String, on: Date)
        case unsupported(name: String)
    }

    /// The policy as text, one entry a line; the digest of a validation policy covers it.
    var canonicalText: String {
        ([id] + entries.map(\.text)).joined(separator: "\n")
    }

    package func verdict(onHash oid: String, at time: Date) -> Verdict {
        guard !entries.isEmpty else { return .acceptable }
        guard let entry = entries.first(where: { $0.subject == .hash(oid) }) else { return .unsupported(name: oid) }
        return entry.verdict(at: time)
    }

    /// Judges the signature algorithm, its hash and the length of the key, the earliest end first.
    package func verdict(
        onSignature algorithm: AlgorithmIdentifier,
        publicKeyInfo: [UInt8],
        at time: Date
    ) -> Verdict {
        guard !entries.isEmpty else { return .acceptable }
        guard let suite = SignatureSuite(algorithm) else { return .unsupported(name: algorithm.oid) }
        guard let bits = SignatureSuite.keyBits(publicKeyInfo) else { return .unsupported(name: algorithm.oid) }
        let hash = verdict(onHash: suite.hash, at: time)
        guard hash == .acceptable else { return hash }
        // Two hashes are as weak as the weaker one, and no maker of ours or of others' default mixes them. RFC 4055 §3.1
        if let mask = suite.maskHash, mask != suite.hash { return .unsupported(name: "\(algorithm.oid), MGF1 \(mask)") }
        let fitting = entries.filter { $0.covers(suite.family, bits: bits) }
        guard let entry = fitting.max(by: { $0.minimumBits < $1.minimumBits }) else {
            return .unsupported(name: algorithm.oid)
        }
        return entry.verdict(at: time)
    }
}

/// The families of signature algorithms that the policy tells apart.
enum SignatureFamily: String, Hashable, Sendable {
    case rsa = "RSA-PKCS1"
    case rsaPSS = "RSA-PSS"
    case ecdsa = "ECDSA"
}

extension AlgorithmPolicy {
    fileprivate struct Entry: Hashable, Sendable {
        enum Subject: Hashable, Sendable {
            case hash(String)
            case key(SignatureFamily, minimumBits: Int)
        }

        let subject: Subject
        let end: String?

        init(_ subject: Subject, _ end: String?) {
            self.subject = subject
            self.end = end
        }

        var minimumBits: Int {
            if case .key(_, let bits) = subject { bits } else { 0 }
        }

        var name: String {
            switch subject {
            case .hash(let oid): oid
            case .key(let family, let bits): "\(family.rawValue) ≥\(bits)"
            }
        }

        var text: String { "\(name) until \(end ?? "-")" }

        func covers(_ family: SignatureFamily, bits: Int) -> Bool {
            if case .key(family, let minimum) = subject { minimum <= bits } else { false }
        }

        func verdict(at time: Date) -> Verdict {
            guard let end else { return .acceptable }
            guard let date = try? Date("\(end)T00:00:00Z", strategy: .iso8601) else { return .unsupported(name: name) }
            return time < date ? .acceptable : .expired(name: name, on: date)
        }
    }
}
