import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// VAL-1…VAL-5: what a signature is worth at different times.
@Suite struct `A signature with its own proof` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    var minutesLater: Date { world.signingTime.addingTimeInterval(300) }

    @Test func `passes at B-LTA offline on the same day`() throws {
        let report = try TestFile.archived(world).report(at: minutesLater)
        #expect(report.conclusion == .totalPassed, "\(report)")
        #expect(report.signatures.map(\.level) == [.lta])
        #expect(report.signatures.map(\.integrity) == [true])
        #expect(report.signatures.map(\.signer) == ["契 太郎"])
        #expect(report.signatures.first?.signedAt == world.signingTime)
        #expect(report.timestamps.map(\.kind) == [.signature, .document])
        #expect(report.changesAfterSigning.isEmpty)
        #expect(report.policy.online == false)
    }

    @Test func `passes after its certificate has expired, while the timestamp protects it`() throws {
        let report = try TestFile.archived(world).report(at: world.signingTime.addingTimeInterval(6 * TestWorld.year))
        #expect(report.conclusion == .totalPassed, "\(report)")
    }

    @Test func `does not pass once the last timestamp's certificate has expired`() throws {
        let report = try TestFile.archived(world).report(at: world.signingTime.addingTimeInterval(11 * TestWorld.year))
        #expect(report.conclusion == .indeterminate)
        #expect(report.signatures.first?.conclusion.indication == .indeterminate)
    }

    @Test func `passes again when the timestamp was renewed in time`() throws {
        var file = try TestFile.archived(world)
        let late = world.signingTime.addingTimeInterval(9 * TestWorld.year)
        let authority = try world.timestampRoot.issue(
            .timestamping("TSA 2").serial(20).valid(
                from: late.addingTimeInterval(-60),
                until: late.addingTimeInterval(10 * TestWorld.year)
            )
        )
        let crl = try world.timestampRoot.crl(thisUpdate: late, nextUpdate: late.addingTimeInterval(3_600))
        try file.addMaterial(FetchedMaterial(crls: [crl]))
        try file.stamp(at: late.addingTimeInterval(60), by: authority)
        let report = try file.report(at: world.signingTime.addingTimeInterval(12 * TestWorld.year))
        #expect(report.conclusion == .totalPassed, "\(report)")
    }

    @Test func `has no chain without an anchor`() throws {
        let policy = ValidationPolicy(trustAnchors: [], timestampAnchors: nil)
        let report = try TestFile.archived(world).report(at: minutesLater, policy: policy)
        #expect(report.conclusion == .indeterminate)
        #expect(report.signatures.map(\.conclusion) == [.indeterminate(.noCertificateChainFound)])
        #expect(report.signatures.map(\.integrity) == [true])
    }

    @Test func `has no chain to a foreign root`() throws {
        let policy = try TestWorld().policy
        let report = try TestFile.archived(world).report(at: minutesLater, policy: policy)
        #expect(report.signatures.map(\.conclusion) == [.indeterminate(.noCertificateChainFound)])
    }

    @Test func `is B-B, B-T and B-LT before it is B-LTA`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        #expect(try file.report(at: minutesLater).signatures.map(\.level) == [.b])
        file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        #expect(try file.report(at: minutesLater).signatures.map(\.level) == [.t])
        try file.addMaterial(world.material(at: world.signingTime.addingTimeInterval(60)))
        #expect(try file.report(at: minutesLater).signatures.map(\.level) == [.lt])
    }

    @Test func `gives the same bytes of JSON twice`() throws {
        let file = try TestFile.archived(world)
        #expect(try file.report(at: minutesLater).json() == file.report(at: minutesLater).json())
        let text = String(decoding: try file.report(at: minutesLater).json(), as: UTF8.self)
        #expect(text.hasPrefix(#"{"changesAfterSigning":[],"conclusion":"TOTAL_PASSED","pages":[{"differences":"#))
        #expect(text.contains(#""policy":{"algorithms":{"digest":"#))
        #expect(text.contains(#""subIndication":null"#))
    }
}

/// REV-4, REV-8, REV-9 and SIGNING.md 0a-14.
@Suite struct `Revocation` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    private func signed(_ material: FetchedMaterial?) throws -> TestFile {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        if let material { try file.addMaterial(material) }
        return file
    }

    private var later: Date { world.signingTime.addingTimeInterval(300) }

    @Test func `before the signature fails it`() throws {
        let revoked = CertificateStatus.State.revoked(at: world.signingTime.addingTimeInterval(-60), nil)
        let file = try signed(world.material(at: world.signingTime.addingTimeInterval(60), signerState: revoked))
        #expect(try file.report(at: later).signatures.map(\.conclusion) == [.failed(.revoked)])
    }

    @Test func `after the timestamp leaves it valid`() throws {
        var file = try signed(world.material(at: world.signingTime.addingTimeInterval(60)))
        try file.stamp(at: world.signingTime.addingTimeInterval(120))
        let revoked = CertificateStatus.State.revoked(at: world.signingTime.addingTimeInterval(200), nil)
        let fetched = try world.material(at: later, signerState: revoked)
        let report = try file.report(at: later, fetched: fetched)
        #expect(report.conclusion == .totalPassed, "\(report)")
        #expect(report.policy.online)
    }

    @Test func `without a timestamp leaves the time open`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        let revoked = CertificateStatus.State.revoked(at: world.signingTime.addingTimeInterval(200), nil)
        let report = try file.report(at: later, fetched: world.material(at: later, signerState: revoked))
        #expect(report.signatures.map(\.conclusion) == [.indeterminate(.revokedNoPOE)])
    }

    @Test func `data that are older than the signature have to be waited for`() throws {
        let file = try signed(world.material(at: world.signingTime.addingTimeInterval(-60)))
        let report = try file.report(at: later)
        #expect(report.signatures.map(\.conclusion) == [.indeterminate(.tryLater)])
        #expect(report.signatures.first?.findings.map(\.check) == [.revocationNotFresh])
        let judgement = try judge(
            ValidationInput(source: BytesSource(file.bytes), time: later, fetched: nil),
            policy: world.policy,
            signatures: .only(field: "One"),
            level: .t
        )
        #expect(judgement.verdict == .waitingForFreshRevocation)
    }

    @Test func `data that are missing are not waited for but asked for`() throws {
        let file = try signed(nil)
        let input = ValidationInput(source: BytesSource(file.bytes), time: later, fetched: nil)
        let needs = try onlineNeeds(input, policy: world.policy)
        #expect(
            Set(needs.map(\.certificate)) == [
                world.signer.certificate, world.issuing.certificate, world.authority.certificate,
            ]
        )
        let one = JudgedSignatures.only(field: "One")
        let judgement = try judge(input, policy: world.policy, signatures: one, level: .t)
        #expect(judgement.verdict.codes?.contains("REVOCATION_MISSING") == true)

        let fetched = ValidationInput(
            source: BytesSource(file.bytes),
            time: later,
            fetched: try world.material(at: later)
        )
        #expect(try onlineNeeds(fetched, policy: world.policy).isEmpty)
        #expect(try judge(fetched, policy: world.policy, signatures: one, level: .t).verdict == .accepted)
        #expect(try judge(fetched, policy: world.policy, signatures: .every, level: .t).verdict == .accepted)
        #expect(try judge(fetched, policy: world.policy, signatures: one, level: .lta).verdict == .refused(["LEVEL"]))
        let two = try judge(fetched, policy: world.policy, signatures: .only(field: "Two"), level: .t)
        #expect(two.verdict == .refused(["SIGNATURE_MISSING"]))
    }

    @Test func `is not answered by a responder of another CA`() throws {
        var material = try world.material(at: world.signingTime.addingTimeInterval(60))
        let stranger = try TestWorld().responder
        material.ocspResponses = [
            try stranger.ocsp(
                about: world.signer.certificate,
                issuedBy: world.issuing.certificate,
                thisUpdate: world.signingTime.addingTimeInterval(60),
                nextUpdate: nil
            )
        ]
        let report = try signed(material).report(at: later)
        #expect(report.signatures.first?.findings.map(\.check) == [.revocationUnknown])
    }

    @Test func `data whose issuer has expired need a timestamp`() throws {
        let file = try signed(world.material(at: world.signingTime.addingTimeInterval(60)))
        let report = try file.report(at: world.signingTime.addingTimeInterval(60 * 86_400))
        #expect(report.signatures.map(\.conclusion) == [.indeterminate(.revocationOutOfBoundsNoPOE)])
    }

    @Test func `of an intermediate CA is not forgiven`() throws {
        var material = try world.material(at: world.signingTime.addingTimeInterval(60))
        material.crls[0] = try world.root.crl(
            revoking: [RevocationListEntry(world.issuing.certificate, at: world.signingTime.addingTimeInterval(-60))],
            thisUpdate: world.signingTime.addingTimeInterval(60),
            nextUpdate: later
        )
        let report = try signed(material).report(at: later)
        #expect(report.signatures.map(\.conclusion) == [.indeterminate(.revokedCANoPOE)])
    }
}

@Suite struct `Time` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    @Test func `of signing after the certificate's end fails`() throws {
        var file = try TestFile(world)
        let late = world.signingTime.addingTimeInterval(2 * TestWorld.year)
        try file.sign("One", timestampedAt: late)
        try file.addMaterial(world.material(at: late))
        let report = try file.report(at: late.addingTimeInterval(60))
        #expect(report.signatures.map(\.conclusion) == [.failed(.expired)])
    }

    @Test func `of a timestamp may not lie in the future`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: world.signingTime))
        let report = try file.report(at: world.signingTime.addingTimeInterval(-3_600))
        #expect(report.timestamps.map(\.conclusion) == [.indeterminate(.timestampOrderFailure)])
        #expect(report.conclusion == .indeterminate)
    }

    @Test func `is not proven by an authority that is a stranger`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: world.signingTime.addingTimeInterval(60)))
        let policy = ValidationPolicy(trustAnchors: [world.root.certificate], timestampAnchors: [])
        let report = try file.report(at: world.signingTime.addingTimeInterval(120), policy: policy)
        #expect(report.timestamps.map(\.conclusion) == [.indeterminate(.noCertificateChainFound)])
        #expect(report.signatures.first?.findings.map(\.check).contains(.timestampUnusable) == true)
    }

    @Test func `is not proven by a certificate for other purposes`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: world.signingTime.addingTimeInterval(60)))
        let signer = try world.timestampRoot.issue(
            .signer("Not a TSA").serial(30).valid(
                from: TestWorld.start,
                until: TestWorld.start.addingTimeInterval(TestWorld.year)
            )
        )
        try file.stamp(at: world.signingTime.addingTimeInterval(120), by: signer)
        let report = try file.report(at: world.signingTime.addingTimeInterval(180))
        #expect(report.timestamps.last?.conclusion == .indeterminate(.chainConstraintsFailure))
        #expect(report.signatures.first?.level == .lt)
    }
}

extension Judgement.Verdict {
    fileprivate var codes: [String]? {
        if case .refused(let codes) = self { codes } else { nil }
    }
}
