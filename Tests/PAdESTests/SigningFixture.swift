import CMS
import Crypto
import Foundation
import PDF

/// One signer, one timestamp authority and an unsigned contract with an empty field, all made in memory.
struct SigningFixture {
    static let time = Date(timeIntervalSince1970: 1_790_000_000)

    let key = P256.Signing.PrivateKey()
    let authorityKey = P256.Signing.PrivateKey()
    let certificate: [UInt8]
    let authority: Certificate
    let contract: [UInt8]

    init() throws {
        certificate = try Self.certificate(of: key, name: "Signer", [.keyUsage([.digitalSignature])])
        authority = try Certificate(
            der: Self.certificate(
                of: authorityKey,
                name: "TSA",
                [.extendedKeyUsage([OID.timeStamping], isCritical: true)]
            )
        )
        let unsigned = Array(Self.onePage.utf8)
        let box = DisplayedBox(page: 1, x: 50, y: 50, width: 200, height: 60)
        contract =
            try unsigned
            + addSignatureFields(
                [SignatureFieldRequest(name: "signer-1", box: box)],
                lockingForeignFields: true,
                to: Document(BytesSource(unsigned))
            )
    }

    var document: Document {
        get throws { try Document(BytesSource(contract)) }
    }

    func signature(over bytes: [UInt8]) throws -> [UInt8] {
        try Array(key.signature(for: bytes).derRepresentation)
    }

    /// A token over this SHA-256 digest.
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
            signingCertificate: authority,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return try SignedData.encode(
            content: content.der,
            signedAttributes: attributes,
            signature: Array(authorityKey.signature(for: attributes.der).derRepresentation),
            signatureAlgorithm: .ecdsaWithSHA256,
            certificates: [authority],
            timestampToken: nil
        )
    }

    private static func certificate(
        of key: P256.Signing.PrivateKey,
        name: String,
        _ extensions: [CertificateExtension]
    ) throws -> [UInt8] {
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
        return content.assemble(signature: Array(try key.signature(for: content.toBeSigned).derRepresentation))
    }

    private static let onePage: String = {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] >>",
        ]
        var file = "%PDF-1.7\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = "\(file.utf8.count)"
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        return file
            + "xref\n0 4\n\(table)trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n\(file.utf8.count)\n%%EOF\n"
    }()
}
