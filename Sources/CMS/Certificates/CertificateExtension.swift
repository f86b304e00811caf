import SwiftASN1

/// One extension of a certificate, CRL, request or response.
///
///     Extension ::= SEQUENCE {
///         extnID     OBJECT IDENTIFIER,
///         critical   BOOLEAN DEFAULT FALSE,
///         extnValue  OCTET STRING }
///
/// - SeeAlso: RFC 5280 §4.1.2.9
package struct CertificateExtension: Hashable, Sendable {
    package let oid: String
    package let isCritical: Bool
    /// The DER inside the octet string.
    package let value: [UInt8]

    package init(oid: String, isCritical: Bool, value: [UInt8]) {
        self.oid = oid
        self.isCritical = isCritical
        self.value = value
    }

    init(_ element: DERElement) throws(CMSError) {
        var reader = try element.sequence()
        oid = try reader.next(.objectIdentifier).objectIdentifier()
        // FALSE spelled out is not DER, but common; it says the same.
        isCritical = try reader.optional(.boolean).map { (flag) throws(CMSError) in try flag.boolean() } ?? false
        value = Array(try reader.next(.octetString).content())
        try reader.end()
    }

    package var der: [UInt8] {
        DEREncoding.sequence(
            DEREncoding.objectIdentifier(oid),
            isCritical ? DEREncoding.boolean(true) : [],
            DEREncoding.octetString(value)
        )
    }

    /// Reads a SEQUENCE OF Extension.
    ///
    /// An extension that appears twice is an error. RFC 5280 §4.2.
    static func list(_ element: DERElement) throws(CMSError) -> [CertificateExtension] {
        var reader = try element.sequence()
        var extensions: [CertificateExtension] = []
        for item in reader.rest() { extensions.append(try CertificateExtension(item)) }
        guard Set(extensions.map(\.oid)).count == extensions.count else { throw element.fault(.repeated) }
        return extensions
    }

    static func encoded(_ extensions: [CertificateExtension]) -> [UInt8] {
        DEREncoding.sequence(extensions.map(\.der))
    }
}

extension [CertificateExtension] {
    func first(_ oid: String) -> CertificateExtension? { first { $0.oid == oid } }

    /// Critical extensions outside `known`.
    ///
    /// A structure that has one must not be used.
    package func criticalUnknown(besides known: Set<String>) -> String? {
        first { $0.isCritical && !known.contains($0.oid) }?.oid
    }
}
