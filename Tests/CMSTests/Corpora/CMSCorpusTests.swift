import CMS
import Foundation
import Testing

/// Messages, certificates, CRLs, requests and responses of many makers: each is read, or refused with a reason.
@Suite(.enabled(if: Corpus.has("cms-rfc4134"), "corpus/cms-rfc4134 is not here"))
struct `Whatever is in the CMS collections` {
    @Test(arguments: ["cms-rfc4134", "cms-asn1crypto"])
    func `is read by every reader without a crash`(folder: String) throws {
        var read = 0
        for file in Corpus.files(below: folder) {
            for der in try blocks(file) {
                // Every reader succeeds or throws, by its type, a CMSError; at most one understands.
                let understood: [Any] = [
                    (try? Certificate(der: der)) as Any?, try? SignedData(paddedContents: der),
                    try? CertificateRevocationList(der: der), try? OCSPResponse(der: der),
                    try? OCSPRequest(der: der), try? TimestampRequest(der: der),
                    try? TimestampResponse(der: der), try? CertificationRequest(der: der),
                ].compactMap { $0 }
                #expect(understood.count <= 1, "\(file.lastPathComponent)")
                read += understood.count
            }
        }
        #expect(read > 10)
    }

    @Test(.enabled(if: Corpus.has("cms-asn1crypto"), "corpus/cms-asn1crypto is not here"))
    func `with indefinite lengths is read and noted as not DER`() throws {
        // The file ends in a line feed.
        let der = Array(try Corpus.bytes("cms-asn1crypto/cms-signed-indefinite-length.der").dropLast())
        let signedData = try SignedData(paddedContents: der + [UInt8](repeating: 0, count: 100))
        #expect(signedData.warnings.contains(.notDER))
        #expect(throws: CMSError.self) { try SignedData(der: der) }
    }

    private func blocks(_ file: URL) throws -> [[UInt8]] {
        let bytes = Array(try Data(contentsOf: file))
        guard let text = String(validating: bytes, as: UTF8.self), text.contains("-----BEGIN") else { return [bytes] }
        return Corpus.pem(text)
    }
}

@Suite(.enabled(if: Corpus.has("pkits"), "corpus/pkits is not here"))
struct `A certificate of PKITS` {
    static let root = "pkits/certs"

    @Test func `is read, as all of them`() throws {
        let files = Corpus.files(below: Self.root)
        #expect(files.count > 400)
        for file in files {
            let certificate = try Certificate(der: Array(try Data(contentsOf: file)))
            #expect(!certificate.issuer.isEmpty)
        }
    }

    @Test func `is issued by its authority, unless its signature is bad`() throws {
        let anchor = try certificate("TrustAnchorRootCertificate.crt")
        let good = try certificate("GoodCACert.crt")
        try good.verify(issuedBy: anchor)
        #expect(good.isAuthority && good.keyUsage?.contains(.keyCertSign) == true)
        try certificate("ValidCertificatePathTest1EE.crt").verify(issuedBy: good)
        let bad = try certificate("BadSignedCACert.crt")
        #expect(throws: CMSError.signatureInvalid) { try bad.verify(issuedBy: anchor) }
    }

    /// RFC 5280 §7.1: white space and capitals do not count, other words do.
    @Test(arguments: [
        ("ValidNameChainingWhitespaceTest3EE.crt", true), ("ValidNameChainingWhitespaceTest4EE.crt", true),
        ("ValidNameChainingCapitalizationTest5EE.crt", true), ("InvalidNameChainingTest1EE.crt", false),
        ("InvalidNameChainingOrderTest2EE.crt", false),
    ])
    func `chains by name as the standard folds it`(file: String, matches: Bool) throws {
        let authority = file.contains("Order") ? "NameOrderingCACert.crt" : "GoodCACert.crt"
        #expect(try certificate(file).issuer.matches(certificate(authority).subject) == matches)
    }

    @Test func `has its CRL`() throws {
        let anchor = try certificate("TrustAnchorRootCertificate.crt")
        let revoked = try certificate("RevokedsubCACert.crt")
        let good = try certificate("GoodCACert.crt")
        let list = try revocationList("GoodCACRL.crl")
        guard case .revoked(_, .some(.keyCompromise)) = try list.status(of: revoked, issuer: good).state else {
            Issue.record("not revoked")
            return
        }
        #expect(try revocationList("TrustAnchorRootCRL.crl").status(of: good, issuer: anchor).state == .good)
        #expect(throws: CMSError.self) {
            try revocationList("BadCRLSignatureCACRL.crl").verify(issuer: certificate("BadCRLSignatureCACert.crt"))
        }
    }

    @Test func `is read with every CRL`() throws {
        for file in Corpus.files(below: "pkits/crls") {
            _ = try CertificateRevocationList(der: Array(try Data(contentsOf: file)))
        }
    }

    private func certificate(_ file: String) throws -> Certificate {
        try Certificate(der: Corpus.bytes("\(Self.root)/\(file)"))
    }

    private func revocationList(_ file: String) throws -> CertificateRevocationList {
        try CertificateRevocationList(der: Corpus.bytes("pkits/crls/\(file)"))
    }
}
