import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import SignatureValidation

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
