import SignerProtocol

/// Tells people when a seal waits too long for revocation data that are newer than the signatures: TRY_LATER.
///
/// The seal goes on waiting: nothing is ever sealed with data that say nothing of a signature.
///
/// - SeeAlso: REV-9; docs/decisions/0041
struct SealGrace: Sendable {
    let needs: ServiceNeeds

    /// Runs a step of the seal; after the grace its waiting is an incident, which ends with the step's success.
    func watch(_ id: EnvelopeID, _ step: () async throws -> Void) async throws {
        let key = "fresh-revocation/\(id)"
        do {
            try await step()
        } catch ServiceError.waiting(.freshRevocation, let pause) {
            try await alarm(key, of: id)
            throw ServiceError.waiting(for: .freshRevocation, retryAfterInSeconds: pause)
        }
        guard try await needs.store.read({ try $0.openIncident(key) }) != nil else { return }
        let time = needs.now()
        try await needs.store.write { transaction in
            guard let open = try transaction.openIncident(key) else { return }
            try transaction.noteAlarmOver(in: open, at: time)
        }
    }

    private func alarm(_ key: String, of id: EnvelopeID) async throws {
        let time = needs.now()
        let grace = needs.settings.revocationGrace
        let incident = IncidentID(from: needs.randomBytes)
        try await needs.store.write { transaction in
            guard case .awaitingSeal(let since, _)? = try transaction.envelope(id)?.state,
                since.advanced(by: grace) <= time, try transaction.openIncident(key) == nil
            else { return }
            try transaction.alarm(
                key,
                Self.title,
                severity: .high,
                facts: ["envelope": id.text, "waiting-since": since.rfc3339],
                id: incident,
                at: time
            )
        }
    }

    private static let title = BilingualText(
        ja: "署名より新しい失効情報が、猶予を過ぎても発行されません（TRY_LATER）",
        en: "No revocation data newer than a signature have been issued within the grace (TRY_LATER)"
    )
}
