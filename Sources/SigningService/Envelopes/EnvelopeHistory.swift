package import SignerProtocol

/// One step of a contract's way, for people.
package struct HistoryStep: Hashable, Sendable {
    package let time: Timestamp
    /// The audit's own word.
    package let action: String
    package let actor: String
    package let ja: String
    package let en: String
}

extension Envelopes {
    /// What the envelope's audit chain says, oldest first.
    package func history(of id: EnvelopeID, for sender: SenderActor) async throws -> [HistoryStep] {
        let envelope = try await envelope(id, for: sender)
        let (records, organisation) = try await needs.store.read { transaction in
            (
                try transaction.audit(chain: envelope.chain),
                try transaction.organisation(envelope.organisation)?.name ?? ""
            )
        }
        let steps = CompletionCertificate.steps(of: records, in: envelope, organisation: organisation)
        return zip(records, steps).map { record, step in
            HistoryStep(
                time: step.time,
                action: record.entry.action,
                actor: step.actor,
                ja: step.action.ja,
                en: step.action.en
            )
        }
    }
}
