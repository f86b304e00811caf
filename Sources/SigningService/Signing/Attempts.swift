import SignerProtocol

/// Moves attempts along: permission, value, end.
///
/// Every step is one transaction with its audit entry.
struct Attempts: Sendable {
    let needs: ServiceNeeds

    /// How long the job that goes on after a crash waits, so that it does not run beside a living request.
    static let patience = Duration.seconds(30)

    /// Records that the signer process is about to be told to use the key.
    func give(_ permission: SignatureAttempt.Instruction, for attempt: SignatureAttempt, by actor: String) async throws
        -> SignatureAttempt
    {
        let time = needs.now()
        var given = attempt
        given.state = .permissionGiven(at: time)
        given.instruction = permission
        let saved = given
        try await needs.store.write { transaction in
            try transaction.save(saved, expecting: "prepared")
            try transaction.append(
                AuditNote(.permissionGiven, by: actor, saved.facts(["instruction": permission.id ?? ""])),
                to: Envelope.chain(of: attempt.envelope),
                at: time
            )
            try transaction.schedule(
                ScheduledJob(.finishSignature(attempt.id), notBefore: time.advanced(by: Self.patience))
            )
        }
        return given
    }

    /// Keeps the signature value; from here the signature can be finished by any process.
    func receive(_ response: SignatureResponse, for attempt: SignatureAttempt) async throws -> SignatureAttempt {
        guard let signature = response.signatures.first, response.signatures.count == 1,
            signature.dtbsr == attempt.digests.toBeSigned.hexadecimal
        else {
            try await void(attempt, reason: "OTHER_VALUE")
            throw ServiceError.digestMismatch
        }
        let time = needs.now()
        var received = attempt
        received.state = .valueReceived(signature.value.bytes)
        let saved = received
        try await needs.store.write { transaction in
            try transaction.save(saved, expecting: "permissionGiven")
            try transaction.append(
                AuditNote(
                    .signatureValueReceived,
                    by: AuditNote.service,
                    saved.facts(["value": Digest.hexadecimal(of: signature.value.bytes)])
                ),
                to: Envelope.chain(of: attempt.envelope),
                at: time
            )
        }
        needs.pass(.valueReceived)
        return received
    }

    /// Ends an attempt without a signature; nothing when it is not open any more.
    func void(_ attempt: SignatureAttempt, reason: String) async throws {
        let time = needs.now()
        try await needs.store.write { transaction in
            guard let stored = try transaction.attempt(attempt.id), stored.state.isOpen,
                let envelope = try transaction.envelope(stored.envelope)
            else { return }
            _ = try transaction.void(stored, of: envelope, reason: reason, at: time)
        }
    }

    /// Asks the signer process what came of an instruction whose answer was lost.
    ///
    /// - Returns: The attempt with its value; nil when there is none, and the attempt is voided: the signer is asked again.
    /// - Throws: `ServiceError.waiting` while the signer process is down.
    func recover(_ attempt: SignatureAttempt) async throws -> SignatureAttempt? {
        guard let id = attempt.instruction.id else {
            try await void(attempt, reason: "NO_INSTRUCTION")
            return nil
        }
        do {
            let response = try await calling(.signer) {
                switch attempt.purpose {
                case .party: try await needs.signer.settleActivation(id)
                case .witness: try await needs.signer.settleConfirmation(id)
                case .record: try await needs.signer.settleSeal(id)
                }
            }
            return try await receive(response, for: attempt)
        } catch ServiceError.signerRefused(let refusal) {
            try await void(attempt, reason: ServiceError.signerRefused(refusal).code)
            return nil
        }
    }
}

extension SignatureAttempt {
    fileprivate func facts(_ more: [String: String]) -> [String: String] {
        more.merging(["attempt": id.text, "dtbsr": digests.toBeSigned.hexadecimal]) { $1 }
    }
}
