import CMS
import Foundation
import Testing

@testable import SignatureValidation

/// PATH-1, PATH-2, PATH-6: the path validation cases of x509-limbo.
///
/// What a case expects for another reason than the path is not for us to say; such cases are listed below by that
/// reason, and a case that we do decide as expected must not be among them.
@Suite(.enabled(if: Corpus.has("x509-limbo"), "the corpus is absent"))
struct `x509-limbo` {
    @Test func `is decided as its authors say, but for what is not about paths`() throws {
        let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: Corpus.url("x509-limbo/limbo-core.json")))
        let features = Dictionary(
            uniqueKeysWithValues: Self.inapplicable.flatMap { item in
                item.cases.map { ($0, item.feature) }
            }
        )
        var counts: [String: Int] = [:]
        for item in file.testcases {
            let report = try item.report()
            let isAsExpected = (report?.verdict == .valid) == (item.expected_result == "SUCCESS")
            if let feature = features[item.id] {
                #expect(!isAsExpected, "\(item.id) is listed and decided as expected")
                counts["not applicable: \(feature)", default: 0] += 1
            } else {
                let reasons = report.map { ($0.findings + $0.paths.flatMap(\.findings)).map(\.english) }
                #expect(isAsExpected, "\(item.id): \(item.expected_result), \(reasons ?? ["unreadable"])")
                counts[item.expected_result, default: 0] += 1
            }
        }
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) { print("x509-limbo: \(count) \(name)") }
        #expect(Set(features.keys).isSubset(of: file.testcases.map(\.id)))
        #expect(counts.values.reduce(0, +) == file.testcases.count)
    }

    /// The reasons for which a case says nothing about path validation, with the cases.
    private static let inapplicable: [(feature: String, cases: [String])] = [
        (
            "what RFC 5280 §4 and §5 ask of those who issue, and §6 does not ask of those who validate",
            [
                "crl::crlnumber-missing", "rfc5280::aki::intermediate-missing-aki",
                "rfc5280::aki::cross-signed-root-missing-aki", "rfc5280::nc::permitted-dns-match-noncritical",
                "rfc5280::pc::ica-noncritical-pc", "rfc5280::serial::too-long", "rfc5280::serial::zero",
                "rfc5280::ski::intermediate-missing-ski", "rfc5280::root-non-critical-basic-constraints",
            ]
        ),
        (
            "the name of a server",
            [
                "rfc5280::san::underscore-dns", "rfc5280::san::ip-in-dns", "rfc5280::ca-as-leaf-wrong-san",
                "webpki::cn::ipv4-leading-zeros-mismatch", "webpki::cn::ipv6-non-rfc5952-mismatch",
                "webpki::cn::punycode-not-in-san", "webpki::cn::utf8-vs-punycode-mismatch", "webpki::cn::not-in-san",
                "webpki::san::mismatch-subdomain-san", "webpki::san::public-suffix-wildcard-san",
                "webpki::san::public-suffix-private-namespace-wildcard-san",
                "webpki::san::wildcard-embedded-leftmost-san", "webpki::san::wildcard-embedded-ulabel-san",
                "webpki::san::no-san", "webpki::san::san-wildcard-only", "webpki::san::san-wildcard-only-tld",
            ]
        ),
        (
            "the profile of the CA/Browser Forum",
            [
                "webpki::aki::root-with-aki-authoritycertserialnumber", "webpki::aki::root-with-aki-all-fields",
                "webpki::aki::root-with-aki-ski-mismatch", "webpki::eku::ee-critical-eku",
                "webpki::eku::ee-without-eku", "webpki::eku::root-has-eku",
                "webpki::forbidden-rsa-not-divisible-by-8-in-root",
                "webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf", "webpki::ca-as-leaf",
            ]
        ),
    ]
}

private struct File: Decodable {
    let testcases: [Case]
}

private struct Case: Decodable {
    let id: String
    let trusted_certs: [String]
    let untrusted_intermediates: [String]
    let peer_certificate: String
    let validation_time: String?
    let expected_result: String
    let max_chain_depth: Int?
    let crls: [String]

    /// Nil when a certificate or list cannot be read.
    func report() throws -> ChainReport? {
        guard let leaf = try? PEM.certificates(peer_certificate).first,
            let trusted = try? trusted_certs.flatMap(PEM.certificates),
            let lists = try? crls.flatMap({ try PEM.blocks("X509 CRL", in: $0) }).map({
                try CertificateRevocationList(der: $0)
            })
        else { return nil }
        let intermediates = untrusted_intermediates.compactMap { try? PEM.certificates($0) }.flatMap(\.self)
        var settings = PathSettings()
        settings.purpose = nil
        var input = ChainInput(
            leaf: leaf,
            intermediates: intermediates,
            anchors: trusted.map { TrustAnchor($0).endingWithItsCertificate },
            revocation: lists.isEmpty ? .notChecked : .data(crls: lists, ocspResponses: []),
            time: try validation_time.map { try Date($0, strategy: .iso8601) }
                ?? Date("2026-06-01T00:00:00Z", strategy: .iso8601),
            settings: settings,
            algorithms: .standard
        )
        if let max_chain_depth { input.bounds.depth = min(input.bounds.depth, max_chain_depth + 1) }
        return judgeChain(input)
    }
}
