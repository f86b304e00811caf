import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// E-2, applied by the judge to what was just made.
@Suite struct `A signature just made` {
    private func verdict(_ key: DeclaredKey, on day: String) throws -> Judgement.Verdict {
        let start = try Date("\(day)T00:00:00Z", strategy: .iso8601)
        let world = try TestWorld(signerKey: key, start: start)
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        let input = ValidationInput(
            source: BytesSource(file.bytes),
            time: world.minutes(5),
            fetched: try world.material(at: world.minutes(1))
        )
        return try judge(input, policy: world.policy, signatures: .only(field: "One"), level: .t).verdict
    }

    @Test func `is kept while its algorithm lasts beyond the first renewal`() throws {
        #expect(try verdict(.rsa3072(.pkcs1), on: "2027-06-01") == .accepted)
        #expect(try verdict(.p256(), on: "2028-06-01") == .accepted)
    }

    @Test func `is refused when its algorithm ends before it could be renewed`() throws {
        #expect(try verdict(.rsa3072(.pkcs1), on: "2028-06-01") == .refused(["ALG_NOT_FOR_NEW_SIGNATURES"]))
    }
}
