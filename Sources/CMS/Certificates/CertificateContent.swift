package import Foundation

/// What an authority puts into a certificate before signing it.
///
/// - SeeAlso: RFC 5280 §4.1.2
package struct CertificateContent: Sendable {
    /// Big-endian, positive.
    package var serialNumber: [UInt8]
    package var issuer: DistinguishedName
    package var subject: DistinguishedName
    package var notBefore: Date
    package var notAfter: Date
    /// DER of the SubjectPublicKeyInfo.
    package var publicKeyInfo: [UInt8]
    package var extensions: [CertificateExtension]
    package var signatureAlgorithm: AlgorithmIdentifier

    package init(
        serialNumber: [UInt8],
        issuer: DistinguishedName,
        subject: DistinguishedName,
        notBefore: Date,
        notAfter: Date,
        publicKeyInfo: [UInt8],
        extensions: [CertificateExtension],
        signatureAlgorithm: AlgorithmIdentifier
    ) {
        self.serialNumber = serialNumber
        self.issuer = issuer
        self.subject = subject
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.publicKeyInfo = publicKeyInfo
        self.extensions = extensions
        self.signatureAlgorithm = signatureAlgorithm
    }

    /// TBSCertificate, version 3.
    package var toBeSigned: [UInt8] {
        DEREncoding.sequence(
            DEREncoding.explicit(0, DEREncoding.integer(2)),
            DEREncoding.integer(unsigned: serialNumber),
            signatureAlgorithm.der,
            issuer.der,
            DEREncoding.sequence(DEREncoding.time(notBefore), DEREncoding.time(notAfter)),
            subject.der,
            publicKeyInfo,
            extensions.isEmpty ? [] : DEREncoding.explicit(3, CertificateExtension.encoded(extensions))
        )
    }

    /// The certificate in DER.
    ///
    /// `signature` is over `toBeSigned`, for ECDSA in DER.
    package func assemble(signature: [UInt8]) -> [UInt8] {
        DEREncoding.sequence(toBeSigned, signatureAlgorithm.der, DEREncoding.bitString(signature))
    }
}
