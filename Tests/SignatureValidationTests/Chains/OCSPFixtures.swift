import CMS
import Foundation
import Testing

@testable import SignatureValidation

/// REV-1, REV-2, REV-3, REV-4: OpenSSL's OCSP answers along whole paths, with the verdicts of certvalidator.
///
/// Only certificates for which a case has an answer are asked about, the end entity's first. The algorithms are not
/// judged: the files are of 2012.
@Suite(.enabled(if: Corpus.has("certvalidator-fixtures"), "the corpus is absent"))
struct `The OCSP cases of certvalidator` {
    private struct Case: Decodable {
        struct Failure: Decodable {}

        let name: String
        let root: String
        let other_certs: [String]?
        let cert: String
        let ocsps: [String]
        let moment: String
        let error: Failure?
    }

    /// Its responder's certificate has no nocheck, and no list says that it is good. REV-3
    private static let withUnknownResponder = "delegated_success"
    private static let folder = "certvalidator-fixtures/openssl-ocsp"

    @Test func `are decided as its authors say`() throws {
        let data = try Data(contentsOf: Corpus.url("\(Self.folder)/openssl-ocsp.json"))
        var counts: [Bool: Int] = [:]
        for item in try JSONDecoder().decode([Case].self, from: data) {
            let report = try report(item)
            let states = (report.paths.last?.revocation ?? []).prefix(item.ocsps.count).map(\.state)
            let isAccepted =
                states.count == item.ocsps.count && states.allSatisfy { if case .good = $0 { true } else { false } }
            let reasons = (report.findings + report.paths.flatMap(\.findings)).map(\.english)
            let isExpected = item.error == nil && item.name != Self.withUnknownResponder
            #expect(isAccepted == isExpected, "\(item.name): \(reasons)")
            // Nobody said "revoked": the answers that must not be used leave the matter open.
            if !isAccepted { #expect(report.verdict == .indeterminate, "\(item.name): \(reasons)") }
            counts[isAccepted, default: 0] += 1
        }
        print("OCSP along paths: \(counts[true] ?? 0) accepted, \(counts[false] ?? 0) refused")
        #expect(counts == [true: 3, false: 26])
    }

    private func report(_ item: Case) throws -> ChainReport {
        var settings = PathSettings()
        settings.purpose = nil
        return judgeChain(
            ChainInput(
                leaf: try certificate(item.cert),
                intermediates: try (item.other_certs ?? []).map(certificate),
                anchors: [TrustAnchor(try certificate(item.root))],
                revocation: .data(
                    crls: [],
                    ocspResponses: try item.ocsps.map { file in
                        let text = String(decoding: try Corpus.bytes("\(Self.folder)/\(file)"), as: UTF8.self)
                        let der = try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters))
                        return try OCSPResponse(der: Array(der))
                    }
                ),
                time: try Date(item.moment.replacing("+00:00", with: "Z"), strategy: .iso8601),
                settings: settings,
                algorithms: .none
            )
        )
    }

    private func certificate(_ file: String) throws -> Certificate {
        let text = String(decoding: try Corpus.bytes("\(Self.folder)/\(file)"), as: UTF8.self)
        return try #require(try PEM.certificates(text).first)
    }
}
