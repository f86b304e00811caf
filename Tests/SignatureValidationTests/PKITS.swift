import CMS
import Foundation
import Testing

@testable import SignatureValidation

/// PATH-1, PATH-8: NIST's path validation suite without what is not built yet.
///
/// The skips are counted and printed.
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
        let params: Parameters?
        let error: Failure?
    }

    private let time = Date(timeIntervalSince1970: 1_770_000_000)

    @Test func `is decided as its authors say`() throws {
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: Corpus.url("pkits/pkits.json")))
        var counts: [String: Int] = [:]
        for item in cases {
            if let reason = try reasonToSkip(item) {
                counts[reason, default: 0] += 1
                continue
            }
            let isAccepted = try accepts(item)
            #expect(isAccepted == (item.error == nil), "\(item.id) \(item.name)")
            counts[item.error == nil ? "accept" : "reject", default: 0] += 1
        }
        print("PKITS: \(counts.sorted { $0.key < $1.key })")
        #expect((counts["accept"] ?? 0) > 60 && (counts["reject"] ?? 0) > 80)
    }

    private func bytes(_ folder: String, _ names: [String]?) throws -> [[UInt8]] {
        try (names ?? []).map { try Corpus.bytes("pkits/\(folder)/\($0)") }
    }

    private func reasonToSkip(_ item: Case) throws -> String? {
        let certificates = try bytes("certs", [item.cert] + (item.other_certs ?? [])).compactMap {
            try? Certificate(der: $0)
        }
        if item.params?.initial_policy_mapping_inhibit != nil { return "skipped: policy mapping" }
        if certificates.contains(where: { $0.extensions.contains { $0.oid == "2.5.29.33" } }) {
            return "skipped: policy mapping"
        }
        if certificates.contains(where: { $0.publicKeyAlgorithm.oid == "1.2.840.10040.4.1" }) { return "skipped: DSA" }
        let lists = try bytes("crls", item.crls).compactMap { try? CertificateRevocationList(der: $0) }
        if lists.contains(where: { $0.isDelta }) { return "skipped: delta CRL" }
        if lists.contains(where: { $0.issuingDistributionPoint?.isIndirect == true }) { return "skipped: indirect CRL" }
        if lists.contains(where: { $0.issuingDistributionPoint?.onlySomeReasons != nil }) {
            return "skipped: CRL for some reasons"
        }
        let points =
            certificates.flatMap(\.distributionPoints).map(\.name) + lists.map { $0.issuingDistributionPoint?.name }
        if points.contains(where: { if case .relativeToIssuer? = $0 { true } else { false } }) {
            return "skipped: relative distribution point name"
        }
        // 4.5.4: the CRL that covers a self-issued certificate is signed with that certificate's own new key.
        if item.name.contains("self_issued_new_with_old_test4") { return "skipped: CRL by the key it vouches for" }
        let hasOwnListKey = certificates.contains { $0.keyUsage == .cRLSign }
        return hasOwnListKey ? "skipped: separate key for CRLs" : nil
    }

    private func accepts(_ item: Case) throws -> Bool {
        guard let certificate = try? Certificate(der: Corpus.bytes("pkits/certs/\(item.cert)")) else { return false }
        let anchor = try Certificate(der: Corpus.bytes("pkits/certs/TrustAnchorRootCertificate.crt"))
        let anchorList = try Corpus.bytes("pkits/crls/TrustAnchorRootCRL.crl")
        var material = ValidationMaterial()
        material.add(
            certificates: try bytes("certs", item.other_certs),
            crls: try bytes("crls", item.crls) + [anchorList],
            ocspResponses: []
        )
        var settings = PathSettings()
        settings.initialPolicies = item.params?.user_initial_policy_set.map { Set($0) }
        settings.requiresExplicitPolicy = item.params?.initial_explicit_policy ?? false
        settings.inhibitsAnyPolicy = item.params?.initial_any_policy_inhibit ?? false
        let paths = PathBuilder(anchors: [anchor], pool: material.certificates).paths(from: certificate)
        return paths.contains { path in
            path.findings(at: time, settings: settings).isEmpty
                && path.linksFromAnchor.allSatisfy { link in
                    let statements = material.statements(about: link)
                    return statements.allSatisfy { $0.status.state == .good }
                        && statements.contains { (try? $0.status.checkCurrent(at: time)) != nil }
                }
        }
    }
}
