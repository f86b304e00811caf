import DeclaredPKI
import Foundation
import PDF
import SignatureValidation
import Testing

/// REV-11: what a stranger's file has fetched.
@Suite struct `Certificates to fetch revocation data for` {
    @Test func `are only those on paths that reach an anchor`() throws {
        let world = try TestWorld()
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        let input = ValidationInput(
            source: BytesSource(file.bytes),
            time: world.signingTime.addingTimeInterval(600),
            fetched: nil
        )
        #expect(try onlineNeeds(input, policy: world.policy).count == 3)

        // Somebody else's anchors: the addresses in the file are nobody's business.
        let other = try TestWorld()
        #expect(try onlineNeeds(input, policy: other.policy).isEmpty)
        #expect(try onlineNeeds(input, policy: ValidationPolicy(trustAnchors: [], timestampAnchors: [])).isEmpty)
        let halfKnown = ValidationPolicy(
            trustAnchors: [other.root.certificate],
            timestampAnchors: [world.timestampRoot.certificate]
        )
        #expect(try onlineNeeds(input, policy: halfKnown).map(\.certificate) == [world.authority.certificate])
    }
}
