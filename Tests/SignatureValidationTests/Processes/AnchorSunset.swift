import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// PATH-3 and VAL-4: what existed while its anchor was trusted stays valid.
@Suite struct `A trust anchor with an end` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    private func policy(signersUntil end: Date?, stampsUntil stampsEnd: Date? = nil) -> ValidationPolicy {
        var policy = ValidationPolicy(trustAnchors: [], timestampAnchors: [])
        policy.registeredAnchors = [
            TrustAnchor(world.root.certificate, for: [.signer], until: end),
            TrustAnchor(world.timestampRoot.certificate, for: [.timestamping], until: stampsEnd),
        ]
        return policy
    }

    @Test func `is named as what the control time slides to`() throws {
        let file = try TestFile.archived(world)
        let policy = policy(signersUntil: world.years(0.5))
        let report = try file.report(at: world.years(0.6), policy: policy)
        #expect(report.conclusion == .totalPassed, "\(report)")
        #expect(report.signatures.first?.processes.last?.slides.first?.cause == .trustAnchor)
    }

    @Test func `leaves what is not proven to be older without a chain`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        let fetched = try world.material(at: world.minutes(1))
        let policy = policy(signersUntil: world.minutes(3))
        #expect(try file.conclusion(at: world.minutes(2), fetched: fetched, policy: policy) == .passed)
        let open = try file.conclusion(at: world.minutes(5), fetched: fetched, policy: policy)
        #expect(open == .indeterminate(.noCertificateChainFoundNoPOE))
    }

    @Test func `is what a file has to be renewed before`() throws {
        let file = try TestFile.archived(world)
        let end = world.years(3)
        let report = try file.report(at: world.minutes(5), policy: policy(signersUntil: nil, stampsUntil: end))
        #expect(report.renewal?.cause == .trustAnchor && report.renewal?.time == end)
    }
}
