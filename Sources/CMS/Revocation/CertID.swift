import SwiftASN1

/// Which certificate an OCSP answer is about.
///
///     CertID ::= SEQUENCE {
///         hashAlgorithm   AlgorithmIdentifier,
///         issuerNameHash  OCTET STRING,
///         issuerKeyHash   OCTET STRING,
///         serialNumber    CertificateSerialNumber }
///
/// SHA-1 here finds a certificate; no trust rests on it.
///
/// - SeeAlso: RFC 6960 §4.1.1, REV-1
package struct CertID: Hashable, Sendable {
    package let hashAlgorithm: HashAlgorithm
    package let issuerNameHash: [UInt8]
    package let issuerKeyHash: [UInt8]
    /// Content octets of the INTEGER.
    package let serialNumber: [UInt8]

    package init(certificate: Certificate, issuer: Certificate, hashAlgorithm: HashAlgorithm) throws(CMSError) {
        let key = try CertificateExtension.subjectPublicKey(of: issuer.publicKeyInfo)
        self.hashAlgorithm = hashAlgorithm
        issuerNameHash = hashAlgorithm.digest(of: certificate.issuer.der)
        issuerKeyHash = hashAlgorithm.digest(of: key)
        serialNumber = certificate.serialNumber
    }

    init(_ element: DERElement) throws(CMSError) {
        var fields = try element.sequence()
        hashAlgorithm = try HashAlgorithm(AlgorithmIdentifier(fields.next()))
        issuerNameHash = Array(try fields.next(.octetString).content())
        issuerKeyHash = Array(try fields.next(.octetString).content())
        serialNumber = try fields.next(.integer).integer()
        try fields.end()
    }

    package var der: [UInt8] {
        DEREncoding.sequence(
            AlgorithmIdentifier(oid: hashAlgorithm.oid, parameters: DEREncoding.null).der,
            DEREncoding.octetString(issuerNameHash),
            DEREncoding.octetString(issuerKeyHash),
            DEREncoding.integer(content: serialNumber)
        )
    }

    /// Whether this names `certificate`, issued by `issuer`: name, key and serial number.
    package func names(_ certificate: Certificate, issuedBy issuer: Certificate) -> Bool {
        guard issuer.subject.matches(certificate.issuer) else { return false }
        return (try? CertID(certificate: certificate, issuer: issuer, hashAlgorithm: hashAlgorithm)) == self
    }
}
