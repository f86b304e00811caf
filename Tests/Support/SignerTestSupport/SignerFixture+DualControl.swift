package import SignerProtocol
import SigningKeys

/// Somebody who approves critical acts, with her passkey.
package struct EnrolledOperator: Sendable {
    package let id: String
    package let duty: OperatorDuty
    package var authenticator: SoftwareAuthenticator
}

extension SignerFixture {
    package static let operatorCodes: [OperatorDuty: String] = [
        .keyCustodian: "code of the custodian", .securityOfficer: "code of the officer",
    ]

    /// A new operator; with the code of her duty unless `isFirst` is false.
    package func enrolOperator(
        _ address: String,
        _ duty: OperatorDuty,
        isFirst: Bool = true
    ) async throws -> EnrolledOperator {
        let enrolment = try await operators.request(
            OperatorRequest(subject: address, name: "運用 \(duty.rawValue)", duty: duty),
            client: Self.client
        )
        let authenticator = SoftwareAuthenticator()
        _ = try await operators.register(
            enrolment.id,
            OperatorRegistration(
                registration: authenticator.register(challenge: enrolment.challenge.bytes),
                code: isFirst ? Self.operatorCodes[duty] : nil
            ),
            client: Self.client
        )
        return EnrolledOperator(id: enrolment.id, duty: duty, authenticator: authenticator)
    }

    package func approve(
        _ act: CriticalActRecord,
        by person: EnrolledOperator
    ) async throws -> CriticalActRecord {
        let assertion = try person.authenticator.assert(challenge: CriticalAct.challenge(of: act.act.bytes))
        return try await acts.approve(act.id, assertion, client: Self.client)
    }

    /// Has a key destroyed by two operators of its own making.
    package func destroy(_ credential: String) async throws {
        let act = try await acts.request(
            CriticalActRequest(kind: .destroyCredential, target: credential, reason: "利用の終了"),
            client: Self.client
        )
        for duty in OperatorDuty.allCases {
            _ = try await approve(act, by: self.operator(duty))
        }
    }

    /// The operator of a duty, enrolled the first time.
    package func `operator`(_ duty: OperatorDuty) async throws -> EnrolledOperator {
        if let known = await colleagues.known(duty) { return known }
        let made = try await enrolOperator("\(duty.rawValue)@operator.example", duty)
        await colleagues.keep(made)
        return made
    }
}

/// The operators that a fixture has made, so that their passkeys are at hand again.
package actor Colleagues {
    private var operators: [OperatorDuty: EnrolledOperator] = [:]

    func known(_ duty: OperatorDuty) -> EnrolledOperator? { operators[duty] }
    func keep(_ person: EnrolledOperator) { operators[person.duty] = person }
}
