import CMS
import Crypto
import Foundation

/// A certification authority, responder or signer of the tests, with its key.
struct TestIdentity: Sendable {
    let key: P256.Signing.PrivateKey
    let certificate: Certificate

    func sign(_ message: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: message).derRepresentation)
    }

    func crl(revoking revoked: [(Certificate, Date)] = [], thisUpdate: Date, nextUpdate: Date) throws -> [UInt8] {
        let content = RevocationListContent(
            issuer: certificate.subject,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            entries: revoked.map {
                RevocationListEntry(serialNumber: $0.0.serialNumber, revocationDate: $0.1, reason: nil)
            },
            number: 1,
            authorityKeyIdentifier: try CertificateExtension.keyIdentifier(of: certificate.publicKeyInfo),
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return content.assemble(signature: try sign(content.toBeSigned))
    }

    /// An answer signed by this identity about a certificate of `issuer`.
    func ocsp(
        about subject: Certificate,
        issuedBy issuer: Certificate,
        state: CertificateStatus.State = .good,
        thisUpdate: Date,
        nextUpdate: Date?
    ) throws -> [UInt8] {
        let single = SingleResponse(
            certificate: try CertID(certificate: subject, issuer: issuer, hashAlgorithm: .sha256),
            state: state,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            extensions: []
        )
        let content = OCSPResponseContent(
            responderID: .name(certificate.subject),
            producedAt: thisUpdate,
            responses: [single],
            nonce: nil,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return content.assemble(signature: try sign(content.toBeSigned), certificates: [certificate])
    }

    func timestamp(over imprint: MessageImprint, at time: Date) throws -> [UInt8] {
        let content = TSTInfoContent(
            policy: "1.2.3.4",
            imprint: imprint,
            serialNumber: [1],
            genTime: time,
            accuracyInSeconds: 1,
            nonce: nil
        )
        let attributes = try content.signedAttributes(
            signingCertificate: certificate,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return try SignedData.encode(
            content: content.der,
            signedAttributes: attributes,
            signature: sign(attributes.der),
            signatureAlgorithm: .ecdsaWithSHA256,
            certificates: [certificate],
            timestampToken: nil
        )
    }
}

/// What a test certificate is for.
enum TestProfile {
    case authority(pathLength: Int?)
    case signer
    case responder
    case timestamping

    func extensions(_ key: [UInt8], _ issuerKey: [UInt8]) throws -> [CertificateExtension] {
        let identifiers: [CertificateExtension] = [
            try .subjectKeyIdentifier(of: key), try .authorityKeyIdentifier(of: issuerKey),
        ]
        switch self {
        case .authority(let pathLength):
            return identifiers + [
                .basicConstraints(isAuthority: true, pathLength: pathLength), .keyUsage([.keyCertSign, .cRLSign]),
            ]
        case .signer: return identifiers + [.keyUsage([.digitalSignature, .nonRepudiation])]
        case .responder:
            return identifiers + [
                .keyUsage(.digitalSignature), .extendedKeyUsage([OID.ocspSigning], isCritical: false), .ocspNoCheck,
            ]
        case .timestamping:
            return identifiers + [
                .keyUsage(.digitalSignature), .extendedKeyUsage([OID.timeStamping], isCritical: true),
            ]
        }
    }
}

/// Makes certificates.
///
/// Serial numbers count up.
struct TestIssuer {
    static func identity(
        _ name: String,
        _ profile: TestProfile,
        from issuer: TestIdentity? = nil,
        serial: UInt8,
        validFrom: Date,
        until: Date,
        more: [CertificateExtension] = []
    ) throws -> TestIdentity {
        let key = P256.Signing.PrivateKey()
        let publicKey = Array(key.publicKey.derRepresentation)
        let subject = DistinguishedName([(OID.countryName, "JP"), (OID.commonName, name)])
        let content = CertificateContent(
            serialNumber: [serial],
            issuer: issuer?.certificate.subject ?? subject,
            subject: subject,
            notBefore: validFrom,
            notAfter: until,
            publicKeyInfo: publicKey,
            extensions: try profile.extensions(publicKey, issuer?.certificate.publicKeyInfo ?? publicKey) + more,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        let signature = try (issuer?.key ?? key).signature(for: content.toBeSigned).derRepresentation
        return TestIdentity(key: key, certificate: try Certificate(der: content.assemble(signature: Array(signature))))
    }
}
