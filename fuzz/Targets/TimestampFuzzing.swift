import CMS
import Foundation

/// A timestamp response, token or request.
enum TimestampFuzzing {
    static func read(_ bytes: [UInt8]) {
        if let response = try? TimestampResponse(der: bytes), let token = try? response.token() { look(at: token) }
        if let request = try? TimestampRequest(der: bytes) {
            Promise.holds(request.der == bytes, "a request is kept as it was read")
        }
        look(atToken: bytes)
        if let token = try? TimestampToken(paddedContents: bytes) { look(at: token) }
    }

    static func look(atToken bytes: [UInt8]) {
        if let token = try? TimestampToken(der: bytes) { look(at: token) }
    }

    private static func look(at token: TimestampToken) {
        _ = try? token.verifySignature()
        _ = try? token.checkImprint(of: [])
        if let certificate = try? token.signerCertificate() {
            _ = try? TimestampToken.checkUsage(of: certificate)
            CertificateFuzzing.look(at: certificate)
        }
        if let request = try? TimestampRequest(
            imprint: token.info.imprint,
            policy: nil,
            nonce: [1, 2, 3, 4, 5, 6, 7, 8]
        ) {
            _ = try? token.verify(answering: request, policies: [token.info.policy], now: token.info.genTime)
        }
    }
}
