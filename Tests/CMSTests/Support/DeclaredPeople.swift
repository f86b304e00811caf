import CMS
import DeclaredPKI

/// The people and services of these tests.
extension DeclaredPKI {
    func signer(serialNumber: UInt8 = 10, key: DeclaredKey = .p256()) throws -> DeclaredIdentity {
        try issuing.issue(
            .signer("佐藤 太郎").serial(serialNumber).with([
                .subjectAltName([.rfc822("taro@example.test")]),
                .certificatePolicies(["2.25.274637420155013839245863518163418915921.1"]),
                .authorityInformationAccess(ocsp: ["http://localhost/ocsp"], caIssuers: []),
                .crlDistributionPoints(["http://localhost/issuing.crl"]),
            ]),
            key: key
        )
    }

    func timestampAuthority() throws -> DeclaredIdentity {
        try root.issue(.timestamping("TEST TSA"))
    }

    func responder() throws -> DeclaredIdentity {
        try issuing.issue(.responder("TEST OCSP"))
    }
}
