import SwiftASN1

/// Which certificate a signer says is theirs, from signing-certificate or signing-certificate-v2.
///
///     ESSCertIDv2 ::= SEQUENCE {
///         hashAlgorithm  AlgorithmIdentifier DEFAULT {algorithm id-sha256},
///         certHash       OCTET STRING,
///         issuerSerial   SEQUENCE { issuer GeneralNames, serialNumber INTEGER } OPTIONAL }
///
/// - SeeAlso: RFC 5035 §3, RFC 2634 §5.4, CMS-B2, CMS-V4
package struct SigningCertificateReference: Hashable, Sendable {
    package let hashAlgorithm: HashAlgorithm
    package let hash: [UInt8]
    package let issuer: [GeneralName]
    package let serialNumber: [UInt8]?

    /// Whether this names `certificate`: its digest and, where given, its issuer and serial number.
    package func names(_ certificate: Certificate) -> Bool {
        guard hashAlgorithm.digest(of: certificate.der) == hash else { return false }
        if let serialNumber, serialNumber != certificate.serialNumber { return false }
        let directoryNames = issuer.compactMap { name -> DistinguishedName? in
            if case .directory(let directory) = name { directory } else { nil }
        }
        return directoryNames.isEmpty || directoryNames.contains { $0.matches(certificate.issuer) }
    }

    /// The value of a signing-certificate-v2 attribute that names one certificate.
    static func attribute(for certificate: Certificate, hash: HashAlgorithm) -> Attribute {
        let issuerSerial = DEREncoding.sequence(
            DEREncoding.sequence(GeneralName.directory(certificate.issuer).der),
            DEREncoding.integer(content: certificate.serialNumber)
        )
        let identifier = DEREncoding.sequence(
            hash == .sha256 ? [] : hash.identifier.der,
            DEREncoding.octetString(hash.digest(of: certificate.der)),
            issuerSerial
        )
        let value = DEREncoding.sequence(DEREncoding.sequence(identifier))
        return Attribute(oid: OID.signingCertificateV2, values: [value])
    }

    /// Reads the attribute; the first certificate named is the signer's, the others are its path.
    init(_ attribute: Attribute) throws(CMSError) {
        var reader = try DERElement(der: attribute.soleValue(), .attribute).sequence()
        var certificates = try reader.next().sequence()
        var fields = try certificates.next().sequence()
        if attribute.oid == OID.signingCertificate {
            hashAlgorithm = .sha1
        } else if let algorithm = try fields.optional(.sequence) {
            hashAlgorithm = try HashAlgorithm(AlgorithmIdentifier(algorithm))
        } else {
            hashAlgorithm = .sha256
        }
        hash = Array(try fields.next(.octetString).content())
        if let issuerSerial = try fields.optional(.sequence) {
            var parts = try issuerSerial.children()
            issuer = try GeneralName.list(parts.next(.sequence))
            serialNumber = try parts.next(.integer).integer()
            try parts.end()
        } else {
            issuer = []
            serialNumber = nil
        }
        try fields.end()
    }
}
