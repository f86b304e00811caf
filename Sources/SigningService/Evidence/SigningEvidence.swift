import Foundation
import SignerProtocol

/// What proves the signatures of one contract without this service: `evidence.json`, by docs/evidence.schema.json.
///
/// Per signature it holds the exact bytes that the signer approved, her passkey's assertion or the confirmation record,
/// and the digests that lead from them to the sealed PDF; then the audit chain, to be derived again by anyone.
struct SigningEvidence: Sendable {
    let needs: ServiceNeeds

    /// JSON with sorted keys.
    func json(for id: EnvelopeID, certificate: StoredDocument) async throws -> [UInt8] {
        let settings = needs.settings
        let file = try await needs.store.read { transaction in
            guard let envelope = try transaction.envelope(id),
                let document = try transaction.document(envelope.document)
            else { throw ServiceError.envelopeUnknown }
            let attempts = try transaction.finishedAttempts(of: id)
            return EvidenceFile(
                environment: settings.environment,
                instance: settings.instance,
                envelope: EvidenceFile.EnvelopeFacts(id: id.text, title: envelope.title),
                document: EvidenceFile.DocumentFacts(
                    id: document.id.text,
                    name: document.name,
                    revisions: document.revisions.map { revision in
                        EvidenceFile.RevisionFacts(length: revision.segment.length, sha256: revision.sha256.hexadecimal)
                    }
                ),
                signatures: try attempts.compactMap { try EvidenceFile.SignatureFacts($0, in: envelope) },
                certificate: EvidenceFile.CertificateFacts(
                    sha256: certificate.sha256.hexadecimal,
                    sealOrder: attempts.lazy.compactMap(\.instruction.sealOrder).last
                ),
                audit: try transaction.audit(chain: envelope.chain).map(EvidenceFile.AuditFacts.init)
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(file)) + [UInt8(ascii: "\n")]
    }
}

extension SignatureAttempt.Instruction {
    /// The exact bytes that were approved, ordered or confirmed.
    var exactBytes: [UInt8] {
        switch self {
        case .none: []
        case .activation(let pending), .activated(let pending, _): pending.context.bytes
        case .confirmation(_, let record): record.bytes
        case .sealOrder(let order): order.signedAttributes.bytes
        }
    }

    var sealOrder: SealOrder? {
        guard case .sealOrder(let order) = self else { return nil }
        return order
    }
}
