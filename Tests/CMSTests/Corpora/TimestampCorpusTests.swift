import CMS
import Foundation
import Testing

/// Responses of two timestamping authorities, good and spoilt.
@Suite(.enabled(if: Corpus.has("tsp-rfc3161-client"), "corpus/tsp-rfc3161-client is not here"))
struct `A timestamp response of others` {
    static let folder = "tsp-rfc3161-client"

    @Test(arguments: ["sha256", "sha384", "sha512"])
    func `over hello verifies`(hash: String) throws {
        let token = try TimestampResponse(der: Corpus.bytes("\(Self.folder)/sigstage/response-\(hash).tsr")).token()
        try token.checkImprint(of: Array("hello".utf8))
        let certificate = try token.verifySignature(among: chain("sigstage"))
        try TimestampToken.checkUsage(of: certificate)
        #expect(throws: CMSError.timestampImprintMismatch) { try token.checkImprint(of: Array("Hello".utf8)) }
    }

    @Test func `without its certificate needs the chain`() throws {
        let token = try TimestampResponse(
            der: Corpus.bytes("\(Self.folder)/sigstage/response-no-embedded-cert.tsr")
        ).token()
        #expect(throws: CMSError.signerCertificateAbsent) { try token.verifySignature() }
        try token.verifySignature(among: chain("sigstage"))
    }

    @Test func `with a broken signature is refused`() throws {
        let token = try TimestampResponse(
            der: Corpus.bytes("\(Self.folder)/sigstage/response-invalid-signature.tsr")
        ).token()
        #expect(throws: CMSError.signatureInvalid) { try token.verifySignature(among: chain("sigstage")) }
    }

    /// TSP-3.
    @Test func `answers its own request only`() throws {
        let request = try TimestampRequest(der: Corpus.bytes("\(Self.folder)/test_tsa/request.der"))
        let other = try TimestampRequest(der: Corpus.bytes("\(Self.folder)/test_tsa/other_request.der"))
        let token = try TimestampResponse(der: Corpus.bytes("\(Self.folder)/test_tsa/response.tsr")).token()
        let policies: Set = [token.info.policy]
        try token.verify(answering: request, policies: policies, now: token.info.genTime)
        #expect(throws: CMSError.self) {
            try token.verify(answering: other, policies: policies, now: token.info.genTime)
        }
        #expect(throws: CMSError.timestampPolicyMismatch(token.info.policy)) {
            try token.verify(answering: request, policies: ["1.2.3"], now: token.info.genTime)
        }
    }

    @Test(arguments: Corpus.files(below: folder).filter { $0.pathExtension == "tsr" }.map(\.path))
    func `can be read or says why not`(path: String) throws {
        let der = Array(try Data(contentsOf: URL(filePath: path)))
        do {
            let token = try TimestampResponse(der: der).token()
            let folder = URL(filePath: path).deletingLastPathComponent().lastPathComponent
            let isSpoilt = path.contains("invalid-signature")
            do {
                try token.verifySignature(among: chain(folder))
                #expect(!isSpoilt)
            } catch let error as CMSError {
                #expect(isSpoilt || path.contains("injected"), "\(path): \(error)")
            }
        } catch let error as CMSError {
            Issue.record("\(path): \(error)")
        }
    }

    private func chain(_ folder: String) throws -> [Certificate] {
        try Corpus.pem(at: "\(Self.folder)/\(folder)/ts_chain.pem").map { try Certificate(der: $0) }
    }
}
