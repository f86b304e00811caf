import Foundation
import Hummingbird
import SigningService

/// The sender's contracts.
extension Pages {
    private struct View {
        /// There is nothing to look for.
        let hasNone: Bool
        let isSearch: Bool
        let search: String
        let searchLimit: Int
        /// The text cannot be looked for.
        let isRefused: Bool
        /// What was looked for in vain.
        let missed: String?
        let hasRows: Bool
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
                let view = try await view(try request.searched(), language, sender)
                var frame = frame(words.text("envelopes.title", in: language), visit, language, sender)
                frame.isEnvelopes = true
                return html(
                    "envelopes",
                    frame,
                    view,
                    in: language,
                    status: view.isRefused ? .unprocessableContent : .ok
                )
            }
        }
        addNewEnvelopePages(to: router)
        addNormalisationPages(to: router)
        addEnvelopePage(to: router)
    }

    /// An empty field shows everything.
    private func view(_ text: String?, _ language: Language, _ sender: SenderActor) async throws -> View {
        let search = (text ?? "").trimmingCharacters(in: .whitespaces)
        var found: [Envelope] = []
        var isRefused = false
        do {
            found =
                search.isEmpty
                ? try await needs.envelopes.envelopes(limit: Envelopes.listLimit, for: sender)
                : try await needs.envelopes.envelopes(matching: search, limit: Envelopes.listLimit, for: sender)
        } catch ServiceError.textRefused {
            isRefused = true
        }
        return View(
            hasNone: search.isEmpty && found.isEmpty,
            isSearch: !search.isEmpty,
            search: search,
            searchLimit: SearchText.limit,
            isRefused: isRefused,
            missed: search.isEmpty || isRefused || !found.isEmpty
                ? nil : words.text("envelopes.noneFound", in: language, ["text": search]),
            hasRows: !found.isEmpty,
            rows: found.map { row($0, language) }
        )
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
