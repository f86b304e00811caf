import Hummingbird
import SigningService

/// Declining, and how it went.
extension Pages {
    private struct DeclineView {
        let steps: Steps? = nil
        let sha256: String
    }

    private struct DoneView {
        let steps: Steps?
        let heading: String
        let lead: String
        let title: String
        let lang: String
        let tally: String
        let isSealed: Bool
        let at: String?
        let utc: String?
        /// How far it is; empty when there is nothing more to wait for.
        let route: [Stop]
    }

    /// One thing on the way to the concluded contract.
    private struct Stop {
        let mark: Mark
        let name: String
        let detail: String?
        let word: String
    }

    func addEndPages(to router: Router<APIContext>) {
        router.get("/signing/decline") { request, context in
            await signerPage(request, context) { visit, _, overview, language in
                if let place = Self.placeToBe(overview) { return redirect(to: place) }
                let title = words.text("signing.declineQuestion", in: language)
                return html(
                    "decline",
                    frame(title, visit, language),
                    DeclineView(sha256: overview.sha256.hexadecimal),
                    in: language
                )
            }
        }
        router.post("/signing/decline") { request, context in
            await signerForm(request, context) { _, actor, _, form in
                try await needs.ceremony.decline(reason: form["reason"], by: actor)
                return redirect(to: "/signing/done")
            }
        }
        router.get("/signing/done") { request, context in
            await signerPage(request, context) { visit, _, overview, language in
                var stage = Self.stage(overview)
                if stage == "signing", overview.waitingFor?.dependency == .timestampAuthority { stage = "stamping" }
                if stage == "ready" { return redirect(to: "/signing") }
                let heading = words.text("signing.done.\(stage)", in: language)
                let view = DoneView(
                    steps: nil,
                    heading: heading,
                    lead: words.text("signing.done.\(stage)Lead", in: language),
                    title: overview.title,
                    lang: overview.statement.locale.rawValue,
                    tally: stage == "sealed" ? "ok" : stage == "declined" || stage == "over" ? "used" : "ocher",
                    isSealed: stage == "sealed",
                    at: overview.me.signedAt.map { JapaneseTime($0).register },
                    utc: overview.me.signedAt.map { JapaneseTime.universal($0) },
                    route: ["signing", "stamping", "signed", "sealing"].contains(stage) ? route(overview, language) : []
                )
                var frame = frame(heading, visit, language)
                if ["signing", "stamping", "signed", "sealing"].contains(stage) { frame.script = "follow.js" }
                return html("done", frame, view, in: language)
            }
        }
        router.get("/signing/contract.pdf") { request, context in
            await page(request, context) { visit in
                let content = try await needs.ceremony.concludedContract(for: try await signer(visit))
                return .content(content, type: "application/pdf")
            }
        }
    }

    /// Her signature, its timestamp, the others, the seal; what is waited for is named, and since when.
    private func route(_ overview: SigningOverview, _ language: Language) -> [Stop] {
        let isSigned = overview.me.signedAt != nil
        var isSealing = false
        if case .awaitingSeal = overview.state { isSealing = true }
        let waiting = overview.waitingFor.map { waiting in
            let sentence = words.text("signing.waits.\(waiting.dependency.rawValue)", in: language)
            return "\(sentence)　\(JapaneseTime(waiting.since).register)"
        }
        func stop(_ name: String, isDone: Bool, isNow: Bool) -> Stop {
            Stop(
                mark: isDone ? .done : isNow ? .wait : .none,
                name: words.text("signing.route.\(name)", in: language),
                detail: isNow ? waiting : nil,
                word: words.text("signing.route.\(isDone ? "done" : isNow ? "now" : "later")", in: language)
            )
        }
        return [
            stop("signature", isDone: true, isNow: false),
            stop("timestamp", isDone: isSigned, isNow: !isSigned),
            stop("others", isDone: isSealing, isNow: isSigned && !isSealing),
            stop("seal", isDone: false, isNow: isSealing),
        ]
    }

    private static func stage(_ overview: SigningOverview) -> String {
        switch overview.state {
        case .sealed: return "sealed"
        case .awaitingSeal: return "sealing"
        case .declined: return "declined"
        case .voided, .expired: return "over"
        case .draft: return "ready"
        case .outForSigning: break
        }
        switch overview.me.state {
        case .signing: return "signing"
        case .signed: return "signed"
        case .declined: return "declined"
        case .waiting, .invited, .viewed, .consented: return "ready"
        }
    }
}
