import SwiftASN1

/// The extensions of a certificate that we understand, read once.
struct CertificateExtensions: Sendable {
    var keyUsage: KeyUsage?
    var basicConstraints: BasicConstraints?
    var extendedKeyUsage: [String]?
    var subjectKeyIdentifier: [UInt8]?
    var authorityKeyIdentifier: [UInt8]?
    var subjectAltNames: [GeneralName] = []
    var ocspURLs: [String] = []
    var caIssuerURLs: [String] = []
    var distributionPoints: [DistributionPoint] = []
    var policies: [String] = []

    init() {}

    init(_ extensions: [CertificateExtension]) throws(CMSError) {
        for item in extensions { try read(item) }
    }

    private mutating func read(_ item: CertificateExtension) throws(CMSError) {
        switch item.oid {
        case OID.keyUsage:
            let bits = try Self.element(item).expect(.bitString).namedBits()
            keyUsage = KeyUsage(rawValue: bits.filter { $0 < 9 }.reduce(0) { $0 | 1 << $1 })
        case OID.basicConstraints:
            var reader = try Self.element(item).sequence()
            let flag = try reader.optional(.boolean)
            let length = try reader.optional(.integer)
            try reader.end()
            basicConstraints = BasicConstraints(
                isAuthority: try flag?.boolean() ?? false,
                pathLength: try length?.smallInteger()
            )
        case OID.extendedKeyUsage:
            var reader = try Self.element(item).sequence()
            var purposes: [String] = []
            for purpose in reader.rest() {
                purposes.append(try purpose.expect(.objectIdentifier).objectIdentifier())
            }
            extendedKeyUsage = purposes
        case OID.subjectKeyIdentifier:
            subjectKeyIdentifier = Array(try Self.element(item).expect(.octetString).content())
        case OID.authorityKeyIdentifier:
            try readAuthority(Self.element(item))
        case OID.subjectAltName:
            subjectAltNames = try GeneralName.list(Self.element(item).expect(.sequence))
        case OID.authorityInformationAccess:
            try readAccess(Self.element(item))
        case OID.crlDistributionPoints:
            distributionPoints = try DistributionPoint.list(Self.element(item))
        case OID.certificatePolicies:
            var reader = try Self.element(item).sequence()
            for policy in reader.rest() {
                var fields = try policy.sequence()
                policies.append(try fields.next(.objectIdentifier).objectIdentifier())
            }
        default:
            break
        }
    }

    private mutating func readAuthority(_ element: DERElement) throws(CMSError) {
        var reader = try element.sequence()
        authorityKeyIdentifier = try reader.optional(context: 0).map { (key) throws(CMSError) in
            Array(try key.content())
        }
        // Issuer and serial number help to build paths; the key identifier is enough for us.
        _ = try reader.optional(context: 1)
        _ = try reader.optional(context: 2)
        try reader.end()
    }

    private mutating func readAccess(_ element: DERElement) throws(CMSError) {
        var reader = try element.sequence()
        for description in reader.rest() {
            var fields = try description.sequence()
            let method = try fields.next(.objectIdentifier).objectIdentifier()
            let location = try GeneralName(fields.next())
            try fields.end()
            guard case .uri(let url) = location else { continue }
            if method == OID.ocsp { ocspURLs.append(url) }
            if method == OID.caIssuers { caIssuerURLs.append(url) }
        }
    }

    private static func element(_ item: CertificateExtension) throws(CMSError) -> DERElement {
        try DERElement(der: item.value, .certificateExtension)
    }
}

/// Where a CRL is to be had and what it covers.
///
///     DistributionPoint ::= SEQUENCE {
///         distributionPoint [0] DistributionPointName OPTIONAL,
///         reasons           [1] ReasonFlags OPTIONAL,
///         cRLIssuer         [2] GeneralNames OPTIONAL }
///
/// - SeeAlso: RFC 5280 §4.2.1.13
package struct DistributionPoint: Hashable, Sendable {
    package let name: DistributionPointName?
    /// Bits of ReasonFlags; nil means every reason.
    package let reasons: Set<Int>?
    /// Names of the CRL's issuer when it is not the certificate's.
    package let issuer: [GeneralName]

    static func list(_ element: DERElement) throws(CMSError) -> [DistributionPoint] {
        var reader = try element.sequence()
        var points: [DistributionPoint] = []
        for point in reader.rest() { points.append(try DistributionPoint(point)) }
        return points
    }

    private init(_ element: DERElement) throws(CMSError) {
        var reader = try element.sequence()
        name = try reader.optional(context: 0).map { (name) throws(CMSError) in
            try DistributionPointName(name.explicit())
        }
        reasons = try reader.optional(context: 1).map { (flags) throws(CMSError) in try flags.namedBits() }
        issuer = try reader.optional(context: 2).map(GeneralName.list) ?? []
        try reader.end()
    }

    package var urls: [String] {
        guard case .full(let names) = name else { return [] }
        return names.compactMap { if case .uri(let url) = $0 { url } else { nil } }
    }
}

package enum DistributionPointName: Hashable, Sendable {
    case full([GeneralName])
    /// DER of the relative name, with its tag.
    case relativeToIssuer([UInt8])

    init(_ element: DERElement) throws(CMSError) {
        switch element.node.identifier.tagNumber {
        case 0 where element.node.identifier.tagClass == .contextSpecific: self = .full(try GeneralName.list(element))
        case 1 where element.node.identifier.tagClass == .contextSpecific: self = .relativeToIssuer(element.encoded)
        default: throw element.fault(.unexpectedTag)
        }
    }

    /// The names in full; a relative name is the innermost level below the CRL issuer's name. RFC 5280 §4.2.1.13
    ///
    /// Throws `CMSError.malformed` when no name comes of it.
    package func fullNames(below issuer: DistinguishedName) throws(CMSError) -> [GeneralName] {
        switch self {
        case .full(let names): names
        case .relativeToIssuer(let der): [.directory(try issuer.appending(relativeName: der))]
        }
    }
}

extension DistinguishedName {
    /// This name with one more level, which is given as an implicitly tagged RelativeDistinguishedName.
    fileprivate func appending(relativeName der: [UInt8]) throws(CMSError) -> DistinguishedName {
        var levels: [[UInt8]] = []
        var reader = try DERElement(der: self.der, .name).sequence()
        for level in reader.rest() { levels.append(level.encoded) }
        var attributes = try DERElement(der: der, .name).children()
        levels.append(DEREncoding.setOf(attributes.rest().map(\.encoded)))
        return try DistinguishedName(der: DEREncoding.sequence(levels))
    }
}
