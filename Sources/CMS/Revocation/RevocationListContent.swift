package import Foundation

/// What an authority puts into a CRL before signing it.
///
/// - SeeAlso: RFC 5280 §5.1.2
package struct RevocationListContent: Sendable {
    package var issuer: DistinguishedName
    package var thisUpdate: Date
    package var nextUpdate: Date
    package var entries: [RevocationListEntry]
    /// Counts up with every list.
    package var number: Int
    package var authorityKeyIdentifier: [UInt8]
    package var signatureAlgorithm: AlgorithmIdentifier

    package init(
        issuer: DistinguishedName,
        thisUpdate: Date,
        nextUpdate: Date,
        entries: [RevocationListEntry],
        number: Int,
        authorityKeyIdentifier: [UInt8],
        signatureAlgorithm: AlgorithmIdentifier
    ) {
        self.issuer = issuer
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.entries = entries
        self.number = number
        self.authorityKeyIdentifier = authorityKeyIdentifier
        self.signatureAlgorithm = signatureAlgorithm
    }

    /// TBSCertList, version 2.
    package var toBeSigned: [UInt8] {
        let extensions = [
            CertificateExtension.authorityKeyIdentifier(authorityKeyIdentifier),
            CertificateExtension(oid: OID.crlNumber, isCritical: false, value: DEREncoding.integer(number)),
        ]
        return DEREncoding.sequence(
            DEREncoding.integer(1),
            signatureAlgorithm.der,
            issuer.der,
            DEREncoding.time(thisUpdate),
            DEREncoding.time(nextUpdate),
            entries.isEmpty ? [] : DEREncoding.sequence(entries.map(\.der)),
            DEREncoding.explicit(0, CertificateExtension.encoded(extensions))
        )
    }

    /// The CRL in DER.
    ///
    /// `signature` is over `toBeSigned`, for ECDSA in DER.
    package func assemble(signature: [UInt8]) -> [UInt8] {
        DEREncoding.sequence(toBeSigned, signatureAlgorithm.der, DEREncoding.bitString(signature))
    }
}
