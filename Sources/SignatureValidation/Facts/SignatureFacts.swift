import CMS
import Foundation
import PDF

/// What a signature dictionary and its CMS are, before anything is said about trust.
struct SignatureFacts: Sendable {
    enum Kind: Sendable {
        case signature
        case documentTimestamp(TimestampFacts?)
    }

    let fieldName: String?
    let kind: Kind
    let coverage: Coverage?
    let claimedTime: Date?
    /// What stands against it regardless of time and trust: form, digest, signature value.
    let findings: [Finding]
    /// The CMS; nil when it could not be read.
    let cms: SignedDataFacts?
    /// True when the digest of the covered bytes is the signed one and the signature value verifies.
    let integrity: Bool

    var isDocumentTimestamp: Bool {
        if case .documentTimestamp = kind { true } else { false }
    }

    var timestamp: TimestampFacts? {
        if case .documentTimestamp(let facts) = kind { facts } else { nil }
    }

    /// The first byte after what is covered, or nil.
    var end: Int? { coverage?.end }
}

/// What the CMS of a signature holds.
struct SignedDataFacts: Sendable {
    let signer: Certificate?
    let certificates: [Certificate]
    let material: EmbeddedMaterial
    /// With its hash; nil when it is not supported.
    let signatureAlgorithm: AlgorithmIdentifier?
    /// The OIDs of the digest's and of the certificate reference's hash, and of those that a signed manifest uses.
    var hashes: [String]
    let timestamps: [TimestampFacts]
    /// The signature policy that it names; nil for none.
    let signaturePolicy: SignaturePolicyReference?
    /// Whether it has the form of a PAdES baseline signature.
    let isPAdES: Bool
}

/// What a timestamp token is and states.
struct TimestampFacts: Sendable {
    let kind: TimestampReport.Kind
    /// Nil when the token could not be read.
    let time: Date?
    let authority: Certificate?
    let certificates: [Certificate]
    let material: EmbeddedMaterial
    let signatureAlgorithm: AlgorithmIdentifier?
    /// The OIDs of the imprint's hash and of the token's digest.
    let hashes: [String]
    /// What stands against it regardless of time and trust: form, imprint, signature value, usage.
    let findings: [Finding]

    var integrity: Bool { findings.conclusion == .passed && time != nil }
}

/// Revocation data found inside a CMS.
struct EmbeddedMaterial: Hashable, Sendable {
    var crls: [[UInt8]] = []
    var ocspResponses: [[UInt8]] = []
}
