import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import SignatureValidation

/// PATH-3, VAL-4: documents whose anchor is trusted for a time.
@Suite struct `A document under an anchor with a term` {
    private let world: TestWorld
    private let file: TestFile

    init() throws {
        world = try TestWorld()
        file = try TestFile.archived(world)
    }

    private func report(trustedUntil end: Date, at time: Date) throws -> ValidationReport {
        var policy = ValidationPolicy(trustAnchors: [], timestampAnchors: [world.timestampRoot.certificate])
        policy.registeredAnchors = [TrustAnchor(world.root.certificate, for: [.signer], until: end, source: "test")]
        return try file.report(at: time, policy: policy)
    }

    @Test func `is good while the anchor is trusted`() throws {
        let time = world.signingTime.addingTimeInterval(600)
        #expect(try report(trustedUntil: time, at: time).conclusion == .totalPassed)
    }

    @Test func `stays good afterwards by what is proven of before`() throws {
        let end = world.signingTime.addingTimeInterval(600)
        #expect(try report(trustedUntil: end, at: end.addingTimeInterval(86_400)).conclusion == .totalPassed)
    }

    @Test func `is not good when the anchor's time was over before`() throws {
        let end = world.signingTime.addingTimeInterval(-600)
        let report = try report(trustedUntil: end, at: world.signingTime.addingTimeInterval(600))
        #expect(report.conclusion == .indeterminate)
        #expect(report.signatures.flatMap(\.findings).contains { $0.check == .trustAnchorNotInForce })
    }
}

/// REV-7: a signer whose certificate has no revocation information.
@Suite struct `A document signed with a short-lived certificate` {
    @Test(arguments: [true, false])
    func `needs no revocation data when the certificate says so`(isMarked: Bool) throws {
        let world = try TestWorld()
        let declared = DeclaredCertificate.signer("契 太郎").valid(
            from: world.signingTime.addingTimeInterval(-3_600),
            until: world.signingTime.addingTimeInterval(3_600)
        )
        let signer = try world.issuing.issue(isMarked ? declared.with([.noRevocationAvailable]) : declared)
        var file = try TestFile(world)
        try file.sign("One", by: signer, timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: world.signingTime.addingTimeInterval(60), about: []))
        try file.stamp(at: world.signingTime.addingTimeInterval(120))
        for delay: TimeInterval in [600, 86_400] {
            let report = try file.report(at: world.signingTime.addingTimeInterval(delay))
            #expect((report.conclusion == .totalPassed) == isMarked, "\(delay): \(report.signatures.map(\.conclusion))")
        }
        let level = try file.report(at: world.signingTime.addingTimeInterval(600)).signatures.first?.level
        #expect((level == .lta) == isMarked)
    }
}
