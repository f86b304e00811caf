import CMS
import Crypto
import Foundation

extension DistinguishedName {
    /// A subject of the trial; every one of them says that this is a test.
    static func test(_ commonName: String) -> DistinguishedName {
        DistinguishedName([
            (oid: OID.organizationName, value: "TEST ENVIRONMENT 試験環境"), (oid: OID.commonName, value: commonName),
        ])
    }
}

extension CertificateContent {
    /// A certificate to be, with a fresh serial number, valid from a minute ago.
    static func test(
        subject: DistinguishedName,
        issuer: DistinguishedName,
        publicKeyInfo: [UInt8],
        days: Int,
        now: Date,
        extensions: [CertificateExtension]
    ) -> CertificateContent {
        CertificateContent(
            serialNumber: freshSerial(),
            issuer: issuer,
            subject: subject,
            notBefore: now.addingTimeInterval(-60),
            notAfter: now.addingTimeInterval(TimeInterval(days) * 86400),
            publicKeyInfo: publicKeyInfo,
            extensions: extensions,
            signatureAlgorithm: TrialKey.algorithm
        )
    }

    /// 126 random bits below a bit that is always set, so that each serial has 16 octets.
    static func freshSerial() -> [UInt8] {
        var bytes = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        bytes[0] = bytes[0] & 0x3f | 0x40
        return bytes
    }

    func signed(by key: TrialKey) throws -> [UInt8] {
        assemble(signature: try key.sign(toBeSigned))
    }
}
