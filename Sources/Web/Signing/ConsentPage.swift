import Foundation
import Hummingbird
import SigningService

/// The exact wording that she agrees to; she agrees by writing her name.
extension Pages {
    func addConsentPage(to router: Router<APIContext>) {
        router.get("/signing/consent") { request, context in
            await signerPage(request, context) { visit, _, overview, language in
                if let place = Self.placeToBe(overview) { return redirect(to: place) }
                if case .invited = overview.me.state { return redirect(to: "/signing") }
                // What she has to write comes first.
                guard overview.me.texts.allSatisfy({ !$0.isRequired || $0.value != nil }) else {
                    return redirect(to: "/signing/fill")
                }
                return consentPage(SigningFacts(overview, self, step: 2, language), overview, visit, language)
            }
        }
        router.post("/signing/consent") { request, context in
            await signerForm(request, context) { visit, actor, overview, form in
                guard Self.isSameName(form["typed-name"], overview.me.name) else {
                    let language = visit.language(preferring: overview.statement.locale)
                    var facts = SigningFacts(overview, self, step: 2, language)
                    facts.problem = note(.nameNotTyped, visit, language)
                    facts.typedName = form["typed-name"]
                    return consentPage(facts, overview, visit, language)
                }
                let consent = ConsentRequest(
                    statement: overview.statement.id,
                    version: Int(form["version"]) ?? 0,
                    digest: form["digest"],
                    locale: overview.statement.locale,
                    action: "typed-name"
                )
                try await needs.ceremony.consent(consent, to: overview.sha256, by: actor)
                return redirect(to: overview.me.kind == .party ? "/signing/activate" : "/signing/confirm")
            }
        }
    }

    private func consentPage(
        _ facts: SigningFacts,
        _ overview: SigningOverview,
        _ visit: Visit,
        _ language: Language
    ) -> Response {
        var facts = facts
        facts.version = overview.statement.version
        facts.digest = overview.statement.digest.hexadecimal
        facts.statement = overview.statement.text
            .split(separator: "\n", omittingEmptySubsequences: false).map { SigningFacts.Line($0) }
        let title = words.text("signing.consentQuestion", in: language)
        let frame = frame(title, visit, language, path: "/signing/consent")
        return html("consent", frame, facts, in: language, status: facts.problem?.status ?? .ok)
    }

    /// Whether what she wrote is her name: white space, width and the variant of a character do not matter.
    static func isSameName(_ typed: String, _ name: String) -> Bool {
        plain(typed) == plain(name) && !plain(name).isEmpty
    }

    private static func plain(_ name: String) -> String {
        let scalars = name.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
        return String(
            String.UnicodeScalarView(
                scalars.filter { scalar in
                    !scalar.properties.isWhitespace && !(0xE0100...0xE01EF).contains(scalar.value)
                        && !(0xFE00...0xFE0F).contains(scalar.value)
                }
            )
        )
    }
}
