import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `Checking the signer's audit log` {
    @Test func `finds nothing where every chain follows`() async throws {
        let result = try await check(["document:one": chain("document:one"), "witness": chain("witness")])

        #expect(result.faults.isEmpty)
        #expect(result.chains == 2)
        #expect(result.entries == 4)
    }

    @Test func `names a chain with an entry taken out`() async throws {
        let result = try await check(["witness": Array(try chain("witness").dropFirst())])

        #expect(result.faults == [.gap(chain: "witness", at: 2)])
    }

    @Test func `names a credential whose chain is gone while the service remembers it`() async throws {
        let credential = try chain("credential-1")

        #expect(try await check(["credential-1": credential], naming: "credential-1").faults.isEmpty)
        #expect(try await check([:], naming: "credential-1").faults == [.missing(chain: "credential-1")])
    }

    /// The check against a service whose log names a credential, or none.
    private func check(
        _ chains: [String: [AuditRecord]],
        naming credential: String? = nil
    ) async throws -> CheckAuditLog.Result {
        let world = try World()
        defer { world.remove() }
        if let credential {
            let note = AuditNote(.credentialActive, by: AuditNote.service, ["credential": credential])
            try await world.needs.store.write { transaction in
                try transaction.append(note, to: "envelope:1", at: world.clock.now)
            }
        }
        return try await CheckSignerAuditLog(store: world.needs.store, signer: KeptChains(chains: chains)).run()
    }

    private func chain(_ name: String) throws -> [AuditRecord] {
        let salt = systemRandomBytes(32)
        let note = AuditNote(.viewed, by: "someone")
        let first = try AuditChain.record(note, after: nil, in: name, at: Timestamp(milliseconds: 1), salt: salt)
        let second = try AuditChain.record(
            note,
            after: first.entry,
            in: name,
            at: Timestamp(milliseconds: 2),
            salt: salt
        )
        return [first, second]
    }
}

private struct KeptChains: SignerAuditLog {
    let chains: [String: [AuditRecord]]

    func auditChains() async throws -> [String] { chains.keys.sorted() }
    func audit(chain: String) async throws -> [AuditRecord] { chains[chain, default: []] }
}
