import Foundation
package import SignerProtocol

/// Acts on keys, as administrators ask for them and operators approve them; the signer process decides.
///
/// Who is signed in here says nothing to the signer: it believes operators' passkeys alone.
///
/// - SeeAlso: decision 0031
package struct DualControl: Sendable {
    private let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// An act as it is shown: what the signer wrote, and how far it is.
    package struct PendingAct: Sendable {
        package let record: CriticalActRecord
        package let act: CriticalAct
    }

    package func operators(for sender: SenderActor) async throws -> [OperatorRecord] {
        try sender.account.require(.readOperations)
        return try await calling(.signer) { try await needs.signer.operators() }
    }

    package func acts(for sender: SenderActor) async throws -> [PendingAct] {
        try sender.account.require(.readOperations)
        return try await calling(.signer) { try await needs.signer.acts() }.map(Self.read)
    }

    /// Asks for the passkey of a new operator, who is the one that is signed in: nobody enrols another.
    ///
    /// - Throws: `ServiceError.notAllowed` without the role of the duty, `.signerRefused`, `.waiting`.
    package func enrol(as duty: OperatorDuty, by sender: SenderActor) async throws -> OperatorEnrolment {
        try sender.account.require(.askForActsOnKeys)
        guard sender.account.roles.contains(duty.role) else { throw ServiceError.notAllowed }
        let request = OperatorRequest(
            subject: sender.account.address.text,
            name: String(sender.account.name.prefix(60)),
            duty: duty
        )
        let enrolment = try await calling(.signer) { try await needs.signer.requestOperator(request) }
        try await note(.keyOperatorRequested, ["operator": enrolment.id, "duty": duty.rawValue], by: sender)
        return enrolment
    }

    /// Keeps the passkey; without the code of the first operator, asks two others to admit her.
    package func register(
        _ registration: PasskeyRegistrationBytes,
        code: String?,
        as id: String,
        by sender: SenderActor
    ) async throws -> OperatorRecord {
        try sender.account.require(.askForActsOnKeys)
        let known = try await calling(.signer) { try await needs.signer.operators() }.first { $0.id == id }
        guard let known, known.subject == sender.account.address.text.lowercased() else {
            throw ServiceError.notAllowed
        }
        let body = OperatorRegistration(registration: registration, code: code)
        let record = try await calling(.signer) { try await needs.signer.registerOperator(body, as: id) }
        try await note(.keyOperatorEnrolled, ["operator": id, "state": record.state.rawValue], by: sender)
        guard record.state == .enrolled else { return record }
        try await ask(.admitOperator, id, because: record.name, by: sender)
        return record
    }

    /// Puts the end of a person's key before the operators.
    ///
    /// - Throws: `ServiceError.credentialMissing` when the address has no key.
    package func askToDestroyKey(of email: String, reason: String, by sender: SenderActor) async throws {
        try sender.account.require(.askForActsOnKeys)
        let address = try MailAddress(email, field: "email")
        let reason = try line(reason, field: "reason", limit: 60)
        guard let enrolment = try await needs.store.read({ try $0.enrolment(of: address) }) else {
            throw ServiceError.credentialMissing
        }
        try await ask(.destroyCredential, enrolment.credential, because: reason, by: sender)
    }

    package func askToRemove(_ id: String, reason: String, by sender: SenderActor) async throws {
        try sender.account.require(.askForActsOnKeys)
        let reason = try line(reason, field: "reason", limit: 60)
        try await ask(.removeOperator, id, because: reason, by: sender)
    }

    /// Hands an operator's approval on.
    ///
    /// - Throws: `ServiceError.signerRefused` with what the signer found wrong.
    package func approve(
        _ id: String,
        _ assertion: PasskeyAssertionBytes,
        by sender: SenderActor
    ) async throws -> CriticalActRecord {
        try sender.account.require(.askForActsOnKeys)
        let record = try await calling(.signer) { try await needs.signer.approveAct(id, assertion) }
        try await note(record.performedAt == nil ? .keyActApproved : .keyActPerformed, record, by: sender)
        return record
    }

    private func ask(
        _ kind: CriticalAct.Kind,
        _ target: String,
        because reason: String,
        by sender: SenderActor
    ) async throws {
        let request = CriticalActRequest(kind: kind, target: target, reason: reason, proposer: sender.auditName)
        let record = try await calling(.signer) { try await needs.signer.requestAct(request) }
        try await note(.keyActRequested, record, by: sender)
    }

    private func note(_ action: AuditAction, _ record: CriticalActRecord, by sender: SenderActor) async throws {
        try await note(
            action,
            ["act": record.id, "digest": Digest.hexadecimal(of: record.act.bytes)],
            by: sender
        )
    }

    private func note(_ action: AuditAction, _ facts: [String: String], by sender: SenderActor) async throws {
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.append(
                AuditNote(action, by: sender.auditName, facts),
                to: sender.account.chain,
                at: time
            )
        }
    }

    static func read(_ record: CriticalActRecord) throws -> PendingAct {
        do {
            let act = try JSONDecoder().decode(CriticalAct.self, from: Data(record.act.bytes))
            return PendingAct(record: record, act: act)
        } catch {
            throw ServiceError.dependencyRefused(.signer, reason: "an act that cannot be read")
        }
    }
}

extension OperatorDuty {
    /// The role that an account needs for it, so that the rules for roles hold here as well.
    fileprivate var role: Role {
        switch self {
        case .keyCustodian: .keyCustodian
        case .securityOfficer: .securityOfficer
        }
    }
}
