import CMS
import DeclaredPKI
import Foundation
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

@testable import SigningService

/// Probes of the clauses about long-term signatures: each sees what it watches break.
@Suite struct `A probe of validation` {
    private func world(_ contract: ConcludedContract, signer: (any SignerClient)? = nil) throws -> World {
        try World(
            signer: signer,
            anchors: contract.anchors,
            timestampAnchors: contract.timestampAnchors
        )
    }

    /// 2.2.4-1, 2.1.4-5.
    @Test func `of concluded contracts turns when one is altered or leads nowhere`() async throws {
        let contract = try ConcludedContract()
        let world = try world(contract)
        defer { world.remove() }
        try await contract.conclude(in: world)
        try await world.expectStanding(.good, of: .sealedContracts)

        let elsewhere = try World(anchors: contract.timestampAnchors, timestampAnchors: contract.timestampAnchors)
        defer { elsewhere.remove() }
        try await contract.conclude(in: elsewhere)
        try await elsewhere.expectStanding(.bad, of: .sealedContracts)
        let facts = try await elsewhere.run(.sealedContracts).facts
        #expect(facts["reasons"]?.isEmpty == false)
    }

    /// 2.2.4-3: the user is told, with the reason in words.
    @Test func `has the sender told by mail why a contract does not verify, once a day`() async throws {
        let contract = try ConcludedContract()
        let world = try World(anchors: contract.timestampAnchors, timestampAnchors: contract.timestampAnchors)
        defer { world.remove() }
        try await contract.conclude(in: world)
        for _ in 0..<2 {
            try await world.run(.sealedContracts)
            try await world.work()
        }
        let mails = world.mail.messages(to: "sender@company.example").filter { $0.subject.contains("検証できません") }
        #expect(mails.count == 1)
        #expect(mails[0].text.contains("信頼"), "\(mails[0].text)")
        world.clock.advance(by: .seconds(86_400))
        try await world.run(.sealedContracts)
        try await world.work()
        #expect(world.mail.messages(to: "sender@company.example").count { $0.subject.contains("検証できません") } == 2)
    }

    @Test func `has nobody told of a contract that verifies`() async throws {
        let contract = try ConcludedContract()
        let world = try world(contract)
        defer { world.remove() }
        let envelope = try await contract.conclude(in: world)
        let time = world.clock.now
        try await world.needs.store.write { transaction in
            try transaction.schedule(ScheduledJob(.tellUnverified(envelope.id), notBefore: time))
        }
        try await world.work()
        #expect(world.mail.subjects.allSatisfy { !$0.contains("検証できません") })
    }

    /// 2.2.4-3.
    @Test func `of reasons finds them for whatever is broken`() async throws {
        let contract = try ConcludedContract()
        let world = try world(contract)
        defer { world.remove() }
        #expect(try await world.run(.verificationReasons).outcome == .notChecked)
        try await contract.conclude(in: world)
        try await world.expectStanding(.good, of: .verificationReasons)
        let facts = try await world.run(.verificationReasons).facts
        #expect(facts["altered"]?.hasPrefix("TOTAL_FAILED: ") == true)
        #expect(facts["without-anchor"]?.hasPrefix("INDETERMINATE: ") == true)
        #expect(facts["after-the-end"]?.hasPrefix("TOTAL_PASSED") == false)
    }

    @Test func `of reasons turns when the contract cannot be read`() async throws {
        let contract = try ConcludedContract()
        let world = try world(contract)
        defer { world.remove() }
        try await contract.conclude(in: world)
        try world.damageNewestSegment()
        try await world.expectStanding(.bad, of: .verificationReasons)
    }

    /// 2.2.4-1, 2.2.4-2.
    @Test func `of anchors turns when one is not published`() async throws {
        let contract = try ConcludedContract()
        let all = (contract.anchors + contract.timestampAnchors).map(PEMText.certificate).joined()
        for (text, status, result) in [
            (all, 200, Scoreboard.Result.good), (all, 404, .bad),
            (contract.anchors.map(PEMText.certificate).joined(), 200, .bad),
        ] {
            let answer = PublicPage(status: status, headers: [:], body: Array(text.utf8))
            let world = try World(
                view: ScriptedView(answer: answer),
                anchors: contract.anchors,
                timestampAnchors: contract.timestampAnchors
            )
            defer { world.remove() }
            try await world.expectStanding(result, of: .publishedAnchors)
        }
    }
}

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A probe of the operator's keys` {
    private struct House {
        let signer: SignerFixture
        let world: World

        init(contract: ConcludedContract? = nil) async throws {
            let signer = try await SignerFixture.make()
            for purpose in ServiceKeyPurpose.allCases { _ = try await signer.installServiceKey(purpose) }
            self.signer = signer
            world = try World(
                signer: ScriptedSigner(
                    seals: { try await signer.seal.serviceKey($0, client: SignerFixture.client) },
                    orders: { order in
                        do throws(SignerError) {
                            return try await signer.seal.seal(order, client: SignerFixture.client)
                        } catch {
                            throw ExternalServiceError.signer(error)
                        }
                    }
                ),
                anchors: [signer.authority.root.certificate.der] + (contract?.anchors ?? []),
                timestampAnchors: contract?.timestampAnchors ?? []
            )
            world.clock.advance(by: .milliseconds(SignerFixture.start.milliseconds - world.clock.now.milliseconds))
        }
    }

    /// 2.2.3-1-イ.
    @Test func `sees that the signer refuses without revocation data`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        try await house.world.expectStanding(.good, of: .validityAtSigning)
        #expect(
            try await house.world.run(.validityAtSigning).facts == ["without-revocation-data": "revocationUnknown"]
        )
    }

    @Test func `turns when the signer signs, or looks at something else first`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        for refusal in [nil, SignerError.confirmationMismatch] {
            let broken = try World(
                signer: ScriptedSigner(
                    seals: { try await house.signer.seal.serviceKey($0, client: SignerFixture.client) },
                    orders: { _ in
                        if let refusal { throw ExternalServiceError.signer(refusal) }
                        return SignatureResponse(signatures: [])
                    }
                ),
                anchors: [house.signer.authority.root.certificate.der]
            )
            defer { broken.remove() }
            try await broken.expectStanding(.bad, of: .validityAtSigning)
        }
    }

    /// 2.2.4-4.
    @Test func `counts the algorithms of keys and contracts, and turns when one ends before the renewal`() async throws
    {
        let contract = try ConcludedContract()
        let house = try await House(contract: contract)
        defer { house.world.remove() }
        try await house.world.expectStanding(.good, of: .signatureAlgorithms)
        try await contract.conclude(in: house.world)
        try await house.world.expectStanding(.good, of: .signatureAlgorithms)
        #expect(try await house.world.run(.signatureAlgorithms).facts["contracts"] == "1")

        // RSA with PKCS #1 v1.5 ends with 2028.
        let old = try ConcludedContract(signerKey: DeclaredKey.rsa3072(.pkcs1))
        let weak = try await House(contract: old)
        defer { weak.world.remove() }
        try await old.conclude(in: weak.world, renewBy: Timestamp(milliseconds: 1_870_000_000_000))
        try await weak.world.expectStanding(.bad, of: .signatureAlgorithms)
        #expect(try await weak.world.run(.signatureAlgorithms).facts["weak"]?.contains("RSA-PKCS1") == true)
    }
}
