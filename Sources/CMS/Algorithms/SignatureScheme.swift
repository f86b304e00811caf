/// A signature algorithm that we can verify.
package enum SignatureScheme: Hashable, Sendable {
    case ecdsa(HashAlgorithm)
    case rsaPKCS1(HashAlgorithm)
    case rsaPSS(PSSParameters)
    case ed25519

    /// Throws `CMSError.algorithmUnsupported`, or `.algorithmParameters` for parameters that the algorithm forbids.
    ///
    /// - SeeAlso: CMS-B4, RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3
    package init(_ identifier: AlgorithmIdentifier) throws(CMSError) {
        switch identifier.oid {
        case OID.ecdsaWithSHA1: self = .ecdsa(.sha1)
        case OID.ecdsaWithSHA256: self = .ecdsa(.sha256)
        case OID.ecdsaWithSHA384: self = .ecdsa(.sha384)
        case OID.ecdsaWithSHA512: self = .ecdsa(.sha512)
        case OID.sha1WithRSA: self = .rsaPKCS1(.sha1)
        case OID.sha256WithRSA: self = .rsaPKCS1(.sha256)
        case OID.sha384WithRSA: self = .rsaPKCS1(.sha384)
        case OID.sha512WithRSA: self = .rsaPKCS1(.sha512)
        case OID.ed25519: self = .ed25519
        case OID.rsaPSS:
            guard let parameters = identifier.parameters else { throw .algorithmParameters(OID.rsaPSS) }
            self = .rsaPSS(try PSSParameters(der: parameters))
        default: throw .algorithmUnsupported(identifier.oid)
        }
        switch self {
        case .ecdsa, .ed25519:
            guard identifier.parameters == nil else { throw .algorithmParameters(identifier.oid) }
        case .rsaPKCS1:
            guard identifier.parametersAreAbsentOrNull else { throw .algorithmParameters(identifier.oid) }
        case .rsaPSS: break
        }
    }

    /// The hash over the message.
    ///
    /// Ed25519 hashes inside, and goes with SHA-512 in CMS. RFC 8419 §2.3.
    package var hash: HashAlgorithm {
        switch self {
        case .ecdsa(let hash), .rsaPKCS1(let hash): hash
        case .rsaPSS(let parameters): parameters.hash
        case .ed25519: .sha512
        }
    }
}
