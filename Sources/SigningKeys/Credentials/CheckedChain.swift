import CMS
import Foundation
import SignerProtocol

/// A certificate with its issuers, each signature checked up to a pinned root.
///
/// A direct check of one known chain, no path building: the CA that the signer pins has issued it.
///
/// - SeeAlso: KEY-3; SIGNING 0a, 4
struct CheckedChain: Sendable {
    let leaf: Certificate
    /// Leaf first; the last is issued by `root`.
    let certificates: [Certificate]
    let root: Certificate

    /// Certificates with their issuers, for revocation.
    var links: [(certificate: Certificate, issuer: Certificate)] {
        Array(zip(certificates, certificates.dropFirst() + [root]))
    }

    /// Reads and checks a chain in DER, leaf first, with or without the root.
    ///
    /// - Throws: `SignerError.certificateNotValid`, `.algorithmRefused`.
    init(
        _ chain: [[UInt8]],
        policy: SignerPolicy,
        at time: Timestamp
    ) throws(SignerError) {
        guard (1...5).contains(chain.count) else { throw .certificateNotValid }
        var parsed: [Certificate] = []
        for der in chain {
            guard let certificate = try? Certificate(der: der) else { throw .certificateNotValid }
            parsed.append(certificate)
        }
        if let last = parsed.last, parsed.count > 1, policy.roots.certificates.contains(where: { $0.der == last.der }) {
            parsed.removeLast()
        }
        guard let leaf = parsed.first, let last = parsed.last,
            let root = policy.roots.certificates.first(where: { Self.issued($0, last) })
        else { throw .certificateNotValid }
        self.leaf = leaf
        certificates = parsed
        self.root = root

        try checkLeaf(policy)
        for (depth, link) in links.enumerated() {
            try Self.checkTime(link.certificate, time)
            try Self.checkIssuer(link.issuer, authoritiesBelow: depth)
            guard Self.issued(link.issuer, link.certificate) else { throw .certificateNotValid }
        }
        try Self.checkTime(root, time)
    }

    private func checkLeaf(_ policy: SignerPolicy) throws(SignerError) {
        guard let usage = leaf.keyUsage,
            usage.contains(.digitalSignature) || usage.contains(.nonRepudiation),
            !usage.contains(.keyCertSign),
            !leaf.isAuthority,
            Self.knowsCriticalExtensions(of: leaf)
        else { throw .certificateNotValid }
        guard Self.isOurs(leaf.publicKeyInfo) else { throw .algorithmRefused }
        // A certificate of the trial says TEST in its policy; production does not know it.
        switch policy.environment {
        case .test: break
        case .production:
            guard !leaf.policies.contains(where: { $0.hasPrefix(Self.testPolicies) }) else {
                throw .certificateNotValid
            }
        }
    }

    /// Whether the issuer's key signed the certificate, with an algorithm that is still good.
    private static func issued(_ issuer: Certificate, _ certificate: Certificate) -> Bool {
        do throws(CMSError) {
            guard try SignatureScheme(certificate.signatureAlgorithm).hash != .sha1 else { return false }
            try certificate.verify(issuedBy: issuer)
            return true
        } catch {
            return false
        }
    }

    private static func checkIssuer(_ issuer: Certificate, authoritiesBelow depth: Int) throws(SignerError) {
        guard let constraints = issuer.basicConstraints, constraints.isAuthority,
            constraints.pathLength.map({ depth <= $0 }) ?? true,
            issuer.keyUsage?.contains(.keyCertSign) == true,
            knowsCriticalExtensions(of: issuer)
        else { throw .certificateNotValid }
    }

    private static func checkTime(_ certificate: Certificate, _ time: Timestamp) throws(SignerError) {
        guard certificate.isValid(at: time.date) else {
            throw .certificateNotValid
        }
    }

    /// Key usage, basic constraints, policies and extended key usage may be critical: they are looked at, or restrict
    /// nothing that we rely on.
    private static func knowsCriticalExtensions(of certificate: Certificate) -> Bool {
        let known: Set<String> = [
            OID.keyUsage, OID.basicConstraints, OID.certificatePolicies, OID.extendedKeyUsage,
        ]
        return certificate.extensions.allSatisfy { !$0.isCritical || known.contains($0.oid) }
    }

    /// Whether a key is of a kind that we make.
    private static func isOurs(_ publicKeyInfo: [UInt8]) -> Bool {
        switch try? PublicKey(publicKeyInfo: publicKeyInfo) {
        case .ellipticCurve(.p256, _), .ellipticCurve(.p384, _): true
        case .rsa(let key, restriction: .none): key.modulusBits == 3072
        default: false
        }
    }

    /// The arc of our own policies, all of which say TEST. Decision 0014
    private static let testPolicies = "2.25.274637420155013839245863518163418915921."
}
