import Crypto

/// The hash functions that we compute.
///
/// Which of them may be relied on, and when, is policy.
package enum HashAlgorithm: String, Hashable, Sendable, Codable, CaseIterable {
    case sha1, sha256, sha384, sha512

    package init?(oid: String) {
        guard let match = Self.allCases.first(where: { $0.oid == oid }) else { return nil }
        self = match
    }

    /// Throws `CMSError.algorithmUnsupported`, or `.algorithmParameters` unless the parameters are absent or NULL.
    package init(_ identifier: AlgorithmIdentifier) throws(CMSError) {
        guard let match = Self(oid: identifier.oid) else { throw .algorithmUnsupported(identifier.oid) }
        guard identifier.parametersAreAbsentOrNull else { throw .algorithmParameters(identifier.oid) }
        self = match
    }

    package var oid: String {
        switch self {
        case .sha1: OID.sha1
        case .sha256: OID.sha256
        case .sha384: OID.sha384
        case .sha512: OID.sha512
        }
    }

    package var digestLength: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The identifier as we write it: parameters absent. RFC 5754 §2
    package var identifier: AlgorithmIdentifier { AlgorithmIdentifier(oid: oid, parameters: nil) }

    package func digest(of bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha1: Array(Insecure.SHA1.hash(data: bytes))
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }
}
