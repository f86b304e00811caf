import Hummingbird
import SigningService

/// The sender's contracts.
extension Pages {
    private struct View {
        let hasNone: Bool
        let rows: [Row]
    }

    private struct Row {
        let id: String
        let title: String
        let lang: String
        let state: String
        let mark: Mark
        let signed: Int
        let signers: Int
        let turn: String
        let created: String
    }

    func addEnvelopePages(to router: Router<APIContext>) {
        router.get("/envelopes") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let sender = try await sender(visit)
                guard try await signIn.hasPasskey(sender) else { return redirect(to: "/passkeys/new") }
                let envelopes = try await needs.envelopes.envelopes(limit: 200, for: sender)
                let view = View(hasNone: envelopes.isEmpty, rows: envelopes.map { row($0, language) })
                var frame = frame(words.text("envelopes.title", in: language), visit, language, sender)
                frame.isEnvelopes = true
                return html("envelopes", frame, view, in: language)
            }
        }
        addNewEnvelopePages(to: router)
        addNormalisationPages(to: router)
        addEnvelopePage(to: router)
    }

    private func row(_ envelope: Envelope, _ language: Language) -> Row {
        Row(
            id: envelope.id.text,
            title: envelope.title,
            lang: envelope.language.rawValue,
            state: words.text("envelopes.state.\(envelope.state.name)", in: language),
            mark: envelope.state.mark,
            signed: envelope.signers.count { $0.signedAt != nil },
            signers: envelope.signers.count,
            turn: turn(in: envelope).map(\.name).joined(separator: "、"),
            created: JapaneseTime(envelope.createdAt).numericDate
        )
    }

    private func turn(in envelope: Envelope) -> [Signer] {
        guard case .outForSigning = envelope.state else { return [] }
        return envelope.signers.filter { signer in
            switch signer.state {
            case .invited, .viewed, .consented, .signing: true
            case .waiting, .signed, .declined: false
            }
        }
    }
}
