import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// VAL-1: every sub-indication is reached by a file, and the file beside it passes.
@Suite struct `Every sub-indication` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    private typealias Scenario = (expected: Conclusion, actual: Conclusion?)

    /// What is judged five minutes after signing, with everything at hand.
    private func judged(
        by signer: DeclaredIdentity? = nil,
        _ odd: OddSignature? = nil,
        at time: Date? = nil,
        policy: ValidationPolicy? = nil,
        with material: FetchedMaterial? = nil
    ) throws -> Conclusion? {
        let signer = signer ?? world.signer
        var file = try TestFile(world)
        try file.sign(by: signer, odd ?? OddSignature(timestamp: world.signingTime))
        let fetched = try material ?? world.material(at: world.minutes(1), about: [signer.certificate])
        return try file.conclusion(at: time ?? world.minutes(5), fetched: fetched, policy: policy)
    }

    private func signer(_ declared: DeclaredCertificate) throws -> DeclaredIdentity {
        try world.issuing.issue(declared.valid(from: TestWorld.start, until: world.years(1)))
    }

    private func revoked(at time: Date, known: Date? = nil) throws -> FetchedMaterial {
        try world.material(at: known ?? world.minutes(4), signerState: .revoked(at: time, .superseded))
    }

    private var anchorEnded: ValidationPolicy {
        var policy = ValidationPolicy(trustAnchors: [], timestampAnchors: [world.timestampRoot.certificate])
        policy.registeredAnchors = [TrustAnchor(world.root.certificate, for: [.signer], until: world.signingTime)]
        return policy
    }

    private func policy(ending family: String, _ day: String) throws -> ValidationPolicy {
        let text = String(decoding: AlgorithmPolicy.standardJSON, as: UTF8.self)
        let rule = #"{"algorithm": "\#(family)", "minimumKey": 3000, "create": {"from": null, "until": "2029-01-01"}, "#
        let changed = text.replacing(
            rule + #""validateUntil": "2029-01-01""#,
            with: rule + #""validateUntil": "\#(day)""#
        )
        #expect(changed != text)
        return ValidationPolicy(
            trustAnchors: [world.root.certificate],
            timestampAnchors: [world.timestampRoot.certificate],
            algorithmPolicyFile: Array(changed.utf8)
        )
    }

    @Test func `is reached but the one of a passing file`() throws {
        #expect(try judged() == .passed)
        let scenarios = try failures() + openOnes() + openOnesOfTime()
        var reached: Set<SubIndication> = []
        for scenario in scenarios {
            #expect(scenario.actual == scenario.expected)
            if let reason = scenario.actual?.subIndication { reached.insert(reason) }
        }
        let missing = SubIndication.allCases.filter { !reached.contains($0) }
        #expect(missing.isEmpty, "\(missing.map(\.rawValue))")
    }

    private func failures() throws -> [Scenario] {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        let text = Array("0 0 m 100".utf8)
        let place = try #require(file.bytes.indices.first { file.bytes[$0...].starts(with: text) })
        func judged(_ bytes: [UInt8]) throws -> Conclusion? {
            let input = ValidationInput(source: BytesSource(bytes), time: world.minutes(5), fetched: nil)
            return try validate(input, policy: world.policy).signatures.first?.conclusion
        }
        var altered = file.bytes
        altered[place] = UInt8(ascii: "9")
        let future = try world.issuing.issue(
            .signer("Future").valid(from: world.years(0.5), until: world.years(1))
        )
        let late = world.years(1.5)
        return [
            (.failed(.formatFailure), try judged(file.bytes + [0x78])),
            (.failed(.hashFailure), try judged(altered)),
            (.failed(.signatureCryptoFailure), try self.judged(OddSignature(key: .p256()))),
            (.failed(.revoked), try self.judged(with: revoked(at: world.minutes(-1)))),
            (
                .failed(.expired),
                try self.judged(
                    OddSignature(timestamp: late),
                    at: late.addingTimeInterval(300),
                    with: world.material(at: late)
                )
            ),
            (.failed(.notYetValid), try self.judged(by: future)),
        ]
    }

    /// Another certificate for the signer's key, as long as hers.
    private func twin() throws -> Certificate {
        let declared = DeclaredCertificate.signer("契 太郎").serial(4)
        for _ in 0..<100 {
            let info = world.signer.certificate.publicKeyInfo
            let twin = try world.issuing.certify(
                declared.valid(from: TestWorld.start, until: world.years(2)),
                publicKeyInfo: info
            )
            if twin.der.count == world.signer.certificate.der.count { return twin }
        }
        throw CancellationError()
    }

    private func openOnes() throws -> [Scenario] {
        let encipherment = DeclaredCertificate("No signer", [.keyUsage(.keyEncipherment)])
        let broken = CertificateExtension(oid: OID.policyConstraints, isCritical: true, value: [0x05, 0x00])
        let policyAttribute = Attribute(
            oid: SignaturePolicyReference.attribute,
            values: [
                DEREncoding.sequence(
                    DEREncoding.objectIdentifier("1.2.3.4"),
                    DEREncoding.sequence(
                        HashAlgorithm.sha256.identifier.der,
                        DEREncoding.octetString(HashAlgorithm.sha256.digest(of: Array("policy".utf8)))
                    )
                )
            ]
        )
        let unreadable = ValidationPolicy(
            trustAnchors: [world.root.certificate],
            timestampAnchors: [world.timestampRoot.certificate],
            algorithmPolicyFile: Array("{}".utf8)
        )
        let strangers = try TestWorld().policy
        let stamped = OddSignature(timestamp: world.signingTime)
        var wrongForm = stamped
        wrongForm.subFilter = "XXXX.XXXXX.xxxxxxxx"
        var named = stamped
        named.attributes = [policyAttribute]
        var order = try TestFile.archived(world)
        try order.stamp(at: world.minutes(-10))
        var unknown = stamped
        unknown.named = try twin()
        let detached = try SignedDataReading(
            SignedData.encode(
                signedAttributes: world.signer.signedAttributes(over: HashAlgorithm.sha256.digest(of: [])),
                signature: [0],
                signatureAlgorithm: world.signer.key.algorithm,
                certificates: [world.signer.certificate],
                timestampToken: nil
            ),
            content: nil,
            others: [],
            isPAdES: false
        ).findings.filter { $0.check == .signedDataNotFound }
        return [
            (.indeterminate(.signatureConstraintsFailure), try judged(wrongForm)),
            (.indeterminate(.chainConstraintsFailure), try judged(by: signer(encipherment))),
            (
                .indeterminate(.certificateChainGeneralFailure),
                try judged(by: signer(.signer("Broken").with([broken])))
            ),
            (.indeterminate(.policyProcessingError), try judged(policy: unreadable)),
            (.indeterminate(.signaturePolicyNotAvailable), try judged(named)),
            (.indeterminate(.timestampOrderFailure), try order.conclusion(at: world.minutes(5))),
            (.indeterminate(.noSigningCertificateFound), try judged(unknown)),
            (.indeterminate(.noCertificateChainFound), try judged(policy: strangers)),
            (.indeterminate(.signedDataNotFound), detached.conclusion),
        ]
    }

    private func openOnesOfTime() throws -> [Scenario] {
        let bare = OddSignature()
        let rsa = try world.issuing.issue(
            .signer("RSA").valid(from: TestWorld.start, until: world.years(1)),
            key: .rsa3072(.pkcs1)
        )
        let weak = try policy(ending: "RSA-PKCS1", "2026-01-01")
        var lost = try TestFile(world)
        try lost.sign("One", timestampedAt: world.signingTime)
        try lost.stamp(at: world.minutes(1))
        try lost.addMaterial(world.material(at: world.minutes(2)))
        let revokedAuthority = FetchedMaterial(
            crls: [
                try world.root.crl(
                    revoking: [RevocationListEntry(world.issuing.certificate, at: world.minutes(-1))],
                    thisUpdate: world.minutes(1)
                ), try world.timestampRoot.crl(thisUpdate: world.minutes(1)),
            ]
        )
        let untilTheEnd = try world.responder.ocsp(
            about: world.signer.certificate,
            issuedBy: world.issuing.certificate,
            thisUpdate: world.minutes(1),
            nextUpdate: world.years(2)
        )
        var goodToTheEnd = try world.material(at: world.minutes(1))
        goodToTheEnd.ocspResponses = [untilTheEnd]
        let stale = try world.material(at: world.minutes(-1))
        return [
            (
                .indeterminate(.cryptoConstraintsFailure),
                try judged(by: rsa, OddSignature(timestamp: world.signingTime), policy: weak)
            ),
            (.indeterminate(.cryptoConstraintsFailureNoPOE), try judged(by: rsa, bare, policy: weak)),
            (.indeterminate(.revokedNoPOE), try judged(bare, with: revoked(at: world.minutes(2)))),
            (.indeterminate(.revokedCANoPOE), try judged(with: revokedAuthority)),
            (
                .indeterminate(.outOfBoundsNotRevoked),
                try judged(bare, at: world.years(1.1), with: goodToTheEnd)
            ),
            (.indeterminate(.outOfBoundsNoPOE), try judged(bare, at: world.years(1.1))),
            (.indeterminate(.noCertificateChainFoundNoPOE), try judged(bare, policy: anchorEnded)),
            (
                .indeterminate(.revocationOutOfBoundsNoPOE),
                try judged(OddSignature(timestamp: world.signingTime), at: world.years(0.5))
            ),
            (.indeterminate(.noPOE), try lost.conclusion(at: world.years(6))),
            (.indeterminate(.tryLater), try judged(with: stale)),
        ]
    }
}
