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

    /// Asks for the passkey of a new operator.
    ///
    /// - Throws: `ServiceError.notAllowed`, `.addressRefused`, `.textRefused`, `.signerRefused`, `.waiting`.
    package func enrol(
        name: String,
        email: String,
        duty: OperatorDuty,
        by sender: SenderActor
    ) async throws -> OperatorEnrolment {
        try sender.account.require(.askForActsOnKeys)
        let request = OperatorRequest(
            subject: try MailAddress(email, field: "email").text,
            name: try line(name, field: "name", limit: 60),
            duty: duty
        )
        return try await calling(.signer) { try await needs.signer.requestOperator(request) }
    }

    /// Keeps the passkey; without the code of the first operator, asks two others to admit her.
    package func register(
        _ registration: PasskeyRegistrationBytes,
        code: String?,
        as id: String,
        by sender: SenderActor
    ) async throws -> OperatorRecord {
        try sender.account.require(.askForActsOnKeys)
        let body = OperatorRegistration(registration: registration, code: code)
        let record = try await calling(.signer) { try await needs.signer.registerOperator(body, as: id) }
        guard record.state == .enrolled else { return record }
        try await ask(CriticalActRequest(kind: .admitOperator, target: id, reason: record.name), by: sender)
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
        try await ask(
            CriticalActRequest(kind: .destroyCredential, target: enrolment.credential, reason: reason),
            by: sender
        )
    }

    package func askToRemove(_ id: String, reason: String, by sender: SenderActor) async throws {
        try sender.account.require(.askForActsOnKeys)
        let reason = try line(reason, field: "reason", limit: 60)
        try await ask(CriticalActRequest(kind: .removeOperator, target: id, reason: reason), by: sender)
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

    private func ask(_ request: CriticalActRequest, by sender: SenderActor) async throws {
        let record = try await calling(.signer) { try await needs.signer.requestAct(request) }
        try await note(.keyActRequested, record, by: sender)
    }

    private func note(_ action: AuditAction, _ record: CriticalActRecord, by sender: SenderActor) async throws {
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.append(
                AuditNote(
                    action,
                    by: sender.auditName,
                    ["act": record.id, "digest": Digest.hexadecimal(of: record.act.bytes)]
                ),
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
