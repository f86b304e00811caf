import Foundation
import Hummingbird
import SignerProtocol
import SigningService

/// From a PDF to a draft: upload, then names, and boxes on the pages.
extension Pages {
    private struct UploadView {
        let limit: String
    }

    private struct View {
        let document: String
        let fileName: String
        let pageCount: String
        let draft: DraftForm
        let boxWidth: String
        let boxHeight: String
        let textHeight: String
        let signerCount: Int
        let signers: [SignerBlock]
        let pages: [PagePicture]
        let problem: ProblemNote?
        let coSigning: CoSigningNote?
    }

    private struct SignerBlock {
        let row: DraftForm.SignerRow
        let legend: String
        let isRequired: Bool
        let isParty: Bool
        let isCorporate: Bool
        let isRepresentative: Bool
        let textCount: Int
        let pages: Int
        let addText: String
    }

    func addNewEnvelopePages(to router: Router<APIContext>) {
        router.get("/envelopes/new") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let sender = try await sender(visit)
                let limit = words.text(
                    "envelopes.limit",
                    in: language,
                    ["megabytes": "\(needs.documents.sizeLimit / 1_000_000)", "pages": "2,000"]
                )
                var frame = frame(words.text("envelopes.upload", in: language), visit, language, sender)
                frame.isEnvelopes = true
                return html("upload", frame, UploadView(limit: limit), in: language)
            }
        }
        router.post("/envelopes/new") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await sender(visit)
                let limit = needs.documents.sizeLimit
                if let length = request.headers[.contentLength].flatMap(Int.init), length > limit + 65_536 {
                    throw ServiceError.documentTooLarge(limit: limit)
                }
                let file = try await UploadedFile(request)
                switch try await needs.documents.upload(name: file.name, by: sender, body: file) {
                case .accepted(let document, _): return redirect(to: "/envelopes/new/\(document.id)")
                case .proposed(let proposal): return redirect(to: "/envelopes/new/\(proposal.id)/clean")
                }
            }
        }
        addPreparation(to: router)
    }

    private func addPreparation(to router: Router<APIContext>) {
        router.get("/envelopes/new/{document}") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let sender = try await sender(visit)
                let id = try context.document()
                let document = try await needs.documents.document(id, for: sender)
                let sizes = try await needs.documents.pageSizes(of: id, for: sender)
                let draft = DraftForm(document, sizes, isJapanese: language == .ja)
                return try await preparation(of: document, draft, sizes, visit, language, sender)
            }
        }
        router.get("/envelopes/new/{document}/pages/{page}") { request, context in
            await page(request, context) { visit in
                let sender = try await sender(visit)
                let (number, edge) = try context.picture(request)
                let id = try context.document()
                return picture(try await needs.documents.picture(page: number, edge: edge, of: id, for: sender))
            }
        }
        router.post("/envelopes/new/{document}") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await sender(visit)
                let language = visit.language()
                let id = try context.document()
                let document = try await needs.documents.document(id, for: sender)
                let sizes = try await needs.documents.pageSizes(of: id, for: sender)
                let form = try await Form(request)
                let draft = DraftForm(form, sizes)
                guard form["more"].isEmpty else {
                    return try await preparation(of: document, draft, sizes, visit, language, sender)
                }
                do {
                    let asked = try draft.request(for: id, sizes)
                    let envelope = try await needs.envelopes.create(asked, by: sender)
                    return redirect(to: "/envelopes/\(envelope.id)")
                } catch let refusal as ServiceError {
                    let note = note(refusal, visit, language)
                    return try await preparation(of: document, draft, sizes, visit, language, sender, note)
                }
            }
        }
    }

    /// The form, with what stands in it; with `note`, why it was refused.
    private func preparation(
        of document: StoredDocument,
        _ draft: DraftForm,
        _ sizes: [PageSize],
        _ visit: Visit,
        _ language: Language,
        _ sender: SenderActor,
        _ note: ProblemNote? = nil
    ) async throws -> Response {
        let box = DraftForm.box(on: sizes.last ?? PageSize(width: 595, height: 842))
        let view = View(
            document: document.id.text,
            fileName: document.name,
            pageCount: words.text("envelopes.pageCount", in: language, ["pages": "\(document.pages)"]),
            draft: draft,
            boxWidth: points(box.width),
            boxHeight: points(box.height),
            textHeight: points(DraftForm.textHeight),
            signerCount: draft.signers.count,
            signers: draft.signers.map { row in
                SignerBlock(
                    row: row,
                    legend: words.text("envelopes.signer", in: language, ["number": "\(row.index)"]),
                    isRequired: row.index == 1,
                    isParty: row.kind == .party,
                    isCorporate: row.imprint == .corporate,
                    isRepresentative: row.imprint == .representative,
                    textCount: row.texts.count,
                    pages: sizes.count,
                    addText: words.text("envelopes.addText", in: language, ["number": "\(row.index)"])
                )
            },
            pages: pictures(sizes, in: "/envelopes/new/\(document.id)/pages", language),
            problem: note,
            coSigning: try await coSigningNote(on: document.id, language, sender)
        )
        var frame = frame(
            words.text("envelopes.prepare", in: language),
            visit,
            language,
            sender,
            path: "/envelopes/new/\(document.id)"
        )
        frame.isEnvelopes = true
        frame.script = "place-fields.js"
        return html("new-envelope", frame, view, in: language, status: note?.status ?? .ok)
    }
}

extension APIContext {
    func document() throws -> DocumentID {
        guard let id = parameters.get("document").flatMap({ DocumentID($0) }) else {
            throw ServiceError.documentUnknown
        }
        return id
    }

    /// Which page, and how large.
    func picture(_ request: Request) throws -> (page: Int, edge: Int) {
        guard let page = parameters.get("page").flatMap({ Int($0) }),
            let edge = request.uri.queryParameters.get("edge").flatMap({ Int($0) })
        else { throw ServiceError.pageUnknown }
        return (page, edge)
    }
}
