import SwiftASN1

/// One entry of the revocation data of signed data.
///
///     RevocationInfoChoice ::= CHOICE {
///         crl    CertificateList,
///         other  [1] IMPLICIT SEQUENCE { otherRevInfoFormat OBJECT IDENTIFIER, otherRevInfo ANY } }
///
/// - SeeAlso: RFC 5652 §10.2.1; RFC 5940 §2.1
package struct RevocationInfo: Hashable, Sendable {
    /// As it was written.
    package let entry: [UInt8]
    /// DER of a CRL.
    package let revocationList: [UInt8]?
    /// DER of an OCSP response.
    package let ocspResponse: [UInt8]?

    init(_ element: DERElement) {
        entry = element.encoded
        revocationList = element.isTagged(.sequence) ? entry : nil
        ocspResponse = Self.ocspResponse(element)
    }

    /// The entry of an OCSP response (DER).
    static func entry(ofOCSPResponse response: [UInt8]) -> [UInt8] {
        DEREncoding.implicit(
            1,
            constructed: DEREncoding.objectIdentifier(OID.ocspRevocationInformation) + response
        )
    }

    private static func ocspResponse(_ element: DERElement) -> [UInt8]? {
        guard element.isTagged(ASN1Identifier(tagWithNumber: 1, tagClass: .contextSpecific)),
            var fields = try? element.children(),
            let format = try? fields.next(.objectIdentifier).objectIdentifier(),
            format == OID.ocspRevocationInformation,
            let response = try? fields.next(.sequence), fields.isAtEnd
        else { return nil }
        return response.encoded
    }
}

extension SignedData {
    /// Each entry of the set, as it was written.
    package var revocationEntries: [[UInt8]] { revocation.map(\.entry) }

    /// DER of each CRL.
    package var revocationLists: [[UInt8]] { revocation.compactMap(\.revocationList) }

    /// DER of each OCSP response.
    package var ocspResponses: [[UInt8]] { revocation.compactMap(\.ocspResponse) }
}
