import Foundation
import Hummingbird
import SigningService

/// The exact wording that she agrees to; she agrees by writing her name.
extension Pages {
    func addConsentPage(to router: Router<APIContext>) {
        router.get("/signing/consent") { request, context in
            await signerPage(request, context) { visit, _, overview, language in
                if let place = Self.placeToBe(overview) { return redirect(to: place) }
                guard case .invited = overview.me.state else {
                    var facts = SigningFacts(overview, self, step: 1, language)
                    facts.version = overview.statement.version
                    facts.digest = overview.statement.digest.hexadecimal
                    facts.statement = overview.statement.text
                        .split(separator: "\n", omittingEmptySubsequences: false).map { SigningFacts.Line($0) }
                    facts.imprints = needs.ceremony.imprints(for: overview.me).map { imprint in
                        SigningFacts.Imprint(
                            kind: imprint.kind.rawValue,
                            name: words.text("signing.imprint.\(imprint.kind.rawValue)", in: language),
                            isChosen: imprint.kind == overview.me.imprint.kind
                        )
                    }
                    let title = words.text("signing.consentQuestion", in: language)
                    return html("consent", frame(title, visit, language), facts, in: language)
                }
                return redirect(to: "/signing")
            }
        }
        router.post("/signing/consent") { request, context in
            await signerForm(request, context) { actor, overview, form in
                guard Self.isSameName(form["typed-name"], overview.me.name) else {
                    throw ServiceError.nameNotTyped
                }
                let consent = ConsentRequest(
                    statement: overview.statement.id,
                    version: Int(form["version"]) ?? 0,
                    digest: form["digest"],
                    locale: overview.statement.locale,
                    action: "typed-name"
                )
                if let kind = ImprintKind(rawValue: form["imprint"]) {
                    try await needs.ceremony.choose(kind, by: actor)
                }
                try await needs.ceremony.consent(consent, to: overview.sha256, by: actor)
                return redirect(to: overview.me.kind == .party ? "/signing/activate" : "/signing/confirm")
            }
        }
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
