import Testing

@testable import Trial

extension `In a running instance` {
    @Suite struct `a revoked certificate` {
        let instance: LiveInstance

        init() throws {
            instance = try #require(LiveInstance.current)
        }

        @Test func `does not sign: not once she asks, and not once she has approved`() async throws {
            var early = Person(.party, in: instance)
            var late = Person(.party, in: instance)
            let first = try await instance.send([early])
            let second = try await instance.send([late])
            let contracts = [try await early.read(), try await late.read()]
            try await early.enrol(in: contracts[0])
            try await late.enrol(in: contracts[1])
            let approval = try late.approval(of: await late.begin(contracts[1]), in: contracts[1])
            let before = try await instance.signatureOperations()

            try await instance.revoke(early.signer.email)
            try await instance.revoke(late.signer.email)
            try await refused(422, "SIGNER_CERTIFICATE_REVOKED") { _ = try await early.begin(contracts[0]) }
            try await refused(422, "SIGNER_CERTIFICATE_REVOKED") { try await late.send(approval, in: contracts[1]) }
            #expect(try await instance.signatureOperations() == before)
            for envelope in [first, second] {
                let left = try await instance.envelope(envelope)
                #expect(left.state == "outForSigning" && left.signers[0].state == "consented")
                #expect(try await !instance.audit(envelope).contains("signed"))
            }
        }

        @Test func `of someone else is no obstacle`() async throws {
            var person = Person(.party, in: instance)
            let envelope = try await instance.send([person])
            try await person.sign()
            #expect(try await instance.verifiedSeal(of: envelope) == 1)
        }
    }
}
