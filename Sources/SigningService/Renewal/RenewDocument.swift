import CMS
import Logging
import PDF
import SignatureValidation
import SignerProtocol

/// Renews the proof of a sealed document: what validates its newest document timestamp, then a timestamp over all of it.
///
/// The bytes become one more immutable segment, named in the same transaction that records them; until then nothing has
/// happened, whatever step the process died at.
///
/// - SeeAlso: LTA-1…3; EN 319 142-1 §5.5
struct RenewDocument: Sendable {
    let needs: ServiceNeeds

    /// Renews it unless it has grown since it had `revisions` revisions: then somebody was faster.
    func renew(_ id: DocumentID, revisions: Int) async throws {
        let (standing, document) = try await needs.store.read { transaction in
            (try transaction.renewalStanding(of: id), try transaction.document(id))
        }
        guard let standing, let document else { return }
        guard document.revisions.count == revisions else {
            try await needs.store.write { try $0.settleRenewals(of: id, .done) }
            return
        }
        do {
            try await renew(document, standing)
        } catch ServiceError.judgeRefused(let reasons) {
            try await refuse(standing, reasons)
        }
    }

    private func renew(_ document: StoredDocument, _ standing: RenewalStanding) async throws {
        let custody = Custody(needs: needs)
        let open = try await custody.open(document, by: AuditNote.service, for: .renew)
        let (result, revision) = try await open.reading {
            let result = try await ExtendToLongTerm(needs: needs).renew(open.source, uploaded: document.uploadedBytes)
            return (result, try custody.keep(suffix: result.suffix, after: open))
        }
        let time = needs.now()
        let count = document.revisions.count
        try await needs.change(standing.envelope) { envelope, transaction in
            try transaction.append(revision, to: document.id, after: count)
            try transaction.save(
                RenewalStanding(
                    document: document.id,
                    envelope: envelope.id,
                    revisions: count + 1,
                    stamp: result.standing
                )
            )
            try transaction.settleRenewals(of: document.id, .done)
            let renewFrom = try transaction.renewFrom(of: envelope.id)
            return try envelope.renewed(document, revision, result.standing, renewBy: renewFrom, at: time)
        }
        needs.pass(.renewalCommitted)
    }

    /// Nothing is stamped over what does not validate: a person has to look. LTA-3
    private func refuse(_ standing: RenewalStanding, _ reasons: [String]) async throws {
        let time = needs.now()
        let incident = IncidentID(from: needs.randomBytes)
        let codes = reasons.joined(separator: " ")
        let facts = ["document": standing.document.text, "envelope": standing.envelope.text, "reasons": codes]
        var broken = standing
        broken.broken = RenewalStanding.Broken(at: time, reasons: reasons)
        try await needs.store.write { [broken] transaction in
            try transaction.save(broken)
            try transaction.settleRenewals(of: broken.document, .failed(codes))
            let note = AuditNote(.renewalRefused, by: AuditNote.service, facts)
            try transaction.append(note, to: Envelope.chain(of: broken.envelope), at: time)
            try transaction.alarm(
                Self.alarm,
                BilingualText(
                    ja: "保管中の文書が検証に通らないので、時刻の証明を更新できません（LTA_BROKEN_CHAIN）。文書と検証の理由を確かめてください",
                    en:
                        "A document in custody does not validate, so its timestamp cannot be renewed (LTA_BROKEN_CHAIN);"
                        + " look at the document and the judge's reasons"
                ),
                severity: .high,
                facts: facts,
                id: incident,
                at: time
            )
        }
        needs.log.error("a document cannot be renewed", metadata: ["facts": "\(facts)"])
    }

    /// The incident's key, shared by all documents.
    static let alarm = "renewal/LTA_BROKEN_CHAIN"
}
