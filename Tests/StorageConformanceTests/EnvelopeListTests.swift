import SignerProtocol
import SigningService
import Testing

@Suite struct `A list of envelopes` {
    @Test(arguments: Engine.allCases)
    func `gives each its own signers, the newest first`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            var stored: [Envelope] = []
            for number in 1...3 { stored.append(try await store.withDraft(title: "契約 \(number)").envelope) }
            // All were made at the same moment.
            let sorted = stored.sorted { $0.id.bytes.lexicographicallyPrecedes($1.id.bytes) }

            #expect(try await store.read { try $0.newestEnvelopes(limit: 10) } == sorted)
            #expect(try await store.read { try $0.newestEnvelopes(limit: 2) } == Array(sorted.prefix(2)))
            for envelope in stored {
                #expect(
                    try await store.read { try $0.envelopes(of: envelope.organisation, limit: 10) } == [envelope]
                )
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `is empty where there is none`(engine: Engine) async throws {
        try await engine.withStore { store, _ async throws in
            #expect(try await store.read { try $0.newestEnvelopes(limit: 10) }.isEmpty)
            let nobody = OrganisationID(from: systemRandomBytes)
            #expect(try await store.read { try $0.envelopes(of: nobody, limit: 10) }.isEmpty)
        }
    }
}
