import CMS
import DeclaredPKI
import Foundation

/// A revocation list of which every part can be chosen.
struct CraftedList {
    struct Entry {
        let certificate: Certificate
        var reason: RevocationReason?
        /// Names the issuer, as indirect lists do.
        var issuer: DistinguishedName?
        var others: [CertificateExtension] = []
    }

    var entries: [Entry] = []
    var number = 1
    var baseNumber: Int?
    /// The fields of the issuing distribution point; nil for none.
    var scope: [[UInt8]]?
    var others: [CertificateExtension] = []
    var thisUpdate = DeclaredPKI.now

    static func onlySomeReasons(_ bits: Set<Int>) -> [UInt8] {
        DEREncoding.implicit(3, primitive: Array(DEREncoding.namedBits(bits).dropFirst(2)))
    }

    static let indirect = DEREncoding.implicit(4, primitive: [0xFF])

    func list(by signer: DeclaredIdentity, named issuer: DistinguishedName? = nil) throws -> CertificateRevocationList {
        var extensions = others
        extensions.append(
            CertificateExtension(oid: OID.crlNumber, isCritical: false, value: DEREncoding.integer(number))
        )
        extensions.append(try .authorityKeyIdentifier(of: signer.key.publicKeyInfo))
        if let baseNumber {
            let value = DEREncoding.integer(baseNumber)
            extensions.append(CertificateExtension(oid: OID.deltaCRLIndicator, isCritical: true, value: value))
        }
        if let scope {
            let value = DEREncoding.sequence(scope)
            extensions.append(CertificateExtension(oid: OID.issuingDistributionPoint, isCritical: true, value: value))
        }
        let body = DEREncoding.sequence(
            DEREncoding.integer(1),
            signer.key.algorithm.der,
            (issuer ?? signer.certificate.subject).der,
            DEREncoding.time(thisUpdate),
            DEREncoding.time(thisUpdate.addingTimeInterval(3600)),
            entries.isEmpty ? [] : DEREncoding.sequence(entries.map { $0.der(at: thisUpdate) }),
            DEREncoding.explicit(0, DEREncoding.sequence(extensions.map(\.der)))
        )
        let signature = DEREncoding.bitString(try signer.sign(body))
        return try CertificateRevocationList(der: DEREncoding.sequence(body, signer.key.algorithm.der, signature))
    }
}

extension CraftedList.Entry {
    fileprivate func der(at time: Date) -> [UInt8] {
        var extensions = others
        if let reason {
            let value = DEREncoding.enumerated(UInt8(reason.rawValue))
            extensions.append(CertificateExtension(oid: OID.reasonCode, isCritical: false, value: value))
        }
        if let issuer {
            let value = DEREncoding.sequence(CMS.GeneralName.directory(issuer).der)
            extensions.append(CertificateExtension(oid: OID.certificateIssuer, isCritical: true, value: value))
        }
        return DEREncoding.sequence(
            DEREncoding.value(tag: 2, certificate.serialNumber),
            DEREncoding.time(time.addingTimeInterval(-60)),
            extensions.isEmpty ? [] : DEREncoding.sequence(extensions.map(\.der))
        )
    }
}
