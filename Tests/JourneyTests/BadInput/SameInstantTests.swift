import Testing

@testable import Trial

extension `In a running instance` {
    @Suite struct `at the same instant` {
        let instance: LiveInstance

        init() throws {
            instance = try #require(LiveInstance.current)
        }

        @Test func `two signers sign one after the other, each once`() async throws {
            var people = [Person(.party, in: instance), Person(.witness, name: "﨑山 太郎", in: instance)]
            let envelope = try await instance.send(people, order: 1)
            let contracts = [try await people[0].read(), try await people[1].read()]
            try await people[0].enrol(in: contracts[0])
            let before = try await instance.signatureOperations()

            let attempts = try await begun([(people[0], contracts[0]), (people[1], contracts[1])])
            let winner = try #require(attempts.firstIndex { $0.value != nil })
            let loser = 1 - winner
            let busy = try #require(attempts[loser].refusal)
            #expect(busy.status == 423 && busy.code == "BUSY")
            expectCauseAndRemedy(ja: busy.ja, en: busy.en)

            let begun = try #require(attempts[winner].value)
            try await people[winner].send(
                people[winner].approval(of: begun, in: contracts[winner]),
                in: contracts[winner]
            )
            // The contract has grown: she looks at it again before she signs.
            try await refused(409, "NOT_VIEWED") { _ = try await people[loser].begin(contracts[loser]) }
            try await people[loser].sign()
            #expect(try await instance.verifiedSeal(of: envelope) == 2)
            #expect(try await signed(envelope) == 2)
            // Both signatures, and the seal on the certificate.
            #expect(try await instance.signatureOperations() - before == 3)
        }

        @Test(arguments: [DemoSigner.Kind.party, .witness])
        func `one signer in two sessions signs once`(kind: DemoSigner.Kind) async throws {
            var person = Person(kind, in: instance)
            let envelope = try await instance.send([person])
            let contracts = [try await person.read(), try await person.read()]
            try await person.enrol(in: contracts[0])
            let before = try await instance.signatureOperations()

            let begun = try await begun(contracts.map { (person, $0) })
            var approvals: [(Person.Approval, SigningWalk.OpenedContract)] = []
            for (attempt, contract) in zip(begun, contracts) {
                if let begin = attempt.value {
                    approvals.append((try person.approval(of: begin, in: contract), contract))
                } else {
                    try expectLost(attempt.refusal)
                }
            }
            try #require(!approvals.isEmpty)
            let sent = try await sent(approvals, by: person)
            #expect(sent.contains { $0.value?.state == "signed" })
            for attempt in sent where attempt.value == nil { try expectLost(attempt.refusal) }

            #expect(try await instance.verifiedSeal(of: envelope) == 1)
            #expect(try await signed(envelope) == 1)
            #expect(try await instance.signatureOperations() - before == 2)
        }

        @Test(arguments: [DemoSigner.Kind.party, .witness])
        func `one approval sent many times signs once`(kind: DemoSigner.Kind) async throws {
            var person = Person(kind, in: instance)
            let envelope = try await instance.send([person])
            let contract = try await person.read()
            try await person.enrol(in: contract)
            let approval = try person.approval(of: await person.begin(contract), in: contract)
            let before = try await instance.signatureOperations()

            let sent = try await sent(Array(repeating: (approval, contract), count: 20), by: person)
            #expect(sent.contains { $0.value?.state == "signed" })
            for attempt in sent where attempt.value == nil { try expectLost(attempt.refusal) }
            #expect(try await instance.verifiedSeal(of: envelope) == 1)
            #expect(try await signed(envelope) == 1)
            #expect(try await instance.signatureOperations() - before == 2)
        }

        private func begun(
            _ signings: [(Person, SigningWalk.OpenedContract)]
        ) async throws -> [Attempt<API.Begin>] {
            try await together(signings) { person, contract in try await person.begin(contract) }
        }

        private func sent(
            _ approvals: [(Person.Approval, SigningWalk.OpenedContract)],
            by person: Person
        ) async throws -> [Attempt<API.State>] {
            try await together(approvals) { approval, contract in try await person.send(approval, in: contract) }
        }

        /// Does it with all inputs at once; what came of each, in their order.
        private func together<A: Sendable, B: Sendable, Value: Sendable>(
            _ inputs: [(A, B)],
            _ call: @escaping @Sendable (A, B) async throws -> Value
        ) async throws -> [Attempt<Value>] {
            try await withThrowingTaskGroup(of: (Int, Attempt<Value>).self) { group in
                for (index, (a, b)) in inputs.enumerated() {
                    group.addTask { (index, try await Attempt { try await call(a, b) }) }
                }
                return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }

        /// How often the audit chain says that someone signed.
        private func signed(_ envelope: String) async throws -> Int {
            try await instance.audit(envelope).count { $0 == "signed" }
        }

        private func expectLost(_ refusal: APIRefusal?) throws {
            let refusal = try #require(refusal)
            #expect([409, 410].contains(refusal.status), "\(refusal)")
            expectCauseAndRemedy(ja: refusal.ja, en: refusal.en)
        }
    }
}

/// What came of a call: its value, or the API's refusal.
private struct Attempt<Value: Sendable>: Sendable {
    let value: Value?
    let refusal: APIRefusal?

    init(_ call: @Sendable () async throws -> Value) async throws {
        do {
            value = try await call()
            refusal = nil
        } catch let error as APIRefusal {
            value = nil
            refusal = error
        }
    }
}
