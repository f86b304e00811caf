package import CMS

/// A certificate with its key: an authority, a responder or a signer of a test.
package struct DeclaredIdentity: Sendable {
    package let key: DeclaredKey
    package let certificate: Certificate

    /// A self-signed one.
    package init(_ declared: DeclaredCertificate, key: DeclaredKey = .p256()) throws {
        self.key = key
        certificate = try declared.certificate(
            of: key.publicKeyInfo,
            issuer: declared.subject,
            issuerKey: key
        )
    }

    private init(key: DeclaredKey, certificate: Certificate) {
        self.key = key
        self.certificate = certificate
    }

    /// Declares another identity, certified by this one.
    package func issue(_ declared: DeclaredCertificate, key: DeclaredKey = .p256()) throws -> DeclaredIdentity {
        DeclaredIdentity(key: key, certificate: try certify(declared, publicKeyInfo: key.publicKeyInfo))
    }

    /// Certifies a key that somebody else holds.
    package func certify(_ declared: DeclaredCertificate, publicKeyInfo: [UInt8]) throws -> Certificate {
        try declared.certificate(of: publicKeyInfo, issuer: certificate.subject, issuerKey: key)
    }

    package func sign(_ message: [UInt8]) throws -> [UInt8] {
        try key.sign(message)
    }

    /// Signed data over detached content of which `digest` is the digest, without a timestamp.
    package func signedAttributes(over digest: [UInt8]) -> SignedAttributes {
        SignedAttributes(
            messageDigest: digest,
            signingCertificate: certificate,
            digestAlgorithm: key.digestAlgorithm,
            signatureAlgorithm: key.algorithm
        )
    }
}

extension DeclaredCertificate {
    fileprivate func certificate(
        of publicKeyInfo: [UInt8],
        issuer: DistinguishedName,
        issuerKey: DeclaredKey
    ) throws -> Certificate {
        let content = CertificateContent(
            serialNumber: serialNumber,
            issuer: issuer,
            subject: subject,
            notBefore: notBefore,
            notAfter: notAfter,
            publicKeyInfo: publicKeyInfo,
            extensions: extensions + [
                try .subjectKeyIdentifier(of: publicKeyInfo),
                try .authorityKeyIdentifier(of: issuerKey.publicKeyInfo),
            ],
            signatureAlgorithm: issuerKey.algorithm
        )
        return try Certificate(der: content.assemble(signature: issuerKey.sign(content.toBeSigned)))
    }
}
