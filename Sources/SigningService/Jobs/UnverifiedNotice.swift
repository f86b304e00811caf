import CMS
import Foundation
import PDF
import SignatureValidation
import SignerProtocol

/// Tells a sender why a concluded contract does not verify, in her words and not in codes.
///
/// - SeeAlso: JIPDEC 2.2.4 (3); VAL-1
struct UnverifiedNotice: Sendable {
    let needs: ServiceNeeds

    /// The most reasons that one mail names.
    private static let reasonLimit = 10

    /// Mails what the judge says now, at most once a day; nothing when the contract verifies.
    func send(_ id: EnvelopeID) async throws {
        let (envelope, document) = try await needs.envelopeWithDocument(id)
        guard case .sealed = envelope.state,
            let sender = try await needs.store.read({ try $0.account(envelope.sender) })
        else { return }
        let reasons = try await reasons(for: document, in: envelope.language)
        guard !reasons.isEmpty else { return }
        let message = MailText(environment: needs.settings.environment, language: envelope.language)
            .unverified(envelope, reasons: Array(reasons.prefix(Self.reasonLimit)), to: sender)
        let time = needs.now()
        let day = time.milliseconds / 86_400_000
        let refusal = try await needs.handOver(message, id: "unverified-\(id)-\(day)")
        var facts = ["because": "unverified"]
        facts["reason"] = refusal
        let note = AuditNote(refusal == nil ? .senderTold : .mailRefused, by: AuditNote.service, facts)
        try await needs.store.write { try $0.append(note, to: envelope.chain, at: time) }
    }

    private func reasons(for document: StoredDocument, in language: Language) async throws -> [String] {
        let open = try await Custody(needs: needs).open(document, by: AuditNote.service, for: .revalidate)
        return try await needs.onDocumentThreads {
            try open.source.surfacing {
                do {
                    let report = try Judge(needs: needs).fullReport(on: open.source)
                    return report.conclusion == .totalPassed ? [] : Self.words(of: report, in: language)
                } catch let error as ValidationError {
                    return [language == .ja ? error.words.japanese() : error.words.english()]
                }
            }
        }
    }

    /// Each reason once, in the order of the report.
    private static func words(of report: ValidationReport, in language: Language) -> [String] {
        let findings = (report.signatures.flatMap(\.findings) + report.timestamps.flatMap(\.findings)).filter(\.decides)
        let words =
            findings.map { language == .ja ? $0.japanese : $0.english }
            + report.changesAfterSigning.map { language == .ja ? $0.ja : $0.en }
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}
