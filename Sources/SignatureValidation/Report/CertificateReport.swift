import CMS

/// What tells a signer's certificate from another one of the same name.
///
/// - SeeAlso: attack 36
package struct CertificateReport: Hashable, Sendable, Encodable {
    /// The issuer's name with everything escaped that could mislead. RFC 4514
    package let issuer: String
    /// In hexadecimal, two digits a byte.
    package let serialNumber: String

    init(_ certificate: Certificate) {
        issuer = certificate.issuer.display
        serialNumber = certificate.serialNumber.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
