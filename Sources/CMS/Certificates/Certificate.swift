import Crypto
package import Foundation
import SwiftASN1

/// An X.509 certificate, kept as it was read.
///
///     Certificate ::= SEQUENCE {
///         tbsCertificate      TBSCertificate,
///         signatureAlgorithm  AlgorithmIdentifier,
///         signature           BIT STRING }
///
/// Two certificates are equal when their bytes are.
///
/// - SeeAlso: RFC 5280 §4.1, FND-2, FND-5
package struct Certificate: Hashable, Sendable {
    package let der: [UInt8]
    /// The bytes that are signed.
    package let tbs: [UInt8]
    /// From 1 to 3.
    package let version: Int
    /// Content octets of the INTEGER.
    package let serialNumber: [UInt8]
    package let issuer: DistinguishedName
    package let notBefore: Date
    package let notAfter: Date
    package let subject: DistinguishedName
    /// DER of the SubjectPublicKeyInfo.
    package let publicKeyInfo: [UInt8]
    package let publicKeyAlgorithm: AlgorithmIdentifier
    package let extensions: [CertificateExtension]
    package let signatureAlgorithm: AlgorithmIdentifier
    package let signature: [UInt8]
    private let known: CertificateExtensions

    /// Throws `CMSError.malformed` unless this is one certificate in DER whose known extensions can be read.
    package init(der: [UInt8]) throws(CMSError) {
        var certificate = try DERElement(der: der, .certificate).sequence()
        let body = try certificate.next(.sequence)
        signatureAlgorithm = try AlgorithmIdentifier(certificate.next())
        signature = try certificate.next(.bitString).signatureValue()
        try certificate.end()

        var fields = try body.sequence()
        version =
            try fields.optional(context: 0).map { (version) throws(CMSError) in
                try version.explicit().expect(.integer).smallInteger() + 1
            } ?? 1
        guard (1...3).contains(version) else { throw .malformed(.certificate, .version) }
        serialNumber = try fields.next(.integer).integer()
        let innerAlgorithm = try AlgorithmIdentifier(fields.next())
        guard innerAlgorithm == signatureAlgorithm else { throw .algorithmConfusion(.innerOuter) }
        issuer = try DistinguishedName(fields.next())
        var validity = try fields.next().sequence()
        notBefore = try validity.next().time()
        notAfter = try validity.next().time()
        try validity.end()
        subject = try DistinguishedName(fields.next())
        let key = try fields.next(.sequence)
        publicKeyInfo = key.encoded
        var keyFields = try key.sequence()
        publicKeyAlgorithm = try AlgorithmIdentifier(keyFields.next())
        let hasUniqueIdentifiers = [
            try fields.optional(context: 1) != nil, try fields.optional(context: 2) != nil,
        ].contains(true)
        guard !hasUniqueIdentifiers || version >= 2 else { throw .malformed(.certificate, .version) }
        if let list = try fields.optional(context: 3) {
            guard version == 3 else { throw .malformed(.certificate, .version) }
            extensions = try CertificateExtension.list(list.explicit())
        } else {
            extensions = []
        }
        try fields.end()
        known = try CertificateExtensions(extensions)
        tbs = body.encoded
        self.der = der
    }

    package static func == (left: Self, right: Self) -> Bool { left.der == right.der }

    package func hash(into hasher: inout Hasher) { hasher.combine(der) }
}

extension Certificate {
    /// nil when the extension is absent, which restricts nothing.
    package var keyUsage: KeyUsage? { known.keyUsage }
    package var basicConstraints: BasicConstraints? { known.basicConstraints }
    package var extendedKeyUsage: [String]? { known.extendedKeyUsage }
    package var extendedKeyUsageIsCritical: Bool { extensions.first(OID.extendedKeyUsage)?.isCritical ?? false }
    package var subjectKeyIdentifier: [UInt8]? { known.subjectKeyIdentifier }
    package var authorityKeyIdentifier: [UInt8]? { known.authorityKeyIdentifier }
    package var subjectAltNames: [GeneralName] { known.subjectAltNames }
    package var ocspURLs: [String] { known.ocspURLs }
    package var caIssuerURLs: [String] { known.caIssuerURLs }
    package var distributionPoints: [DistributionPoint] { known.distributionPoints }
    package var crlURLs: [String] { known.distributionPoints.flatMap(\.urls) }
    package var policies: [String] { known.policies }
    package var hasOCSPNoCheck: Bool { extensions.first(OID.ocspNoCheck) != nil }

    package var rfc822Names: [String] {
        known.subjectAltNames.compactMap { if case .rfc822(let address) = $0 { address } else { nil } }
    }

    package var isAuthority: Bool { known.basicConstraints?.isAuthority ?? false }

    /// Whether issuer and subject are one name.
    ///
    /// Says nothing about the key.
    package var isSelfIssued: Bool { issuer.matches(subject) }

    package var sha256Fingerprint: [UInt8] { Array(SHA256.hash(data: der)) }

    /// SHA-256 of the SubjectPublicKeyInfo.
    package var keyFingerprint: [UInt8] { Array(SHA256.hash(data: publicKeyInfo)) }

    package func isValid(at time: Date) -> Bool { notBefore <= time && time <= notAfter }

    /// Verifies that `authority` signed this certificate: names, then the signature.
    ///
    /// - Throws: `CMSError.certificateIssuerMismatch` or what `verifySignature` throws. Usage, validity and constraints
    ///   of the authority are the path's matter.
    package func verify(issuedBy authority: Certificate) throws(CMSError) {
        guard issuer.matches(authority.subject) else { throw .certificateIssuerMismatch }
        try CMS.verifySignature(
            signature,
            algorithm: signatureAlgorithm,
            of: tbs,
            publicKeyInfo: authority.publicKeyInfo
        )
    }
}
