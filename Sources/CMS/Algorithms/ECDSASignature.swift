import SwiftASN1

/// The two forms of an ECDSA signature value: `SEQUENCE { r INTEGER, s INTEGER }` and r ‖ s.
///
/// - SeeAlso: CMS-B4, CMS-V9, RFC 3279 §2.2.3
package enum ECDSASignature {
    /// DER from r ‖ s as PKCS#11 gives it, both halves of the same length.
    package static func der(raw: [UInt8]) throws(CMSError) -> [UInt8] {
        guard !raw.isEmpty, raw.count % 2 == 0 else { throw .malformed(.signatureValue, .value) }
        return DEREncoding.sequence(
            DEREncoding.integer(unsigned: Array(raw[..<(raw.count / 2)])),
            DEREncoding.integer(unsigned: Array(raw[(raw.count / 2)...]))
        )
    }

    /// r ‖ s, each padded to `coordinateLength`, from strict DER.
    package static func raw(der: [UInt8], coordinateLength: Int) throws(CMSError) -> [UInt8] {
        var reader = try DERElement(der: der, .signatureValue).sequence()
        let r = try reader.next(.integer).magnitude()
        let s = try reader.next(.integer).magnitude()
        try reader.end()
        var raw: [UInt8] = []
        for part in [r, s] {
            guard !part.isEmpty, part.count <= coordinateLength else { throw .malformed(.signatureValue, .value) }
            raw += [UInt8](repeating: 0, count: coordinateLength - part.count) + part
        }
        return raw
    }
}
