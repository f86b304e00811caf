import CMS
import Foundation
import SignatureValidation

/// The test PKI's responders on loopback.
struct KitServices {
    let kit: Kit
    private let server = LoopbackHTTP(port: 9_000)

    init(_ kit: Kit) {
        self.kit = kit
    }

    /// A token over a SHA-256 digest, checked like any that a client receives.
    func timestamp(over digest: [UInt8]) throws -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        let nonce = withUnsafeBytes(of: generator.next()) { Array($0) }
        let request = try TimestampRequest(imprint: digest, nonce: nonce)
        let answer = try server.request("/bench/tsa/tsa", body: request.der, type: "application/timestamp-query")
        let token = try TimestampResponse(der: answer).token()
        guard token.info.nonce == request.nonce else { throw BenchFailure.http("nonce") }
        return token.der
    }

    /// What a B-LT signature of `signer` carries: her OCSP response, and the lists about the authorities.
    func material(about signer: Certificate) throws -> FetchedMaterial {
        let request = try OCSPRequest(certificate: signer, issuer: kit.intermediate, nonce: nil)
        return FetchedMaterial(
            certificates: [kit.intermediate, kit.root, kit.authority].map(\.der),
            crls: [try server.request("/bench/crls/root/latest.crl", body: nil, type: nil)],
            ocspResponses: [
                try server.request("/bench/ocsp/interm", body: request.der, type: "application/ocsp-request")
            ]
        )
    }

    var policy: ValidationPolicy { ValidationPolicy(trustAnchors: [kit.root], timestampAnchors: nil) }
}
