import CMS
import Crypto
import Foundation

/// One signer and one timestamp authority, both self-signed, made in memory for one run.
struct BenchAuthority {
    static let time = Date(timeIntervalSince1970: 1_790_000_000)

    let key = P256.Signing.PrivateKey()
    let certificate: Certificate
    let timestampKey = P256.Signing.PrivateKey()
    let timestampCertificate: Certificate

    init() throws {
        certificate = try Self.certificate(of: key, "Bench signer", [.keyUsage([.digitalSignature])])
        timestampCertificate = try Self.certificate(
            of: timestampKey,
            "Bench TSA",
            [.extendedKeyUsage([OID.timeStamping], isCritical: true)]
        )
    }

    func signature(over bytes: [UInt8]) throws -> [UInt8] {
        try Array(key.signature(for: bytes).derRepresentation)
    }

    func token(over digest: [UInt8]) throws -> [UInt8] {
        let content = TSTInfoContent(
            policy: "1.2.3",
            imprint: try MessageImprint(hashAlgorithm: .sha256, digest: digest),
            serialNumber: [1],
            genTime: Self.time,
            accuracyInSeconds: 1,
            nonce: nil
        )
        let attributes = try content.signedAttributes(
            signingCertificate: timestampCertificate,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return try SignedData.encode(
            content: content.der,
            signedAttributes: attributes,
            signature: Array(timestampKey.signature(for: attributes.der).derRepresentation),
            signatureAlgorithm: .ecdsaWithSHA256,
            certificates: [timestampCertificate],
            timestampToken: nil
        )
    }

    private static func certificate(
        of key: P256.Signing.PrivateKey,
        _ name: String,
        _ extensions: [CertificateExtension]
    ) throws -> Certificate {
        let name = DistinguishedName([(OID.commonName, name)])
        let content = CertificateContent(
            serialNumber: [1],
            issuer: name,
            subject: name,
            notBefore: time.addingTimeInterval(-86_400),
            notAfter: time.addingTimeInterval(86_400),
            publicKeyInfo: Array(key.publicKey.derRepresentation),
            extensions: extensions,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return try Certificate(der: content.assemble(signature: signature(content.toBeSigned, key)))
    }

    private static func signature(_ bytes: [UInt8], _ key: P256.Signing.PrivateKey) throws -> [UInt8] {
        Array(try key.signature(for: bytes).derRepresentation)
    }
}
