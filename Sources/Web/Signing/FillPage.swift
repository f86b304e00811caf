import Hummingbird
import SigningService

/// What she writes herself: her fields in the contract, and the 印影 that her signature shows.
extension Pages {
    private struct View {
        let steps: Steps
        let heading: String
        let facts: SigningFacts
        let hasTexts: Bool
        let texts: [Text]
        let imprints: [Imprint]
        let problem: ProblemNote?
    }

    private struct Text {
        let field: String
        let label: String
        let isRequired: Bool
        let value: String
    }

    private struct Imprint {
        let kind: String
        let name: String
        let isChosen: Bool
    }

    func addFillPage(to router: Router<APIContext>) {
        router.get("/signing/fill") { request, context in
            await signerPage(request, context) { visit, _, overview, language in
                if let place = Self.placeToBe(overview) { return redirect(to: place) }
                if case .invited = overview.me.state { return redirect(to: "/signing") }
                return fillPage(overview, visit, language) { $0.value ?? "" }
            }
        }
        router.post("/signing/fill") { request, context in
            await signerForm(request, context) { visit, actor, overview, form in
                do {
                    if let kind = ImprintKind(rawValue: form["imprint"]) {
                        try await needs.ceremony.choose(kind, Handwriting(form["handwriting"]), by: actor)
                    }
                    let values = overview.me.texts.map { ($0.field, form[$0.field]) }
                    try await needs.ceremony.fill(Dictionary(uniqueKeysWithValues: values), by: actor)
                    if let empty = overview.me.texts.first(where: { $0.isRequired && form[$0.field].isEmpty }) {
                        throw ServiceError.textMissing(label: empty.label)
                    }
                    return redirect(to: "/signing/consent")
                } catch let refusal as ServiceError where refusal.isAboutTexts {
                    let language = visit.language(preferring: overview.statement.locale)
                    return fillPage(overview, visit, language, note(refusal, visit, language)) { form[$0.field] }
                }
            }
        }
    }

    private func fillPage(
        _ overview: SigningOverview,
        _ visit: Visit,
        _ language: Language,
        _ note: ProblemNote? = nil,
        value: (SignerText) -> String
    ) -> Response {
        let me = overview.me
        let heading = words.text(me.texts.isEmpty ? "signing.chooseImprint" : "signing.fillHeading", in: language)
        let view = View(
            steps: steps(1, language),
            heading: heading,
            facts: SigningFacts(overview, self, step: 1, language),
            hasTexts: !me.texts.isEmpty,
            texts: me.texts.map { text in
                Text(field: text.field, label: text.label, isRequired: text.isRequired, value: value(text))
            },
            imprints: needs.ceremony.imprints(for: me).map { imprint in
                Imprint(
                    kind: imprint.kind.rawValue,
                    name: words.text("signing.imprint.\(imprint.kind.rawValue)", in: language),
                    isChosen: imprint.kind == me.imprint.kind
                )
            },
            problem: note
        )
        var frame = frame(heading, visit, language, path: "/signing/fill")
        frame.script = "write-name.js"
        return html("fill", frame, view, in: language, status: note?.status ?? .ok)
    }
}

extension ServiceError {
    /// Whether she can mend it where she wrote.
    fileprivate var isAboutTexts: Bool {
        switch self {
        case .textMissing, .textTooLong, .textWithoutGlyph, .textRefused, .imprintRefused: true
        default: false
        }
    }
}
