import Crypto
import SwiftASN1

/// Extensions as our authorities and requests write them.
///
/// - SeeAlso: RFC 5280 §4.2
extension CertificateExtension {
    package static func basicConstraints(isAuthority: Bool, pathLength: Int?) -> Self {
        let value = DEREncoding.sequence(
            isAuthority ? DEREncoding.boolean(true) : [],
            pathLength.map(DEREncoding.integer) ?? []
        )
        return Self(oid: OID.basicConstraints, isCritical: true, value: value)
    }

    package static func keyUsage(_ usage: KeyUsage) -> Self {
        let bits = Set((0..<9).filter { usage.rawValue & (1 << $0) != 0 })
        return Self(oid: OID.keyUsage, isCritical: true, value: DEREncoding.namedBits(bits))
    }

    package static func extendedKeyUsage(_ purposes: [String], isCritical: Bool) -> Self {
        let value = DEREncoding.sequence(purposes.map(DEREncoding.objectIdentifier))
        return Self(oid: OID.extendedKeyUsage, isCritical: isCritical, value: value)
    }

    /// The SHA-1 of the key's bit string. RFC 5280 §4.2.1.2 (1)
    package static func subjectKeyIdentifier(of publicKeyInfo: [UInt8]) throws(CMSError) -> Self {
        let identifier = try keyIdentifier(of: publicKeyInfo)
        return Self(oid: OID.subjectKeyIdentifier, isCritical: false, value: DEREncoding.octetString(identifier))
    }

    package static func authorityKeyIdentifier(of publicKeyInfo: [UInt8]) throws(CMSError) -> Self {
        authorityKeyIdentifier(try keyIdentifier(of: publicKeyInfo))
    }

    package static func authorityKeyIdentifier(_ identifier: [UInt8]) -> Self {
        let value = DEREncoding.sequence(DEREncoding.implicit(0, primitive: identifier))
        return Self(oid: OID.authorityKeyIdentifier, isCritical: false, value: value)
    }

    package static func subjectAltName(_ names: [GeneralName]) -> Self {
        Self(oid: OID.subjectAltName, isCritical: false, value: DEREncoding.sequence(names.map(\.der)))
    }

    package static func authorityInformationAccess(ocsp: [String], caIssuers: [String]) -> Self {
        let methods = ocsp.map { (OID.ocsp, $0) } + caIssuers.map { (OID.caIssuers, $0) }
        let value = DEREncoding.sequence(
            methods.map { DEREncoding.sequence(DEREncoding.objectIdentifier($0.0), GeneralName.uri($0.1).der) }
        )
        return Self(oid: OID.authorityInformationAccess, isCritical: false, value: value)
    }

    /// One distribution point for each URL.
    package static func crlDistributionPoints(_ urls: [String]) -> Self {
        let points = urls.map { url in
            let fullName = DEREncoding.implicit(0, constructed: GeneralName.uri(url).der)
            return DEREncoding.sequence(DEREncoding.explicit(0, fullName))
        }
        return Self(oid: OID.crlDistributionPoints, isCritical: false, value: DEREncoding.sequence(points))
    }

    package static func certificatePolicies(_ policies: [String]) -> Self {
        let value = DEREncoding.sequence(policies.map { DEREncoding.sequence(DEREncoding.objectIdentifier($0)) })
        return Self(oid: OID.certificatePolicies, isCritical: false, value: value)
    }

    /// For an OCSP responder whose own status need not be asked for. RFC 6960 §4.2.2.2.1
    package static let ocspNoCheck = Self(oid: OID.ocspNoCheck, isCritical: false, value: DEREncoding.null)

    /// The SHA-1 of the subjectPublicKey bit string, without its unused-bits octet.
    package static func keyIdentifier(of publicKeyInfo: [UInt8]) throws(CMSError) -> [UInt8] {
        Array(Insecure.SHA1.hash(data: try subjectPublicKey(of: publicKeyInfo)))
    }

    /// The content of the subjectPublicKey bit string.
    static func subjectPublicKey(of publicKeyInfo: [UInt8]) throws(CMSError) -> [UInt8] {
        var reader = try DERElement(der: publicKeyInfo, .publicKeyInfo).sequence()
        _ = try reader.next(.sequence)
        let key = try reader.next(.bitString).bitString()
        try reader.end()
        return key
    }
}
