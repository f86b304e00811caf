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
    /// Why the policy cannot be processed; then nothing is accepted under it.
    package let problem: AlgorithmPolicyError?
    /// The policy documents that signatures may name.
    package let signaturePolicies: [SignaturePolicyDocument]
    /// Anchors with a purpose and a term of their own, besides those above. PATH-3
    package var registeredAnchors: [TrustAnchor] = []

    package init(
        id: String = ValidationPolicy.standardID,
        trustAnchors: [Certificate],
        timestampAnchors: [Certificate]?,
        algorithms: AlgorithmPolicy = .standard,
        signaturePolicies: [SignaturePolicyDocument] = []
    ) {
        self.id = id
        self.trustAnchors = trustAnchors
        self.timestampAnchors = timestampAnchors
        self.algorithms = algorithms
        self.signaturePolicies = signaturePolicies
        problem = nil
    }

    /// The same with an algorithm policy that is still a file, as somebody handed it over.
    package init(
        id: String = ValidationPolicy.standardID,
        trustAnchors: [Certificate],
        timestampAnchors: [Certificate]?,
        algorithmPolicyFile: [UInt8],
        signaturePolicies: [SignaturePolicyDocument] = []
    ) {
        self.id = id
        self.trustAnchors = trustAnchors
        self.timestampAnchors = timestampAnchors
        self.signaturePolicies = signaturePolicies
        do throws(AlgorithmPolicyError) {
            algorithms = try AlgorithmPolicy(json: algorithmPolicyFile)
            problem = nil
        } catch {
            algorithms = .unreadable
            problem = error
        }
    }

    /// SHA-256, in hexadecimal, over the id, the algorithm policy, the anchors and the signature policies.
    package var digest: String {
        let documents = signaturePolicies.map { "\($0.oid) \(hexadecimal(SHA256.hash(data: $0.bytes)))" }.sorted()
        let lines = [id, algorithms.id, algorithms.digest, anchorsDigest] + documents
        return hexadecimal(SHA256.hash(data: Array(lines.joined(separator: "\n").utf8)))
    }

    /// SHA-256, in hexadecimal, over the sorted fingerprints of the anchors with their purpose.
    package var anchorsDigest: String {
        let signers = trustAnchors.map { "signer " + hexadecimal($0.sha256Fingerprint) }
        let authorities = (timestampAnchors ?? trustAnchors).map { "timestamp " + hexadecimal($0.sha256Fingerprint) }
        let lines = signers.sorted() + authorities.sorted() + registeredAnchors.map(\.canonicalText).sorted()
        return hexadecimal(SHA256.hash(data: Array(lines.joined(separator: "\n").utf8)))
    }

    func anchors(for purpose: CertificatePurpose) -> [Certificate] {
        switch purpose {
        case .signer, .ocsp: trustAnchors
        case .timestamping: timestampAnchors ?? trustAnchors
        }
    }
}

/// What a certificate is used for in a file.
package enum CertificatePurpose: String, Hashable, Sendable, CaseIterable {
    case signer
    case timestamping
    case ocsp
}
