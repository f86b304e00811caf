import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// VAL-2: the same input, time and policy give the same bytes.
@Suite struct `A report` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    /// Twice as much material as is needed, so that there is a choice.
    private func material(_ shuffle: (inout [[UInt8]]) -> Void) throws -> [FetchedMaterial] {
        var both = try world.material(at: world.minutes(1))
        let more = try world.material(at: world.minutes(2))
        both.crls += more.crls
        both.ocspResponses += more.ocspResponses
        var seen: [FetchedMaterial] = []
        for _ in 0..<6 {
            shuffle(&both.certificates)
            shuffle(&both.crls)
            shuffle(&both.ocspResponses)
            seen.append(both)
        }
        return seen
    }

    @Test(arguments: [0.01, 2.0, 6.0])
    func `is the same however the material is ordered`(years: Double) throws {
        var generator = Seeded(7)
        let orders = try material { $0.shuffle(using: &generator) }
        var unstamped = try TestFile(world)
        try unstamped.sign("One", timestampedAt: world.signingTime)
        let time = world.years(years)
        let fetched = Set(try orders.map { try unstamped.report(at: time, fetched: $0).json() })
        #expect(fetched.count == 1)
        var stored: Set<[UInt8]> = []
        for order in orders {
            var file = unstamped
            try file.addMaterial(order)
            try file.stamp(at: world.minutes(3))
            stored.insert(try file.report(at: time).json())
            #expect(try file.report(at: time).json() == file.report(at: time).json())
        }
        #expect(stored.count == 1)
    }

    @Test func `is the same however the anchors are ordered, and names what it was made under`() throws {
        let other = try TestWorld().root.certificate
        let file = try TestFile.archived(world)
        func report(_ anchors: [Certificate]) throws -> ValidationReport {
            let policy = ValidationPolicy(trustAnchors: anchors, timestampAnchors: [world.timestampRoot.certificate])
            return try file.report(at: world.minutes(5), policy: policy)
        }
        let one = try report([world.root.certificate, other])
        let two = try report([other, world.root.certificate])
        #expect(try one.json() == two.json())
        #expect(try one.policy.anchorsDigest != report([world.root.certificate]).policy.anchorsDigest)
        #expect(one.policy.algorithms == AlgorithmPolicy.standard.id)
        #expect(one.policy.algorithmsDigest == AlgorithmPolicy.standard.digest)
        #expect(one.policy.engine == PolicyReport.engineVersion)
    }

    @Test func `names every building block of the basic process`() throws {
        let report = try TestFile.archived(world).report(at: world.minutes(5))
        let basic = try #require(report.signatures.first?.processes.first)
        #expect(basic.blocks.map(\.block.rawValue) == ["FC", "ISC", "VCI", "XCV", "RFC", "CV", "SAV"])
        #expect(basic.blocks.allSatisfy { $0.conclusion == .passed })
        let strangers = try TestWorld().policy
        let open = try TestFile.archived(world).report(at: world.minutes(5), policy: strangers)
        let blocks = try #require(open.signatures.first?.processes.first?.blocks)
        #expect(blocks.filter { $0.conclusion != .passed }.map(\.block) == [.certificateValidation])
    }
}
