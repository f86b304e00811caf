import CMS
import DeclaredPKI

/// A certificate revocation list, asked about each serial number that it lists.
enum RevocationListFuzzing {
    static func read(_ bytes: [UInt8]) {
        guard let list = try? CertificateRevocationList(der: bytes) else { return }
        Promise.holds(list.der == bytes, "a list is kept as it was read")
        for entry in list.entries.prefix(50) {
            _ = try? entry.reason()
            _ = try? entry.certificateIssuer()
            Promise.holds(list.entry(for: entry.serialNumber) != nil, "a listed serial number is found")
        }
        guard let issuing = Declared.issuing, let signer = Declared.signer else { return }
        _ = try? list.status(of: signer.certificate, issuer: issuing.certificate)
    }
}
