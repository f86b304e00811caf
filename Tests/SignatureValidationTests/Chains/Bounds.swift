import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import SignatureValidation

/// PATH-2, FND-6: what an attacker may put beside a certificate.
@Suite struct `A search for paths` {
    @Test func `reports every path that it tried, until one is valid`() throws {
        var world = try ChainWorld()
        // The same CA certified twice: by the root for too short a time, and well.
        let issuing = world.pki.issuing
        let expired = try world.pki.root.certify(
            .authority("TEST Issuing CA").valid(
                from: DeclaredPKI.now.addingTimeInterval(-200),
                until: DeclaredPKI.now.addingTimeInterval(-100)
            ),
            publicKeyInfo: issuing.key.publicKeyInfo
        )
        world.intermediates = [expired]
        let alone = world.report(.notChecked)
        #expect(alone.verdict == .invalid && alone.checks == [.certificateExpired])
        world.intermediates = [expired, issuing.certificate]
        let both = world.report(.notChecked)
        #expect(both.verdict == .valid)
        #expect(both.paths.last?.path.certificates.last == issuing.certificate)
        #expect(both.paths.dropLast().allSatisfy { $0.path.certificates.last == expired })
    }

    @Test func `ends among CAs that certify each other, and says that it gave up`() throws {
        var world = try ChainWorld()
        // Twelve keys of one name, each certified by each: the paths among them are more than anyone can try.
        let keys = (0..<12).map { _ in DeclaredKey.p256() }
        let roots = try keys.map { try DeclaredIdentity(.authority("Mesh"), key: $0) }
        world.intermediates = try roots.flatMap { issuer in
            try keys.map { try issuer.certify(.authority("Mesh"), publicKeyInfo: $0.publicKeyInfo) }
        }
        let leaf = try roots[0].issue(.signer("契 太郎")).certificate
        let start = ContinuousClock.now
        let report = world.report(.notChecked, about: leaf)
        #expect(report.verdict == .indeterminate)
        #expect(report.checks == [.noCertificateChain, .pathSearchLimited])
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func `goes ten certificates deep and no deeper`() throws {
        var world = try ChainWorld()
        var issuer = world.pki.root
        world.intermediates = []
        for level in 1...10 {
            if level == 10 {
                let leaf = try issuer.issue(.signer("契 太郎")).certificate
                #expect(world.report(.notChecked, about: leaf).verdict == .valid)
            }
            issuer = try issuer.issue(.authority("Level \(level)"))
            world.intermediates.append(issuer.certificate)
        }
        let leaf = try issuer.issue(.signer("契 太郎")).certificate
        #expect(world.report(.notChecked, about: leaf).checks == [.noCertificateChain, .pathSearchLimited])
    }

    @Test func `is decided in no time whatever policies are mapped to what`() throws {
        var world = try ChainWorld()
        // In RFC 5280's own tree these mappings make 20⁸ nodes. RFC 9618 §3
        let policies = (1...20).map { "1.2.3.\($0)" }
        let mappings = CertificateExtension.policyMappings(
            policies.flatMap { issuer in policies.map { (issuer, $0) } }
        )
        let extensions = [CertificateExtension.certificatePolicies(policies), mappings]
        var issuer = world.pki.root
        world.intermediates = []
        for level in 1...8 {
            issuer = try issuer.issue(.authority("Level \(level)").with(extensions))
            world.intermediates.append(issuer.certificate)
        }
        let leaf = try issuer.issue(.signer("契 太郎").with([.certificatePolicies(["1.2.3.7"])])).certificate
        world.settings.requiresExplicitPolicy = true
        let start = ContinuousClock.now
        let report = world.report(.notChecked, about: leaf)
        #expect(report.verdict == .valid && report.paths.last?.policies == policies.sorted())
        #expect(ContinuousClock.now - start < .seconds(10))
        world.settings.inhibitsPolicyMapping = true
        #expect(world.report(.notChecked, about: leaf).checks.contains(.noValidPolicy))
    }
}

/// FND-2: an algorithm that is not supported leaves the matter open.
@Suite(.enabled(if: Corpus.has("certvalidator-fixtures"), "the corpus is absent"))
struct `A chain of another's test authority` {
    @Test(arguments: [
        ("testing-ca-pss", "signer1", ChainReport.Verdict.valid),
        ("testing-ca-pss-exclusive", "signer1", .valid),
        ("testing-ca-ed25519", "signer", .valid),
        ("testing-ca-ed448", "signer", .indeterminate),
    ])
    func `is decided by its algorithms`(folder: String, leaf: String, verdict: ChainReport.Verdict) throws {
        func certificate(_ name: String) throws -> Certificate {
            let bytes = try Corpus.bytes("certvalidator-fixtures/\(folder)/\(name).cert.pem")
            return try #require(try PEM.certificates(String(decoding: bytes, as: UTF8.self)).first)
        }
        var settings = PathSettings()
        settings.purpose = nil
        let report = judgeChain(
            ChainInput(
                leaf: try certificate(leaf),
                intermediates: [try certificate("interm")],
                anchors: [TrustAnchor(try certificate("root"))],
                revocation: .notChecked,
                time: try Date("2020-06-01T00:00:00Z", strategy: .iso8601),
                settings: settings,
                algorithms: .none
            )
        )
        #expect(report.verdict == verdict, "\(report.checks)")
        if verdict == .indeterminate { #expect(Set(report.checks) == [.algorithmUnsupported]) }
    }

    /// REV-4, REV-8: a responder's and a CA's word at moments around a revocation on 2020-12-01.
    @Test(arguments: [
        ("2020-10-01T00:05", "2020-10-01", "interm", ChainReport.Verdict.valid, [Check]()),
        ("2020-11-29T00:05", "2020-11-29", "interm", .valid, []),
        ("2020-11-29T00:15", "2020-11-29", "interm", .indeterminate, [.revocationNotFresh]),
        ("2020-12-10T00:05", "2020-12-10", "interm", .invalid, [.revokedNoPOE]),
        ("2020-12-10T00:05", "2020-12-10", "interm-revoked", .invalid, [.revokedCA, .revokedNoPOE]),
        // What was said later does not say what could be known then.
        ("2020-11-29T00:05", "2020-12-10", "interm", .indeterminate, [.revocationNotFresh, .revocationUnknown]),
    ])
    func `is revoked when it says so`(
        moment: String,
        of made: String,
        by authority: String,
        verdict: ChainReport.Verdict,
        checks: [Check]
    ) throws {
        let folder = "certvalidator-fixtures/freshness"
        var settings = PathSettings()
        settings.purpose = nil
        let report = judgeChain(
            ChainInput(
                leaf: try Certificate(der: Corpus.bytes("\(folder)/certs/alice.crt")),
                intermediates: [try Certificate(der: Corpus.bytes("\(folder)/certs/\(authority).crt"))],
                anchors: [TrustAnchor(try Certificate(der: Corpus.bytes("\(folder)/certs/root.crt")))],
                revocation: .data(
                    crls: [try CertificateRevocationList(der: Corpus.bytes("\(folder)/root-\(made).crl"))],
                    ocspResponses: [try OCSPResponse(der: Corpus.bytes("\(folder)/alice-\(made).ors"))]
                ),
                time: try Date("\(moment):00Z", strategy: .iso8601),
                settings: settings,
                algorithms: .none
            )
        )
        #expect(report.verdict == verdict && report.checks == checks, "\(report.verdict) \(report.checks)")
    }
}
