import SignerProtocol
import SigningService

/// What a sender is told of the signatures that a file has already.
struct CoSigningNote {
    struct Line {
        let name: String
        let detail: String
    }

    let signatures: [Line]
    /// Where the people who sign now will sign.
    let places: String
}

extension Pages {
    /// Nil when nobody has signed yet.
    func coSigningNote(
        on id: DocumentID,
        _ language: Language,
        _ sender: SenderActor
    ) async throws -> CoSigningNote? {
        guard let offer = try await needs.documents.coSigning(of: id, for: sender),
            let record = try await needs.documents.record(of: id, for: sender)
        else { return nil }
        return CoSigningNote(
            signatures: record.earlierSignatures.map { signature in
                let kind = signature.isDocumentTimestamp ? "earlierTimestamp" : "earlierSignature"
                let verdict = signature.indication == "TOTAL_PASSED" ? "earlierPassed" : "earlierOpen"
                return CoSigningNote.Line(
                    name: signature.signer ?? signature.field,
                    detail: [
                        words.text("envelopes.\(kind)", in: language),
                        signature.signedAt.map { JapaneseTime($0).register },
                        words.text("envelopes.\(verdict)", in: language),
                        [signature.indication, signature.subIndication].compactMap(\.self).joined(separator: " / "),
                    ].compactMap(\.self).joined(separator: "　")
                )
            },
            places: offer.permitsNewFields
                ? words.text("envelopes.coSigningNewFields", in: language)
                : words.text("envelopes.coSigningFields", in: language, ["count": "\(offer.fields.count)"])
        )
    }
}
