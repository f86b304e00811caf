import CMS
import Foundation
import Testing

@testable import SignatureValidation

/// PATH-1, PATH-8, REV-5, REV-6: NIST's path validation suite, every case, with its lists.
///
/// What is asked for with a policy is asked for in all its variants. Nothing is skipped.
@Suite(.enabled(if: Corpus.has("pkits"), "the corpus is absent"))
struct `The NIST path validation suite` {
    private struct Case: Decodable {
        struct Parameters: Decodable {
            let initial_explicit_policy: Bool?
            let initial_any_policy_inhibit: Bool?
            let initial_policy_mapping_inhibit: Bool?
            let user_initial_policy_set: [String]?
        }

        struct Failure: Decodable {}

        let id: String
        let name: String
        let cert: String
        let other_certs: [String]?
        let crls: [String]?
        let path_len: Int?
        let params: Parameters?
        let error: Failure?
    }

    /// DSA is not implemented; saying so is the expected answer.
    private static let withDSA: Set<String> = ["40104", "40105", "40106"]

    private let time = Date(timeIntervalSince1970: 1_770_000_000)

    @Test func `is decided as its authors say`() throws {
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: Corpus.url("pkits/pkits.json")))
        var counts: [String: Int] = [:]
        for item in cases {
            let report = try report(item)
            if Self.withDSA.contains(item.id) {
                let codes = report?.paths.flatMap(\.findings).map(\.check) ?? []
                #expect(report?.verdict == .indeterminate && Set(codes) == [.algorithmUnsupported], "\(item.id)")
                counts["ALG_UNSUPPORTED", default: 0] += 1
                continue
            }
            let isAccepted = report?.verdict == .valid
            #expect(isAccepted == (item.error == nil), "\(item.id) \(item.name): \(Self.reasons(report))")
            // Their length counts the anchor.
            if isAccepted, let length = item.path_len {
                #expect(report?.paths.last?.path.certificates.count == length - 1, "\(item.id) \(item.name)")
            }
            counts[item.error == nil ? "accept" : "reject", default: 0] += 1
        }
        print("PKITS: \(counts.sorted { $0.key < $1.key })")
        #expect(counts == ["ALG_UNSUPPORTED": 3, "accept": 108, "reject": 135])
    }

    private func report(_ item: Case) throws -> ChainReport? {
        // A certificate that cannot be read is one that is not accepted.
        guard let leaf = try? Certificate(der: Corpus.bytes("pkits/certs/\(item.cert)")) else { return nil }
        let anchor = try Certificate(der: Corpus.bytes("pkits/certs/TrustAnchorRootCertificate.crt"))
        var settings = PathSettings()
        settings.purpose = nil
        settings.initialPolicies = item.params?.user_initial_policy_set.map { Set($0) }
        settings.requiresExplicitPolicy = item.params?.initial_explicit_policy ?? false
        settings.inhibitsAnyPolicy = item.params?.initial_any_policy_inhibit ?? false
        settings.inhibitsPolicyMapping = item.params?.initial_policy_mapping_inhibit ?? false
        return judgeChain(
            ChainInput(
                leaf: leaf,
                intermediates: try bytes("certs", item.other_certs).compactMap { try? Certificate(der: $0) },
                anchors: [TrustAnchor(anchor)],
                revocation: .data(
                    crls: try bytes("crls", (item.crls ?? []) + ["TrustAnchorRootCRL.crl"]).compactMap {
                        try? CertificateRevocationList(der: $0)
                    },
                    ocspResponses: []
                ),
                time: time,
                settings: settings,
                algorithms: .none
            )
        )
    }

    private func bytes(_ folder: String, _ names: [String]?) throws -> [[UInt8]] {
        try (names ?? []).map { try Corpus.bytes("pkits/\(folder)/\($0)") }
    }

    private static func reasons(_ report: ChainReport?) -> [String] {
        guard let report else { return ["unreadable"] }
        return (report.findings + report.paths.flatMap(\.findings)).map { "\($0.check.code) \($0.detail?.en ?? "")" }
    }
}
