import CMS
import Foundation
import SignatureValidation
import SignerProtocol

extension StampStanding {
    /// Reads what a token rests on; `chain` is its authority's, leaf first, as far as it is known.
    ///
    /// - Throws: `CMSError` when the token or a certificate cannot be read.
    init(_ token: TimestampToken, chain: [[UInt8]], algorithms: AlgorithmPolicy) throws {
        let certificates = try chain.map { try Certificate(der: $0) }
        guard let authority = certificates.first, let signer = token.signedData.signerInfos.first else {
            throw CMSError.signerCertificateAbsent
        }
        var ends: [(time: Date, cause: Cause)] = [(authority.notAfter, .authority)]
        ends += certificates.dropFirst().map { ($0.notAfter, .anchor) }
        var uses: Set<TimestampUse> = [TimestampUse(.authority, of: authority)]
        if let anchor = certificates.last, certificates.count > 1 { uses.insert(TimestampUse(.anchor, of: anchor)) }

        // 1. The hash over the file.
        let imprint = token.info.imprint.hashAlgorithm
        ends += [(algorithms.end(ofHash: imprint.oid), .imprint)].compactMap(Self.known)
        // 2. The token's signature.
        let digest = try HashAlgorithm(signer.digestAlgorithm)
        let signature = try signer.effectiveSignatureAlgorithm()
        ends += [
            (algorithms.end(ofHash: digest.oid), .algorithm),
            (algorithms.end(of: signature, by: authority), .algorithm),
        ].compactMap(Self.known)
        // 3. The signatures on the certificates below the anchor.
        var links = [(signature, authority)]
        for (certificate, issuer) in zip(certificates, certificates.dropFirst()) {
            links.append((certificate.signatureAlgorithm, issuer))
            ends += [(algorithms.end(of: certificate.signatureAlgorithm, by: issuer), .algorithm)]
                .compactMap(Self.known)
        }
        for name in [imprint.standardName, digest.standardName] { uses.insert(TimestampUse(algorithm: name)) }
        for (algorithm, issuer) in links {
            let scheme = try SignatureScheme(algorithm)
            uses.insert(TimestampUse(algorithm: scheme.hash.standardName))
            let bits = try PublicKey(publicKeyInfo: issuer.publicKeyInfo).bits
            uses.insert(TimestampUse(algorithm: "\(scheme.family)-\(bits)"))
        }

        let first = ends.min { ($0.time, $0.cause.rawValue) < ($1.time, $1.cause.rawValue) }
        self.init(
            stampedAt: Timestamp(token.info.genTime),
            expiresAt: Timestamp(first?.time ?? authority.notAfter),
            cause: first?.cause ?? .authority,
            uses: Array(uses)
        )
    }

    private static func known(_ end: (time: Date?, cause: Cause)) -> (time: Date, cause: Cause)? {
        end.time.map { ($0, end.cause) }
    }
}

extension AlgorithmPolicy {
    /// Until when the hash is taken as proof; nil: without end.
    ///
    /// One that the policy does not know ended long ago.
    func end(ofHash oid: String) -> Date? { Self.end(verdict(onHash: oid, at: .distantFuture)) }

    func end(of algorithm: AlgorithmIdentifier, by issuer: Certificate) -> Date? {
        Self.end(verdict(onSignature: algorithm, publicKeyInfo: issuer.publicKeyInfo, at: .distantFuture))
    }

    private static func end(_ verdict: Verdict) -> Date? {
        switch verdict {
        case .acceptable: nil
        case .expired(_, let date): date
        case .unsupported: Date(timeIntervalSince1970: 0)
        }
    }
}

extension TimestampUse {
    fileprivate init(_ kind: Kind, of certificate: Certificate) {
        let fingerprint = certificate.sha256Fingerprint.hexadecimal
        self.init(kind, fingerprint, name: certificate.subject.commonName ?? fingerprint)
    }

    fileprivate init(algorithm name: String) {
        self.init(.algorithm, name, name: name)
    }
}

extension HashAlgorithm {
    /// As the standards spell it, `SHA-256`.
    var standardName: String {
        switch self {
        case .sha1: "SHA-1"
        case .sha256: "SHA-256"
        case .sha384: "SHA-384"
        case .sha512: "SHA-512"
        }
    }
}

extension SignatureScheme {
    fileprivate var family: String {
        switch self {
        case .ecdsa: "ECDSA"
        case .rsaPKCS1: "RSA-PKCS1"
        case .rsaPSS: "RSA-PSS"
        case .ed25519: "Ed25519"
        }
    }
}
