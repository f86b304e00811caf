package import Foundation
import SwiftASN1

/// A certificate revocation list, kept as it was read.
///
///     CertificateList ::= SEQUENCE {
///         tbsCertList         SEQUENCE {
///             version              INTEGER OPTIONAL,
///             signature            AlgorithmIdentifier,
///             issuer               Name,
///             thisUpdate           Time,
///             nextUpdate           Time OPTIONAL,
///             revokedCertificates  SEQUENCE OF SEQUENCE {
///                 userCertificate     CertificateSerialNumber,
///                 revocationDate      Time,
///                 crlEntryExtensions  Extensions OPTIONAL } OPTIONAL,
///             crlExtensions        [0] EXPLICIT Extensions OPTIONAL },
///         signatureAlgorithm  AlgorithmIdentifier,
///         signatureValue      BIT STRING }
///
/// - SeeAlso: RFC 5280 §5, REV-5
package struct CertificateRevocationList: Hashable, Sendable {
    package let der: [UInt8]
    /// The bytes that are signed.
    package let tbs: [UInt8]
    package let issuer: DistinguishedName
    package let thisUpdate: Date
    package let nextUpdate: Date?
    package let entries: [RevocationListEntry]
    package let extensions: [CertificateExtension]
    package let signatureAlgorithm: AlgorithmIdentifier
    package let signature: [UInt8]
    package let authorityKeyIdentifier: [UInt8]?
    package let issuingDistributionPoint: IssuingDistributionPoint?
    /// Content octets of cRLNumber.
    package let number: [UInt8]?
    /// Content octets of the number of the complete list that a delta list starts from; nil for a complete list.
    package let baseNumber: [UInt8]?
    /// From when on expired certificates stay on the list. ITU-T X.509 §9.5.2.8
    package let expiredCertificatesFrom: Date?

    package init(der: [UInt8]) throws(CMSError) {
        var list = try DERElement(der: der, .certificateRevocationList).sequence()
        let body = try list.next(.sequence)
        signatureAlgorithm = try AlgorithmIdentifier(list.next())
        signature = try list.next(.bitString).signatureValue()
        try list.end()

        var fields = try body.sequence()
        var isVersion2 = false
        if let version = try fields.optional(.integer) {
            guard try version.smallInteger() == 1 else { throw version.fault(.version) }
            isVersion2 = true
        }
        guard try AlgorithmIdentifier(fields.next()) == signatureAlgorithm else {
            throw .algorithmConfusion(.innerOuter)
        }
        issuer = try DistinguishedName(fields.next())
        thisUpdate = try fields.next().time()
        var nextUpdate: Date?
        for tag in [ASN1Identifier.utcTime, .generalizedTime] {
            if let time = try fields.optional(tag) { nextUpdate = try time.time() }
        }
        self.nextUpdate = nextUpdate
        var entries: [RevocationListEntry] = []
        if let revoked = try fields.optional(.sequence) {
            var items = try revoked.children()
            while !items.isAtEnd { entries.append(try RevocationListEntry(items.next())) }
        }
        self.entries = entries
        extensions =
            try fields.optional(context: 0).map { (list) throws(CMSError) in
                try CertificateExtension.list(list.explicit())
            } ?? []
        try fields.end()
        guard isVersion2 || extensions.isEmpty else { throw .malformed(.certificateRevocationList, .version) }

        let known = try CertificateExtensions(extensions.filter { $0.oid == OID.authorityKeyIdentifier })
        authorityKeyIdentifier = known.authorityKeyIdentifier
        issuingDistributionPoint = try extensions.first(OID.issuingDistributionPoint).map(IssuingDistributionPoint.init)
        number = try Self.number(in: extensions, OID.crlNumber)
        baseNumber = try Self.number(in: extensions, OID.deltaCRLIndicator)
        expiredCertificatesFrom = try extensions.first(OID.expiredCertsOnCRL).map { (item) throws(CMSError) in
            try DERElement(der: item.value, .certificateRevocationList).generalizedTime()
        }
        tbs = body.encoded
        self.der = der
    }

    package static func == (left: Self, right: Self) -> Bool { left.der == right.der }

    package func hash(into hasher: inout Hasher) { hasher.combine(der) }

    package var isDelta: Bool { baseNumber != nil }

    private static func number(in extensions: [CertificateExtension], _ oid: String) throws(CMSError) -> [UInt8]? {
        try extensions.first(oid).map { (item) throws(CMSError) in
            let number = try DERElement(der: item.value, .certificateRevocationList).expect(.integer)
            _ = try number.magnitude()
            return try number.integer()
        }
    }

    /// The entry with this serial number (content octets), where the CRL is not indirect.
    package func entry(for serialNumber: [UInt8]) -> RevocationListEntry? {
        entries.last { $0.serialNumber == serialNumber }
    }
}

/// One revoked certificate.
///
/// - SeeAlso: RFC 5280 §5.3
package struct RevocationListEntry: Hashable, Sendable {
    /// Content octets of the INTEGER.
    package let serialNumber: [UInt8]
    package let revocationDate: Date
    package let extensions: [CertificateExtension]

    package init(serialNumber: [UInt8], revocationDate: Date, reason: RevocationReason?) {
        self.serialNumber = serialNumber
        self.revocationDate = revocationDate
        extensions =
            reason.map {
                let value = DEREncoding.enumerated(UInt8($0.rawValue))
                return [CertificateExtension(oid: OID.reasonCode, isCritical: false, value: value)]
            } ?? []
    }

    init(_ element: DERElement) throws(CMSError) {
        var fields = try element.sequence()
        serialNumber = try fields.next(.integer).integer()
        revocationDate = try fields.next().time()
        extensions = fields.isAtEnd ? [] : try CertificateExtension.list(fields.next())
        try fields.end()
    }

    package func reason() throws(CMSError) -> RevocationReason? {
        try extensions.first(OID.reasonCode).map { (item) throws(CMSError) in
            try RevocationReason(DERElement(der: item.value, .certificateRevocationList))
        }
    }

    /// Names of the certificate's issuer in an indirect CRL; nil when the entry does not say.
    package func certificateIssuer() throws(CMSError) -> [GeneralName]? {
        try extensions.first(OID.certificateIssuer).map { (item) throws(CMSError) in
            try GeneralName.list(DERElement(der: item.value, .certificateRevocationList).expect(.sequence))
        }
    }

    var der: [UInt8] {
        DEREncoding.sequence(
            DEREncoding.integer(content: serialNumber),
            DEREncoding.time(revocationDate),
            extensions.isEmpty ? [] : CertificateExtension.encoded(extensions)
        )
    }
}
