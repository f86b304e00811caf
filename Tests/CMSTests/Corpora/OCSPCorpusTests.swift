import CMS
import Foundation
import Testing

/// OpenSSL's OCSP tests: six good answers, and answers or issuers with one fault each. REV-1, REV-2, REV-4
@Suite(.enabled(if: Corpus.has("openssl-ocsp"), "corpus/openssl-ocsp is not here"))
struct `An OCSP answer of OpenSSL's tests` {
    static let names = Corpus.files(below: "openssl-ocsp").map(\.lastPathComponent).sorted()
    static let good = names.filter { $0.hasSuffix(".ors") && !$0.contains("_") }
    static let badAnswers = names.filter { $0.hasSuffix(".ors") && $0.contains("_") }
    static let badIssuers = names.filter { $0.contains("_Issuer_") && $0.split(separator: "_").count == 4 }

    @Test(arguments: good)
    func `that is right is good`(file: String) throws {
        let scenario = String(file.dropLast(4))
        let status = try status(answer: file, scenario: scenario, issuer: issuerFile(scenario))
        #expect(status.state == .good)
        if case .delegate = status.signer {
            #expect(scenario.hasPrefix("D"))
        } else {
            #expect(scenario.hasPrefix("ND"))
        }
    }

    @Test(arguments: badAnswers)
    func `with a fault in it is refused`(file: String) throws {
        let scenario = String(file.dropLast(4).split(separator: "_")[1])
        #expect(throws: CMSError.self) {
            try status(answer: file, scenario: scenario, issuer: issuerFile(scenario))
        }
    }

    @Test(arguments: badIssuers)
    func `for a faulty issuer is refused`(file: String) throws {
        let scenario = String(file.split(separator: "_")[1])
        #expect(throws: CMSError.self) { try status(answer: "\(scenario).ors", scenario: scenario, issuer: file) }
    }

    @Test func `is found in every scenario`() {
        #expect(Self.good.count >= 6 && Self.badAnswers.count >= 24 && Self.badIssuers.count >= 18)
    }

    private func status(answer: String, scenario: String, issuer: String) throws -> CertificateStatus {
        let issuer = try certificate(issuer)
        let subject = try #require(Self.names.first { $0.hasPrefix("\(scenario)_Cert") })
        let text = try String(contentsOf: Corpus.root.appending(path: "openssl-ocsp/\(answer)"), encoding: .utf8)
        let der = try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters))
        let response = try OCSPResponse(der: Array(der))
        let status = try response.status(of: certificate(subject), issuer: issuer, at: response.producedAt)
        // An issuer is an anchor, byte for byte, or issued by one.
        let anchors =
            try Self.names.filter { $0.hasSuffix("_Issuer_Root.pem") && !Self.badIssuers.contains($0) }
            .map(certificate) + [certificate("R2.pem")]
        if anchors.contains(issuer) { return status }
        guard let parent = anchors.first(where: { $0.subject == issuer.issuer }) else {
            throw CMSError.certificateIssuerMismatch
        }
        try issuer.verify(issuedBy: parent)
        return status
    }

    private func issuerFile(_ scenario: String) throws -> String {
        try #require(Self.names.first { $0.hasPrefix("\(scenario)_Issuer") })
    }

    private func certificate(_ file: String) throws -> Certificate {
        try Certificate(der: #require(try Corpus.pem(at: "openssl-ocsp/\(file)").first))
    }
}
