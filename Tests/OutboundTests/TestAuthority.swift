import CMS
import Crypto
import Foundation

/// A certificate with its key, for one test.
struct Identity: Sendable {
    let certificate: Certificate
    let key: P256.Signing.PrivateKey

    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// A certificate for a new key, by `issuer` or by itself.
    init(
        _ name: String,
        serial: UInt8,
        by issuer: Identity? = nil,
        extensions: [CertificateExtension] = []
    ) throws {
        key = P256.Signing.PrivateKey()
        let publicKey = Array(key.publicKey.derRepresentation)
        let subject = DistinguishedName([(oid: OID.commonName, value: name)])
        let content = CertificateContent(
            serialNumber: [serial],
            issuer: issuer?.certificate.subject ?? subject,
            subject: subject,
            notBefore: Identity.now.addingTimeInterval(-86_400),
            notAfter: Identity.now.addingTimeInterval(86_400),
            publicKeyInfo: publicKey,
            extensions: [
                try .subjectKeyIdentifier(of: publicKey),
                try .authorityKeyIdentifier(of: issuer?.certificate.publicKeyInfo ?? publicKey),
            ] + extensions,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        let signature = try (issuer?.key ?? key).signature(for: content.toBeSigned)
        certificate = try Certificate(der: content.assemble(signature: Array(signature.derRepresentation)))
    }

    func sign(_ bytes: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: bytes).derRepresentation)
    }
}

extension CertificateExtension {
    static var authority: [CertificateExtension] {
        [
            .basicConstraints(isAuthority: true, pathLength: nil),
            .keyUsage([.keyCertSign, .cRLSign, .digitalSignature]),
        ]
    }
}
