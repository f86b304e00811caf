import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// VAL-3: what proves since when something exists, and what does not.
@Suite struct `A proof of existence` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    /// The first signature has no timestamp of its own, the second one has.
    private func signedTwice() throws -> TestFile {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        try file.sign("Two", by: world.secondSigner, isFirst: false, timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: world.minutes(1)))
        return file
    }

    @Test func `is not a timestamp inside another signature`() throws {
        var file = try signedTwice()
        let afterwards = world.years(2)
        // Only the second one is known to have existed before both certificates ended.
        let report = try file.report(at: afterwards)
        #expect(report.signatures.map(\.processes.count) == [2, 3])
        #expect(report.signatures.first?.processes.last?.proof == nil)
        #expect(report.signatures.last?.processes[1].time == world.signingTime)
        #expect(report.signatures.first?.conclusion.subIndication == .outOfBoundsNoPOE)

        // A document timestamp covers both; what it is too late for stays open.
        try file.stamp(at: world.minutes(2))
        let covered = try file.report(at: world.minutes(10))
        #expect(covered.signatures.map { $0.processes[1].time } == [world.minutes(2), world.signingTime])
        #expect(covered.signatures.last?.conclusion == .passed)
    }

    @Test func `is a document timestamp only for what it covers`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.stamp(at: world.minutes(1))
        try file.sign("Two", by: world.secondSigner, isFirst: false, timestampedAt: nil)
        let material = try world.material(at: world.minutes(2))
        let report = try file.report(at: world.minutes(5), fetched: material)
        #expect(report.signatures.map { $0.processes[1].proof?.time } == [world.signingTime, nil])
        #expect(report.proofsOfExistence.map(\.coversRevision) == [4])
    }

    @Test func `is no timestamp that is not valid itself`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        try file.addMaterial(world.material(at: world.minutes(1)))
        let stranger = try TestWorld()
        try file.stamp(at: world.minutes(2), by: stranger.authority)
        let report = try file.report(at: world.minutes(5))
        #expect(report.proofsOfExistence.isEmpty)
        #expect(report.signatures.first?.processes.map(\.process) == [.basic, .longTerm])
        #expect(report.signatures.first?.processes.last?.time == nil)
    }

    /// Revocation data that came into the file after the timestamp are known only since now.
    @Test func `does not reach data that were added later`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.stamp(at: world.minutes(1))
        try file.addMaterial(world.material(at: world.minutes(2)))
        #expect(try file.conclusion(at: world.minutes(5)) == .passed)
        #expect(try file.conclusion(at: world.years(6)) == .indeterminate(.noPOE))
        let early = try TestFile.archived(world)
        #expect(try early.conclusion(at: world.years(6)) == .passed)
    }

    /// The control time of the authority's data lies before the timestamp that should protect them.
    @Test func `has to come while the data about authorities are in force`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: world.minutes(1)))
        var late = file
        try file.stamp(at: world.minutes(59))
        #expect(try file.conclusion(at: world.years(6)) == .passed)
        try late.addMaterial(FetchedMaterial(crls: [world.timestampRoot.crl(thisUpdate: world.minutes(119))]))
        try late.stamp(at: world.minutes(120))
        #expect(try late.conclusion(at: world.years(6)) == .indeterminate(.noPOE))
    }
}
