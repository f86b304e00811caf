import CMS
import Crypto

/// Under which key an answer about revocation is kept.
///
/// - SeeAlso: REV-10
enum RevocationKey {
    /// The issuer's key and the serial number.
    static func status(of certificate: Certificate, issuedBy issuer: Certificate) -> [UInt8] {
        Array(SHA256.hash(data: Array("ocsp".utf8) + issuer.keyFingerprint + certificate.serialNumber))
    }

    /// The address of a list, and whose it has to be.
    static func list(at address: String, of issuer: Certificate) -> [UInt8] {
        Array(SHA256.hash(data: Array("crl".utf8) + issuer.keyFingerprint + Array(address.utf8)))
    }
}
