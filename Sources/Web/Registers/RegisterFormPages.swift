import Hummingbird
import SigningService

/// Writing an entry: a new one, or what one is to say from now on.
extension Pages {
    func addRegisterForms(to router: Router<APIContext>) {
        router.get("/registers/{register}/new") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let declaration = try registers.declaration(try context.register())
                let typed = RegisterTyped(values: [:], owner: sender.account.id.text)
                return try await answer(declaration, RegisterFormState(typed: typed, entry: nil), visit, sender)
            }
        }
        router.post("/registers/{register}/new") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await operations(visit)
                let declaration = try registers.declaration(try context.register())
                let form = try await Form(request, limit: Form.registerLimit)
                let state = RegisterFormState(typed: RegisterForm.typed(form, in: declaration), entry: nil)
                return try await saving(declaration, state, visit, sender) {
                    try await registers.make(state.typed, in: declaration.id, as: form.intent, by: sender)
                }
            }
        }
        router.get("/registers/{register}/{number}/edit") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let file = try await registers.entry(
                    try context.entryNumber(),
                    in: try context.register(),
                    for: sender
                )
                guard file.entry.state.name != .retired,
                    let content = file.entry.proposal?.content ?? file.entry.content
                else { throw ServiceError.entryNotPossible(state: file.entry.state.name.rawValue) }
                let state = RegisterFormState(typed: file.declaration.typed(content), entry: file.entry)
                return try await answer(file.declaration, state, visit, sender)
            }
        }
        router.post("/registers/{register}/{number}/edit") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await operations(visit)
                let (register, number) = (try context.register(), try context.entryNumber())
                let file = try await registers.entry(number, in: register, for: sender)
                let form = try await Form(request, limit: Form.registerLimit)
                // The form goes on being about the version that was shown.
                var shown = file.entry
                shown.version = form.version
                let state = RegisterFormState(typed: RegisterForm.typed(form, in: file.declaration), entry: shown)
                return try await saving(file.declaration, state, visit, sender) {
                    try await registers.write(
                        state.typed,
                        to: number,
                        in: register,
                        seen: form.version,
                        as: form.intent,
                        by: sender
                    )
                }
            }
        }
    }

    /// Leads to the entry once it is saved; else the form comes back with what was typed.
    private func saving(
        _ declaration: RegisterDeclaration,
        _ state: RegisterFormState,
        _ visit: Visit,
        _ sender: SenderActor,
        _ save: () async throws -> RegisterEntry
    ) async throws -> Response {
        do {
            let entry = try await save()
            return redirect(to: "/registers/\(declaration.id)/\(entry.number)")
        } catch let refusal as ServiceError {
            var refused = state
            if case .entryRefused(let refusals) = refusal { refused.refusals = refusals }
            refused.problem = note(refusal, visit, visit.language())
            return try await answer(declaration, refused, visit, sender)
        }
    }

    private func answer(
        _ declaration: RegisterDeclaration,
        _ state: RegisterFormState,
        _ visit: Visit,
        _ sender: SenderActor
    ) async throws -> Response {
        let language = visit.language()
        let context = try await registers.context(of: declaration, for: sender)
        let form = form(of: declaration, state, context, language)
        let frame = registerFrame(form.heading, visit, language, sender, path: form.action)
        return html("register-form", frame, form, in: language, status: state.problem?.status ?? .ok)
    }
}

extension Form {
    /// Several long texts, each character of which may take nine bytes on its way.
    static let registerLimit = 256 * 1024

    /// The version that a form was made for; nought is none.
    var version: Int { Int(self["version"]) ?? 0 }

    fileprivate var intent: RegisterIntent { self["act"] == "draft" ? .draft : .proposal }
}
