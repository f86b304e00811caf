import SignerProtocol
import SignerTestSupport
import Testing

@testable import SigningKeys

/// SIGNING 0a, 10 and 24.
@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `An act on keys` {
    private let client = SignerFixture.client

    private func asked(
        _ target: String,
        _ kind: CriticalAct.Kind = .destroyCredential,
        of signer: SignerFixture
    ) async throws -> CriticalActRecord {
        try await signer.acts.request(
            CriticalActRequest(kind: kind, target: target, reason: "利用者の申出による"),
            client: client
        )
    }

    @Test func `is done when a key custodian and a security officer have approved the same bytes`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        for duty in OperatorDuty.allCases { _ = try await signer.operator(duty) }
        let act = try await asked(person.id, of: signer)

        let once = try await signer.approve(act, by: signer.operator(.keyCustodian))
        #expect(once.performedAt == nil)
        #expect(try await signer.credentials.record(of: person.id).state == .active)

        let twice = try await signer.approve(act, by: signer.operator(.securityOfficer))
        #expect(twice.performedAt == signer.clock.now)
        #expect(twice.approvals.map(\.duty).sorted { $0.rawValue < $1.rawValue } == OperatorDuty.allCases)
        #expect(try await signer.credentials.record(of: person.id).state == .destroyed)
        let actions = try await signer.room.auditRecords("signer").map(\.entry.action)
        #expect(actions.suffix(4) == ["act-requested", "act-approved", "act-approved", "act-performed"])
    }

    @Test func `is not done by one person, however often she approves`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let act = try await asked(person.id, of: signer)
        let custodian = try await signer.operator(.keyCustodian)

        _ = try await signer.approve(act, by: custodian)
        await #expect(throws: SignerError.dutyMissing) { _ = try await signer.approve(act, by: custodian) }
        #expect(try await signer.credentials.record(of: person.id).state == .active)
    }

    @Test func `is not done by two people of one duty`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let second = try await signer.enrolOperator("second@operator.example", .keyCustodian, isFirst: false)
        let admission = try await asked(second.id, .admitOperator, of: signer)
        for duty in OperatorDuty.allCases { _ = try await signer.approve(admission, by: signer.operator(duty)) }

        let act = try await asked(person.id, of: signer)
        _ = try await signer.approve(act, by: signer.operator(.keyCustodian))
        await #expect(throws: SignerError.dutyMissing) { _ = try await signer.approve(act, by: second) }
        _ = try await signer.approve(act, by: signer.operator(.securityOfficer))
        #expect(try await signer.credentials.record(of: person.id).state == .destroyed)
    }

    @Test func `takes no approval of other bytes`() async throws {
        let signer = try await SignerFixture.make()
        let hanako = try await signer.enrol("hanako@example.jp")
        let taro = try await signer.enrol("taro@example.jp")
        let custodian = try await signer.operator(.keyCustodian)
        let (one, other) = (try await asked(hanako.id, of: signer), try await asked(taro.id, of: signer))
        let assertion = try custodian.authenticator.assert(challenge: CriticalAct.challenge(of: one.act.bytes))

        await #expect(throws: SignerError.passkeyChallenge) {
            _ = try await signer.acts.approve(other.id, assertion, client: client)
        }
        #expect(try await signer.acts.approve(one.id, assertion, client: client).approvals.count == 1)
    }

    @Test func `takes no approval by somebody's signing passkey`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let act = try await asked(person.id, of: signer)
        let assertion = try person.authenticator.assert(challenge: CriticalAct.challenge(of: act.act.bytes))

        await #expect(throws: SignerError.unknownOperator) {
            _ = try await signer.acts.approve(act.id, assertion, client: client)
        }
    }

    @Test func `is not done when what it is about has changed since`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let act = try await asked(person.id, of: signer)
        _ = try await signer.approve(act, by: signer.operator(.keyCustodian))
        _ = try await signer.credentials.suspend(person.id, client: client)
        let officer = try await signer.operator(.securityOfficer)

        await #expect(throws: SignerError.actOutdated) { _ = try await signer.approve(act, by: officer) }
        #expect(try await signer.credentials.record(of: person.id).state == .suspended)
    }

    @Test func `waits three days, and no longer`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let act = try await asked(person.id, of: signer)
        _ = try await signer.approve(act, by: signer.operator(.keyCustodian))
        let officer = try await signer.operator(.securityOfficer)
        signer.clock.advance(seconds: 3 * 86_400)

        await #expect(throws: SignerError.actOver) { _ = try await signer.approve(act, by: officer) }
    }

    @Test func `waits with a few others of the same person, and no more`() async throws {
        let signer = try await SignerFixture.make()
        func ask(_ number: Int, _ proposer: String?) async throws -> CriticalActRecord {
            let person = try await signer.enrol("person\(number)@example.jp")
            return try await signer.acts.request(
                CriticalActRequest(kind: .destroyCredential, target: person.id, reason: "終了", proposer: proposer),
                client: client
            )
        }
        var first: CriticalActRecord?
        for number in 0..<CriticalActs.openOfOneProposer {
            let act = try await ask(number, "account:one")
            first = first ?? act
        }

        await #expect(throws: SignerError.tooManyActs) { _ = try await ask(10, "account:one") }
        _ = try await ask(11, "account:other")
        // Asked for twice, it waits once, and takes no room.
        let act = try #require(first)
        let known = try StrictJSON.decode(CriticalAct.self, from: act.act.bytes)
        let again = CriticalActRequest(
            kind: .destroyCredential,
            target: known.target,
            reason: "終了",
            proposer: "account:one"
        )
        #expect(try await signer.acts.request(again, client: client).id == act.id)
        // What was performed waits no more.
        for duty in OperatorDuty.allCases { _ = try await signer.approve(act, by: signer.operator(duty)) }
        _ = try await ask(12, "account:one")
        await #expect(throws: SignerError.tooManyActs) { _ = try await ask(13, "account:one") }
        // Nor does what has lapsed.
        signer.clock.advance(seconds: 3 * 86_400)
        _ = try await ask(14, "account:one")
        let events = try await signer.room.auditRecords("signer").filter { $0.entry.action == "act-requested" }
        #expect(events.count == CriticalActs.openOfOneProposer + 3)
        #expect(
            events.allSatisfy { record in
                String(decoding: record.payload?.bytes ?? [], as: UTF8.self).contains(#""proposer":"account:o"#)
            }
        )
    }

    @Test func `waits with so many of all people, whoever they say they are`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let template = try await asked(person.id, of: signer)
        // All but one of the others that may wait, by a person each.
        try await signer.store.write { transaction in
            for number in 2..<CriticalActs.openOfAll {
                let act = StoredAct(
                    id: "act-\(number)",
                    bytes: template.act.bytes,
                    proposer: "account:\(number)",
                    created: signer.clock.now,
                    approvals: [],
                    performed: nil
                )
                try transaction.keep(
                    act,
                    recording: AuditEvent(.actRequested, chain: signerChain, actor: client, at: act.created, [:])
                )
            }
        }
        func ask(_ number: Int) async throws {
            let other = try await signer.enrol("person\(number)@example.jp")
            _ = try await signer.acts.request(
                CriticalActRequest(
                    kind: .destroyCredential,
                    target: other.id,
                    reason: "終了",
                    proposer: "account:new\(number)"
                ),
                client: client
            )
        }
        try await ask(1)
        await #expect(throws: SignerError.tooManyActs) { try await ask(2) }
        signer.clock.advance(seconds: 3 * 86_400)
        try await ask(3)
    }

    @Test func `is asked for by somebody with a name`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        for proposer in ["", "a\u{0}b", String(repeating: "a", count: 201)] {
            await #expect(throws: SignerError.malformed) {
                _ = try await signer.acts.request(
                    CriticalActRequest(
                        kind: .destroyCredential,
                        target: person.id,
                        reason: "終了",
                        proposer: proposer
                    ),
                    client: client
                )
            }
        }
        #expect(try await signer.acts.all().isEmpty)
    }

    @Test func `is done once`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let act = try await asked(person.id, of: signer)
        for duty in OperatorDuty.allCases { _ = try await signer.approve(act, by: signer.operator(duty)) }
        let officer = try await signer.operator(.securityOfficer)

        await #expect(throws: SignerError.actOver) { _ = try await signer.approve(act, by: officer) }
        await #expect(throws: SignerError.illegalTransition) { _ = try await asked(person.id, of: signer) }
    }
}

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `An operator of the signer` {
    private let client = SignerFixture.client

    @Test func `is the first of her duty by its code, and every later one by two approvals`() async throws {
        let signer = try await SignerFixture.make()
        _ = try await signer.operator(.keyCustodian)
        _ = try await signer.operator(.securityOfficer)
        await #expect(throws: SignerError.operatorCodeRefused) {
            _ = try await signer.enrolOperator("late@operator.example", .keyCustodian)
        }
        let second = try await signer.enrolOperator("second@operator.example", .keyCustodian, isFirst: false)
        #expect(try await signer.operators.all().first { $0.id == second.id }?.state == .enrolled)

        let act = try await signer.acts.request(
            CriticalActRequest(kind: .admitOperator, target: second.id, reason: "交代要員"),
            client: client
        )
        await #expect(throws: SignerError.unknownOperator) { _ = try await signer.approve(act, by: second) }
        for duty in OperatorDuty.allCases { _ = try await signer.approve(act, by: signer.operator(duty)) }
        #expect(try await signer.operators.all().first { $0.id == second.id }?.state == .active)
    }

    @Test func `does not become one with a wrong code, or with that of the other duty`() async throws {
        let signer = try await SignerFixture.make()
        for code in ["wrong", SignerFixture.operatorCodes[.securityOfficer]] {
            let enrolment = try await signer.operators.request(
                OperatorRequest(subject: "hanako@operator.example", name: "運用 花子", duty: .keyCustodian),
                client: client
            )
            let registration = SoftwareAuthenticator().register(challenge: enrolment.challenge.bytes)
            await #expect(throws: SignerError.operatorCodeRefused) {
                _ = try await signer.operators.register(
                    enrolment.id,
                    OperatorRegistration(registration: registration, code: code),
                    client: client
                )
            }
        }
        #expect(try await signer.operators.all().map(\.state) == [.requested])
    }

    /// 2.1.2-2: no one person has both duties.
    @Test func `has one duty, even after she was removed`() async throws {
        let signer = try await SignerFixture.make()
        let custodian = try await signer.operator(.keyCustodian)
        _ = try await signer.operator(.securityOfficer)
        let address = try await signer.operators.all()[0].subject
        await #expect(throws: SignerError.dutyHeld) {
            _ = try await signer.enrolOperator(address, .securityOfficer)
        }
        let second = try await signer.enrolOperator("second@operator.example", .keyCustodian, isFirst: false)
        let admission = try await signer.acts.request(
            CriticalActRequest(kind: .admitOperator, target: second.id, reason: "交代要員"),
            client: client
        )
        for duty in OperatorDuty.allCases { _ = try await signer.approve(admission, by: signer.operator(duty)) }
        let removal = try await signer.acts.request(
            CriticalActRequest(kind: .removeOperator, target: custodian.id, reason: "異動"),
            client: client
        )
        await #expect(throws: SignerError.dutyMissing) { _ = try await signer.approve(removal, by: custodian) }
        _ = try await signer.approve(removal, by: second)
        _ = try await signer.approve(removal, by: signer.operator(.securityOfficer))
        #expect(try await signer.operators.all().first { $0.id == custodian.id }?.state == .removed)
        await #expect(throws: SignerError.dutyHeld) {
            _ = try await signer.enrolOperator(address, .securityOfficer)
        }
    }

    @Test func `is not removed when nobody would be left with her duty`() async throws {
        let signer = try await SignerFixture.make()
        let officer = try await signer.operator(.securityOfficer)
        let custodian = try await signer.operator(.keyCustodian)
        let second = try await signer.enrolOperator("second@operator.example", .securityOfficer, isFirst: false)
        let admission = try await signer.acts.request(
            CriticalActRequest(kind: .admitOperator, target: second.id, reason: "交代要員"),
            client: client
        )
        for person in [custodian, officer] { _ = try await signer.approve(admission, by: person) }
        let removal = try await signer.acts.request(
            CriticalActRequest(kind: .removeOperator, target: custodian.id, reason: "異動"),
            client: client
        )
        _ = try await signer.approve(removal, by: officer)

        await #expect(throws: SignerError.dutyMissing) { _ = try await signer.approve(removal, by: second) }
        #expect(try await signer.operators.all().first { $0.id == custodian.id }?.state == .active)
    }

    @Test func `is not made by a state that somebody wrote`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let second = try await signer.enrolOperator("second@operator.example", .keyCustodian, isFirst: false)
        var forged = try #require(try await signer.store.read { try $0.operator(second.id) })
        forged.state = .active
        forged.admission = forged.passkey?.binding
        let change = forged.changed(.operatorAdmitted, by: "intruder", at: signer.clock.now, [:])
        try await signer.store.write { try $0.save(change) }
        let act = try await signer.acts.request(
            CriticalActRequest(kind: .destroyCredential, target: person.id, reason: "不正"),
            client: client
        )

        await #expect(throws: (any Error).self) { _ = try await signer.approve(act, by: second) }
        _ = try await signer.approve(act, by: signer.operator(.securityOfficer))
        #expect(try await signer.credentials.record(of: person.id).state == .active)
    }

    @Test func `may begin again until she is admitted`() async throws {
        let signer = try await SignerFixture.make()
        for duty in OperatorDuty.allCases { _ = try await signer.operator(duty) }
        _ = try await signer.enrolOperator("second@operator.example", .keyCustodian, isFirst: false)
        let again = try await signer.enrolOperator("Second@operator.example", .securityOfficer, isFirst: false)
        let known = try await signer.operators.all()
        #expect(known.count == 3)
        #expect(known.first { $0.id == again.id }?.duty == .securityOfficer)
    }

    /// KEY-4, for operators.
    @Test func `cannot be made by whoever writes the records`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let officer = try await signer.operator(.securityOfficer)
        let custodian = try await signer.operator(.keyCustodian)
        let impostor = SoftwareAuthenticator()
        let known = try #require(try await signer.store.read { try $0.operator(custodian.id) })
        var forged = known
        let passkey = try #require(known.passkey)
        forged.passkey = EnrolledPasskey(
            id: impostor.id,
            publicKey: impostor.publicKey,
            algorithm: passkey.algorithm,
            signCount: 0,
            backupEligible: false,
            backupState: false,
            attestationFormat: "none",
            binding: passkey.binding
        )
        let change = forged.changed(.operatorAdmitted, by: "intruder", at: signer.clock.now, [:])
        try await signer.store.write { try $0.save(change) }
        let act = try await signer.acts.request(
            CriticalActRequest(kind: .destroyCredential, target: person.id, reason: "不正"),
            client: client
        )
        _ = try await signer.approve(act, by: officer)
        let assertion = try impostor.assert(challenge: CriticalAct.challenge(of: act.act.bytes))

        await #expect(throws: (any Error).self) {
            _ = try await signer.acts.approve(act.id, assertion, client: client)
        }
        #expect(try await signer.credentials.record(of: person.id).state == .active)
    }
}
