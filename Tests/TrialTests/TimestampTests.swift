import CMS
import Foundation
import Testing

@testable import Trial

@Suite struct `The trial's TSA` {
    let fixture: TrialFixture
    let digest = [UInt8](repeating: 3, count: 32)
    let nonce: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]

    init() throws {
        fixture = try TrialFixture()
    }

    var authority: TimestampAuthority { TimestampAuthority(identity: fixture.hierarchy.timestamp) }

    @Test func `stamps what it is asked to`() throws {
        let request = try TimestampRequest(imprint: digest, nonce: nonce)
        let answer = try authority.answer(request.der, wrongImprint: false, now: fixture.now)
        let token = try TimestampResponse(der: answer).token()
        try token.checkImprint(request.imprint)
        #expect(try token.verifySignature() == fixture.hierarchy.timestamp.certificate)
        try TimestampToken.checkUsage(of: fixture.hierarchy.timestamp.certificate)
        #expect(token.info.genTime == fixture.now)
        #expect(token.info.nonce == request.nonce)
        #expect(token.info.policy == PolicyArc.timestamp)
        #expect(token.info.accuracy == 1)
    }

    @Test func `stamps other bytes when it is told to be broken`() throws {
        let request = try TimestampRequest(imprint: digest, nonce: nonce)
        let answer = try authority.answer(request.der, wrongImprint: true, now: fixture.now)
        let token = try TimestampResponse(der: answer).token()
        #expect(throws: CMSError.self) { try token.checkImprint(request.imprint) }
    }

    @Test func `rejects another policy, a weak digest and garbage`() throws {
        let sha256 = try MessageImprint(hashAlgorithm: .sha256, digest: digest)
        let otherPolicy = try TimestampRequest(imprint: sha256, policy: "1.2.3", nonce: nonce)
        let weak = try TimestampRequest(
            imprint: MessageImprint(of: digest, hashAlgorithm: .sha1),
            policy: nil,
            nonce: nonce
        )
        for (request, failure) in [
            (otherPolicy.der, TimestampFailure.unacceptedPolicy), (weak.der, .badAlgorithm),
            ([0x30, 0x00], .badDataFormat),
        ] {
            let answer = try authority.answer(request, wrongImprint: false, now: fixture.now)
            guard case .refused(_, let failures, _) = try TimestampResponse(der: answer).answer else {
                Issue.record("granted")
                continue
            }
            #expect(failures == [failure])
        }
    }
}
