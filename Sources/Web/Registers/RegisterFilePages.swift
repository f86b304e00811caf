import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SigningService

/// What goes in and out of registers as files: attachments, and whole tables.
extension Pages {
    private struct ImportView {
        let register: String
        let title: String
        let limit: String
        let columns: String
        let problem: String?
        let reference: String
        let lines: [LineView]
    }

    private struct LineView {
        let line: Int
        let column: String
        let text: String
    }

    func addRegisterFiles(to router: Router<APIContext>) {
        router.post("/registers/{register}/{number}/files/{field}/{version}") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await operations(visit)
                let (register, number) = (try context.register(), try context.entryNumber())
                let limit = Registers.attachmentLimit
                if let length = request.headers[.contentLength].flatMap(Int.init), length > limit + 65_536 {
                    throw ServiceError.documentTooLarge(limit: limit)
                }
                let file = try await UploadedFile(request)
                let entry = try await registers.attach(
                    file.name,
                    file,
                    to: context.parameters.get("field") ?? "",
                    of: number,
                    in: register,
                    seen: try context.entryVersion(),
                    by: sender
                )
                return redirect(to: "/registers/\(register)/\(entry.number)")
            }
        }
        router.get("/registers/{register}/{number}/files/{field}/{version}") { request, context in
            await page(request, context) { visit in
                let (content, kind) = try await registers.attachment(
                    in: context.parameters.get("field") ?? "",
                    of: try context.entryNumber(),
                    in: try context.register(),
                    version: try context.entryVersion(),
                    for: try await operations(visit)
                )
                return .content(content, type: kind.mediaType)
            }
        }
    }

    func addRegisterTables(to router: Router<APIContext>) {
        router.get("/registers/{register}/export.csv") { request, context in
            await page(request, context) { visit in
                let register = try context.register()
                let language = visit.language()
                let bytes = try await registers.export(register, in: language, for: try await operations(visit))
                return .file(bytes, named: "\(register).csv", type: "text/csv; charset=utf-8")
            }
        }
        router.get("/registers/{register}/import") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                return importPage(try registers.declaration(try context.register()), visit, sender)
            }
        }
        router.post("/registers/{register}/import") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await operations(visit)
                let declaration = try registers.declaration(try context.register())
                let bytes = try await UploadedFile(request).collect(upTo: Registers.importLimit)
                do {
                    let numbers = try await registers.importTable(bytes, into: declaration.id, by: sender)
                    let state = declaration.changes == .needSecondPerson ? "waiting" : "open"
                    return redirect(to: "/registers/\(declaration.id)?state=\(state)&imported=\(numbers.count)")
                } catch ServiceError.importRefused(let lines) {
                    return importPage(declaration, visit, sender, lines)
                }
            }
        }
    }

    private func importPage(
        _ declaration: RegisterDeclaration,
        _ visit: Visit,
        _ sender: SenderActor,
        _ refusals: [RegisterLineRefusal] = []
    ) -> Response {
        let language = visit.language()
        let note = refusals.isEmpty ? nil : note(ServiceError.importRefused(refusals), visit, language)
        let fields = declaration.fields.filter { $0.kind != .attachment }.map { $0.label.text(in: language) }
        let columns =
            [words.text("registers.number", in: language)] + fields + [words.text("registers.owner", in: language)]
        let view = ImportView(
            register: declaration.id.text,
            title: declaration.title.text(in: language),
            limit: words.text(
                "registers.importLimit",
                in: language,
                ["megabytes": "\(Registers.importLimit / 1_000_000)"]
            ),
            columns: columns.joined(separator: language == .ja ? "、" : ", "),
            problem: note?.sentence,
            reference: note?.reference ?? "",
            lines: refusals.map { refusal in
                LineView(line: refusal.line, column: refusal.column ?? "—", text: sentence(refusal.reason, language))
            }
        )
        let title = words.text("registers.import", in: language)
        let path = "/registers/\(declaration.id)/import"
        let frame = registerFrame(title, visit, language, sender, path: path)
        return html("register-import", frame, view, in: language, status: note?.status ?? .ok)
    }

    private func sentence(_ reason: RegisterLineRefusal.Reason, _ language: Language) -> String {
        let values: [String: String] =
            switch reason {
            case .value(let reason): ["words": sentence(reason, language)]
            case .tooManyRows(let limit): ["limit": "\(limit)"]
            case .cellCount(let expected): ["expected": "\(expected)"]
            default: [:]
            }
        if case .value = reason { return values["words"] ?? "" }
        return words.text("registers.line.\(reason.code)", in: language, values)
    }
}
