import Mustache
import SigningService

/// Mustache's own rule compares characters, and lets a `<` before a combining mark out as it is.
private struct EscapedHTML: MustacheContentType {
    static let name = "ESCAPED"

    func escapeText(_ text: String) -> String { text.escapedForHTML }
}

/// The templates, parsed once.
///
/// Everything that they show is escaped.
struct Templates: Sendable {
    private static let sources: [(name: String, bytes: [UInt8])] = [
        ("page", PackageResources.page_mustache), ("signing", PackageResources.signing_mustache),
        ("head", PackageResources.head_mustache), ("brand", PackageResources.brand_mustache),
        ("icons", PackageResources.icons_mustache), ("language", PackageResources.language_mustache),
        ("problem", PackageResources.problem_mustache), ("note", PackageResources.note_mustache),
        ("fill", PackageResources.fill_mustache), ("operators", PackageResources.operators_mustache),
        ("people", PackageResources.people_mustache), ("join", PackageResources.join_mustache),
        ("set-up", PackageResources.set_up_mustache), ("sign-in", PackageResources.sign_in_mustache),
        ("register-passkey", PackageResources.register_passkey_mustache),
        ("envelopes", PackageResources.envelopes_mustache), ("upload", PackageResources.upload_mustache),
        ("new-envelope", PackageResources.new_envelope_mustache), ("envelope", PackageResources.envelope_mustache),
        ("mailbox", PackageResources.mailbox_mustache),
        ("invitation", PackageResources.invitation_mustache), ("code", PackageResources.code_mustache),
        ("read", PackageResources.read_mustache),
        ("read-text", PackageResources.read_text_mustache), ("consent", PackageResources.consent_mustache),
        ("confirm", PackageResources.confirm_mustache), ("activate", PackageResources.activate_mustache),
        ("decline", PackageResources.decline_mustache), ("done", PackageResources.done_mustache),
        ("criteria", PackageResources.criteria_mustache), ("clause", PackageResources.clause_mustache),
        ("incidents", PackageResources.incidents_mustache), ("jobs", PackageResources.jobs_mustache),
        ("renewals", PackageResources.renewals_mustache),
        ("renewal-batches", PackageResources.renewal_batches_mustache),
        ("registers", PackageResources.registers_mustache), ("register", PackageResources.register_mustache),
        ("register-entry", PackageResources.register_entry_mustache),
        ("register-form", PackageResources.register_form_mustache),
        ("register-field", PackageResources.register_field_mustache),
        ("register-import", PackageResources.register_import_mustache),
        ("timestamps", PackageResources.timestamps_mustache),
        ("normalisation", PackageResources.normalisation_mustache),
        ("verify", PackageResources.verify_mustache), ("report", PackageResources.report_mustache),
    ]

    private let library: MustacheLibrary

    /// - Throws: `WebError.template` when one cannot be parsed.
    init() throws(WebError) {
        var templates: [String: MustacheTemplate] = [:]
        MustacheContentTypes.register(EscapedHTML(), named: EscapedHTML.name)
        for (name, bytes) in Self.sources {
            do {
                // Each of them says it, because a partial begins with Mustache's rule again.
                templates[name] = try MustacheTemplate(
                    string: "{{% CONTENT_TYPE:\(EscapedHTML.name)}}" + String(decoding: bytes, as: UTF8.self)
                )
            } catch {
                throw .template(name: name, reason: "\(error)")
            }
        }
        library = MustacheLibrary(templates: templates)
    }

    /// The template with `values` in it.
    func render(_ name: String, _ values: [String: Any]) -> String {
        guard let text = library.render(values, withTemplate: name) else {
            preconditionFailure("\(name) is listed above")
        }
        return text
    }
}
