package import CMS
import Crypto

/// Under what a file is judged: anchors for each purpose, and algorithms.
///
/// - SeeAlso: PATH-3, VAL-2
package struct ValidationPolicy: Sendable {
    /// The OID of this project's own validation policy.
    package static let standardID = "2.25.274637420155013839245863518163418915921.10"

    package let id: String
    package let trustAnchors: [Certificate]
    /// The anchors for timestamps, or nil when the anchors for signers serve both.
    package let timestampAnchors: [Certificate]?
    package let algorithms: AlgorithmPolicy
    /// Anchors with a purpose and a term of their own, besides those above. PATH-3
    package var registeredAnchors: [TrustAnchor] = []

    package init(
        id: String = ValidationPolicy.standardID,
        trustAnchors: [Certificate],
        timestampAnchors: [Certificate]?,
        algorithms: AlgorithmPolicy = .standard
    ) {
        self.id = id
        self.trustAnchors = trustAnchors
        self.timestampAnchors = timestampAnchors
        self.algorithms = algorithms
    }

    /// SHA-256, in hexadecimal, over the id, the algorithm table and the sorted fingerprints of the anchors.
    package var digest: String {
        var lines = [id, algorithms.canonicalText]
        lines += trustAnchors.map { "signer " + Self.hex($0.sha256Fingerprint) }.sorted()
        lines += (timestampAnchors ?? trustAnchors).map { "timestamp " + Self.hex($0.sha256Fingerprint) }.sorted()
        lines += registeredAnchors.map(\.canonicalText).sorted()
        return Self.hex(SHA256.hash(data: Array(lines.joined(separator: "\n").utf8)))
    }

    func anchors(for purpose: CertificatePurpose) -> [Certificate] {
        switch purpose {
        case .signer, .ocsp: trustAnchors
        case .timestamping: timestampAnchors ?? trustAnchors
        }
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 2 ? digits : "0" + digits
        }.joined()
    }
}

/// What a certificate is used for in a file.
package enum CertificatePurpose: String, Hashable, Sendable, CaseIterable {
    case signer
    case timestamping
    case ocsp
}
