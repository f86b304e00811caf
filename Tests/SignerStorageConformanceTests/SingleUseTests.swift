import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A permission shown to two signer processes` {
    @Test(arguments: SignerEngine.allCases)
    func `a hundred times at once gives exactly one signature`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, _ in
            let person = try await one.enrol("hanako@example.jp")
            let pending = try await one.pending(["contract"], by: person)
            let data = try one.approval(of: pending, ["contract"], by: person)
            let before = try await one.operations()
            let responses = await withTaskGroup(of: SignatureResponse?.self) { group in
                for number in 0..<100 {
                    group.addTask { try? await (number.isMultiple(of: 2) ? one : other).activate(data) }
                }
                return await group.reduce(into: [SignatureResponse]()) { found, response in
                    if let response { found.append(response) }
                }
            }
            #expect(responses.count == 1)
            #expect(try await other.operations() == before + 1)
            #expect(try await other.activation.settle(pending.id, client: SignerFixture.client) == responses.first)
            let records = try await other.room.auditRecords(person.id)
            try records.verifyAuditChain()
            #expect(records.count { $0.entry.action == "signature-made" } == 1)
        }
    }

    /// Whoever asks meanwhile is told the value or that there will be none: never that there is none of a signature.
    @Test(arguments: SignerEngine.allCases)
    func `used by one while the other is asked is either signed or withdrawn`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, _ in
            let person = try await one.enrol("hanako@example.jp")
            for _ in 1...20 {
                let pending = try await one.pending(["contract"], by: person)
                let data = try one.approval(of: pending, ["contract"], by: person)
                async let used = Result { () async throws in try await one.activate(data) }
                var settled: SignatureResponse?
                var isOver = false
                while !isOver {
                    do {
                        settled = try await other.activation.settle(pending.id, client: SignerFixture.client)
                        isOver = true
                    } catch SignerError.inProgress {
                        await Task.yield()
                    } catch SignerError.resultUnknown {
                        isOver = true
                    }
                }
                let outcome = try? await used.get()
                #expect(outcome == settled)
            }
            try await one.room.auditRecords(person.id).verifyAuditChain()
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
