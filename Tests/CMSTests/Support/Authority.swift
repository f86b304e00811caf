import CMS
import Crypto
import Foundation

/// A certificate with its key.
struct Identity: Sendable {
    let certificate: Certificate
    let key: P256.Signing.PrivateKey

    func sign(_ bytes: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: bytes).derRepresentation)
    }
}

/// A throw-away hierarchy with P-256 keys, fixed in time.
struct Authority: Sendable {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    let root: Identity
    let issuing: Identity

    init() throws {
        root = try Self.issue("TEST Root", by: nil, serialNumber: 1, extensions: Self.authorityExtensions)
        issuing = try Self.issue("TEST Issuing CA", by: root, serialNumber: 2, extensions: Self.authorityExtensions)
    }

    func signer(serialNumber: UInt8 = 10, key: P256.Signing.PrivateKey = P256.Signing.PrivateKey()) throws -> Identity {
        try Self.issue(
            "佐藤 太郎",
            by: issuing,
            serialNumber: serialNumber,
            key: key,
            extensions: [
                .keyUsage([.digitalSignature, .nonRepudiation]),
                .subjectAltName([.rfc822("taro@example.test")]),
                .certificatePolicies(["2.25.274637420155013839245863518163418915921.1"]),
                .authorityInformationAccess(ocsp: ["http://localhost/ocsp"], caIssuers: []),
                .crlDistributionPoints(["http://localhost/issuing.crl"]),
            ]
        )
    }

    func timestampAuthority(
        extensions: [CertificateExtension] = [.extendedKeyUsage([OID.timeStamping], isCritical: true)]
    ) throws -> Identity {
        try Self.issue("TEST TSA", by: root, serialNumber: 20, extensions: extensions)
    }

    func responder(
        by issuer: Identity? = nil,
        extensions: [CertificateExtension] = [.extendedKeyUsage([OID.ocspSigning], isCritical: false), .ocspNoCheck]
    ) throws -> Identity {
        try Self.issue("TEST OCSP", by: issuer ?? issuing, serialNumber: 30, extensions: extensions)
    }

    static let authorityExtensions: [CertificateExtension] = [
        .basicConstraints(isAuthority: true, pathLength: nil), .keyUsage([.keyCertSign, .cRLSign, .digitalSignature]),
    ]

    static func issue(
        _ name: String,
        by issuer: Identity?,
        serialNumber: UInt8,
        key: P256.Signing.PrivateKey = P256.Signing.PrivateKey(),
        extensions: [CertificateExtension]
    ) throws -> Identity {
        let subject = DistinguishedName([
            (OID.countryName, "JP"), (OID.organizationName, "TEST ENVIRONMENT 試験環境"), (OID.commonName, name),
        ])
        let publicKeyInfo = publicKeyInfo(of: key)
        let signingKey = issuer?.key ?? key
        let content = CertificateContent(
            serialNumber: [serialNumber],
            issuer: issuer?.certificate.subject ?? subject,
            subject: subject,
            notBefore: now.addingTimeInterval(-86_400),
            notAfter: now.addingTimeInterval(86_400 * 365),
            publicKeyInfo: publicKeyInfo,
            extensions: extensions + [
                try .subjectKeyIdentifier(of: publicKeyInfo),
                try .authorityKeyIdentifier(of: Self.publicKeyInfo(of: signingKey)),
            ],
            signatureAlgorithm: .ecdsaWithSHA256
        )
        let signature = try signingKey.signature(for: content.toBeSigned).derRepresentation
        return Identity(certificate: try Certificate(der: content.assemble(signature: Array(signature))), key: key)
    }

    static func publicKeyInfo(of key: P256.Signing.PrivateKey) -> [UInt8] {
        PublicKeyInfo.ellipticCurve(.p256, point: Array(key.publicKey.x963Representation))
    }
}
