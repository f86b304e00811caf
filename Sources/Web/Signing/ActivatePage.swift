import Hummingbird
import SigningService

/// 当事者型: her passkey lets her own key sign; the script speaks with the API.
extension Pages {
    func addActivatePage(to router: Router<APIContext>) {
        router.get("/signing/activate") { request, context in
            await signerPage(request, context) { visit, _, overview, language in
                if let place = Self.placeToBe(overview) { return redirect(to: place) }
                guard overview.me.consent != nil, overview.me.kind == .party else {
                    return redirect(to: "/signing/consent")
                }
                var facts = SigningFacts(overview, self, step: 3, language)
                facts.hasPasskey = overview.hasPasskey == true
                var frame = frame(words.text("signing.activateHeading", in: language), visit, language)
                frame.script = "activate-signature.js"
                return html("activate", frame, facts, in: language)
            }
        }
    }
}
