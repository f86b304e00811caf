import Hummingbird
import SignerProtocol
import SigningService

/// One contract: its pages, who has signed, what happened, and what can be taken along.
extension Pages {
    private struct View {
        let id: String
        let title: String
        let lang: String
        let state: String
        let mark: Mark
        let isDraft: Bool
        let canVoid: Bool
        let isSealed: Bool
        let waiting: String?
        let declined: String?
        let refusedMails: [String]
        let level: String
        let sha256: String
        let pages: [PagePicture]
        let signers: [SignerLine]
        let history: [HistoryLine]
    }

    private struct SignerLine {
        let ordinal: String
        let name: String
        let email: String
        let kind: String
        let state: String
        let mark: Mark
        let at: String?
    }

    private struct HistoryLine {
        let style: String
        let icon: String
        let time: String
        let utc: String
        let what: String
        let who: String
    }

    func addEnvelopePage(to router: Router<APIContext>) {
        router.get("/envelopes/{id}") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let sender = try await sender(visit)
                let envelope = try await needs.envelopes.envelope(try context.envelope(), for: sender)
                var frame = frame(envelope.title, visit, language, sender)
                frame.isEnvelopes = true
                switch envelope.state {
                case .outForSigning, .awaitingSeal: frame.script = "follow.js"
                case .draft, .sealed, .declined, .voided, .expired: break
                }
                return html("envelope", frame, try await view(of: envelope, sender, language), in: language)
            }
        }
        router.get("/envelopes/{id}/pages/{digest}/{page}") { request, context in
            await page(request, context) { visit in
                let sender = try await sender(visit)
                let (number, edge) = try context.picture(request)
                let id = try context.envelope()
                let digest = context.parameters.get("digest") ?? ""
                return picture(
                    try await needs.envelopes.picture(page: number, edge: edge, digest: digest, of: id, for: sender)
                )
            }
        }
        addAct("send", to: router) { try await needs.envelopes.send($0, by: $1) }
        addAct("void", to: router) { try await needs.envelopes.void($0, by: $1) }
        addDownloads(to: router)
    }

    private func addAct(
        _ name: String,
        to router: Router<APIContext>,
        _ act: @escaping @Sendable (EnvelopeID, SenderActor) async throws -> Envelope
    ) {
        router.post("/envelopes/{id}/\(name)") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let envelope = try await act(try context.envelope(), try await sender(visit))
                return redirect(to: "/envelopes/\(envelope.id)")
            }
        }
    }

    private func addDownloads(to router: Router<APIContext>) {
        router.get("/envelopes/{id}/contract.pdf") { request, context in
            await page(request, context) { visit in
                let content = try await needs.envelopes.document(
                    of: try context.envelope(),
                    for: try await sender(visit)
                )
                return .content(content, type: "application/pdf")
            }
        }
        router.get("/envelopes/{id}/certificate.pdf") { request, context in
            await page(request, context) { visit in
                let id = try context.envelope()
                let content = try await needs.envelopes.certificate(of: id, for: try await sender(visit))
                return .content(content, type: "application/pdf")
            }
        }
        router.get("/envelopes/{id}/evidence.json") { request, context in
            await page(request, context) { visit in
                let content = try await needs.envelopes.evidence(
                    of: try context.envelope(),
                    for: try await sender(visit)
                )
                return .content(content, type: "application/json")
            }
        }
        router.get("/envelopes/{id}/evidence-record.ers") { request, context in
            await page(request, context) { visit in
                let record = try await EvidenceRecords(needs.serviceNeeds).record(
                    of: try context.envelope(),
                    for: try await sender(visit)
                )
                return .file(record.der, named: "evidence-record.ers", type: "application/octet-stream")
            }
        }
    }

    private func view(of envelope: Envelope, _ sender: SenderActor, _ language: Language) async throws -> View {
        let document = try await needs.envelopes.storedDocument(of: envelope.id, for: sender)
        let sizes = try await needs.envelopes.pageSizes(of: envelope.id, for: sender)
        let history = try await needs.envelopes.history(of: envelope.id, for: sender)
        var sealed: Sealed?
        if case .sealed(let found) = envelope.state { sealed = found }
        return View(
            id: envelope.id.text,
            title: envelope.title,
            lang: envelope.language.rawValue,
            state: words.text("envelopes.state.\(envelope.state.name)", in: language),
            mark: envelope.state.mark,
            isDraft: envelope.state == .draft,
            canVoid: ["draft", "outForSigning"].contains(envelope.state.name),
            isSealed: sealed != nil,
            waiting: envelope.waitingFor.map { waiting in
                let view = WaitingView(waiting, words: needs.words)
                return language == .ja ? view.ja : view.en
            },
            declined: declined(envelope, language),
            refusedMails: refusedMails(envelope, history, language),
            level: sealed?.level ?? "",
            sha256: document.sha256.hexadecimal,
            pages: pictures(sizes, in: "/envelopes/\(envelope.id)/pages/\(document.sha256.hexadecimal)", language),
            signers: envelope.signers.enumerated().map { index, signer in line(signer, index + 1, language) },
            history: history.reversed().map { step in
                let isGood = ["signed", "sealed"].contains(step.action)
                let isBad = ["declined", Self.mailRefused].contains(step.action)
                return HistoryLine(
                    style: isGood ? "ok" : isBad ? "bad" : "faint",
                    icon: isGood ? "m-done" : isBad ? "m-fail" : "m-dot",
                    time: JapaneseTime(step.time).register,
                    utc: JapaneseTime.universal(step.time),
                    what: language == .ja ? step.ja : step.en,
                    who: step.actor
                )
            }
        )
    }

    private func line(_ signer: Signer, _ number: Int, _ language: Language) -> SignerLine {
        SignerLine(
            ordinal: ordinal(number),
            name: signer.name,
            email: signer.address.text,
            kind: words.text("envelopes.\(signer.kind.rawValue)", in: language),
            state: words.text("envelopes.signer.\(signer.state.name)", in: language),
            mark: signer.state.mark,
            at: signer.signedAt.map { JapaneseTime($0).register }
        )
    }

    private static let mailRefused = "mail refused"

    /// What could not be delivered, once for each recipient and reason, with what to do while somebody waits for it.
    private func refusedMails(_ envelope: Envelope, _ history: [HistoryStep], _ language: Language) -> [String] {
        let isWaitedFor = envelope.state.name == "outForSigning"
        let sentence = isWaitedFor ? "envelopes.mailRefusedInTime" : "envelopes.mailRefused"
        var sentences: [String] = []
        for step in history where step.action == Self.mailRefused {
            let text = words.text(sentence, in: language, ["what": language == .ja ? step.ja : step.en])
            if !sentences.contains(text) { sentences.append(text) }
        }
        return sentences
    }

    private func declined(_ envelope: Envelope, _ language: Language) -> String? {
        guard case .declined(let id, _) = envelope.state, let signer = envelope.signer(id),
            case .declined(_, let reason) = signer.state
        else { return nil }
        return words.text("envelopes.declinedBy", in: language, ["name": signer.name, "reason": reason])
    }
}

extension APIContext {
    fileprivate func envelope() throws -> EnvelopeID {
        guard let id = parameters.get("id").flatMap({ EnvelopeID($0) }) else { throw ServiceError.envelopeUnknown }
        return id
    }
}
