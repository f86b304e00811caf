package import CMS
package import Crypto
package import Foundation

/// A root and an issuing authority for tests, with OCSP answers and lists.
package struct TestAuthority: Sendable {
    package let rootKey = P256.Signing.PrivateKey()
    package let issuingKey = P256.Signing.PrivateKey()
    package let root: Certificate
    package let issuing: Certificate
    private let from: Date
    private let until: Date

    package init(name: String, from: Date) throws {
        self.from = from
        until = from.addingTimeInterval(10 * 365 * 86400)
        let rootName = DistinguishedName([(OID.commonName, "\(name) Root")])
        let authority: [CertificateExtension] = [
            .basicConstraints(isAuthority: true, pathLength: nil), .keyUsage([.keyCertSign, .cRLSign]),
        ]
        root = try Self.certificate(
            subject: rootName,
            publicKey: rootKey.publicKey,
            issuer: rootName,
            signer: rootKey,
            from: from,
            until: until,
            authority
        )
        issuing = try Self.certificate(
            subject: DistinguishedName([(OID.commonName, "\(name) Issuing CA")]),
            publicKey: issuingKey.publicKey,
            issuer: rootName,
            signer: rootKey,
            from: from,
            until: until,
            authority
        )
    }

    /// A certificate of a person: CN and SAN are her address.
    package func leaf(address: String, publicKeyInfo: [UInt8], until end: Date? = nil) throws -> Certificate {
        try leaf(
            subject: DistinguishedName([(OID.commonName, address)]),
            publicKeyInfo: publicKeyInfo,
            until: end ?? until,
            [.subjectAltName([.rfc822(address)])]
        )
    }

    /// A certificate of a service.
    package func leaf(name: String, publicKeyInfo: [UInt8]) throws -> Certificate {
        try leaf(
            subject: DistinguishedName([(OID.commonName, name)]),
            publicKeyInfo: publicKeyInfo,
            until: until,
            []
        )
    }

    private func leaf(
        subject: DistinguishedName,
        publicKeyInfo: [UInt8],
        until end: Date,
        _ extensions: [CertificateExtension]
    ) throws -> Certificate {
        try Self.certificate(
            subject: subject,
            publicKey: P256.Signing.PublicKey(derRepresentation: publicKeyInfo),
            issuer: issuing.subject,
            signer: issuingKey,
            from: from,
            until: end,
            [.basicConstraints(isAuthority: false, pathLength: nil), .keyUsage([.digitalSignature, .nonRepudiation])]
                + extensions
        )
    }

    package static func certificate(
        subject: DistinguishedName,
        publicKey: P256.Signing.PublicKey,
        issuer: DistinguishedName,
        signer: P256.Signing.PrivateKey,
        from: Date,
        until: Date,
        _ extensions: [CertificateExtension]
    ) throws -> Certificate {
        let content = CertificateContent(
            serialNumber: [0x01] + (0..<8).map { _ in UInt8.random(in: 1...255) },
            issuer: issuer,
            subject: subject,
            notBefore: from,
            notAfter: until,
            publicKeyInfo: Array(publicKey.derRepresentation),
            extensions: extensions,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return try Certificate(der: content.assemble(signature: sign(content.toBeSigned, signer)))
    }

    package static func sign(_ bytes: [UInt8], _ key: P256.Signing.PrivateKey) throws -> [UInt8] {
        Array(try key.signature(for: bytes).derRepresentation)
    }
}
