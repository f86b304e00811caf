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
        let title: String
        let isJapanese: Bool
        let boxWidth: String
        let boxHeight: String
        let signers: [SignerBlock]
        let pages: [PagePicture]
    }

    private struct SignerBlock {
        let index: Int
        let legend: String
        let isRequired: Bool
        let page: Int
        let pages: Int
        let x: String
        let y: String
    }

    /// How many rows the form has.
    static let signerRows = 5

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
                let document = try await needs.documents.upload(name: file.name, by: sender, body: file)
                return redirect(to: "/envelopes/new/\(document.id)")
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
                var frame = frame(words.text("envelopes.prepare", in: language), visit, language, sender)
                frame.isEnvelopes = true
                frame.script = "place-fields.js"
                return html("new-envelope", frame, view(of: document, sizes, language), in: language)
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
                let id = try context.document()
                let sizes = try await needs.documents.pageSizes(of: id, for: sender)
                let asked = try self.request(try await Form(request), document: id, sizes)
                let envelope = try await needs.envelopes.create(asked, by: sender)
                return redirect(to: "/envelopes/\(envelope.id)")
            }
        }
    }

    private func view(of document: StoredDocument, _ sizes: [PageSize], _ language: Language) -> View {
        let last = sizes.last ?? PageSize(width: 595, height: 842)
        let box = Self.box(on: last)
        return View(
            document: document.id.text,
            fileName: document.name,
            pageCount: words.text("envelopes.pageCount", in: language, ["pages": "\(document.pages)"]),
            title: document.name.lowercased().hasSuffix(".pdf") ? String(document.name.dropLast(4)) : document.name,
            isJapanese: language == .ja,
            boxWidth: points(box.width),
            boxHeight: points(box.height),
            signers: (1...Self.signerRows).map { index in
                // Two beside each other at the foot of the last page, the next two above them.
                let (row, column) = ((index - 1) / 2, (index - 1) % 2)
                return SignerBlock(
                    index: index,
                    legend: words.text("envelopes.signer", in: language, ["number": "\(index)"]),
                    isRequired: index == 1,
                    page: sizes.count,
                    pages: sizes.count,
                    x: Millimetres.text(last.width * (column == 0 ? 0.06 : 0.53)),
                    y: Millimetres.text(max(0, last.height * 0.94 - Double(row + 1) * box.height * 1.15))
                )
            },
            pages: pictures(sizes, in: "/envelopes/new/\(document.id)/pages", language)
        )
    }

    /// A signature of the usual size, smaller on a small page.
    private static func box(on page: PageSize) -> (width: Double, height: Double) {
        (min(190, page.width * 0.41), min(62, page.height * 0.12))
    }

    /// What the form asks for; rows without a name and an address are left out.
    private func request(_ form: Form, document: DocumentID, _ sizes: [PageSize]) throws -> EnvelopeRequest {
        var signers: [SignerRequest] = []
        for index in 1...Self.signerRows where !form["name\(index)"].isEmpty || !form["email\(index)"].isEmpty {
            let page = Int(form["page\(index)"]) ?? 0
            guard sizes.indices.contains(page - 1), let kind = SignerKind(rawValue: form["kind\(index)"]),
                let imprint = ImprintKind(rawValue: form["imprint\(index)"]),
                let x = Double(form["x\(index)"]), let y = Double(form["y\(index)"]), x.isFinite, y.isFinite
            else { throw ServiceError.boxOutsidePage(signer: index, page: page) }
            let size = Self.box(on: sizes[page - 1])
            signers.append(
                SignerRequest(
                    name: form["name\(index)"],
                    email: form["email\(index)"],
                    kind: kind,
                    order: Int(form["order\(index)"]),
                    box: SignatureBox(
                        page: page,
                        x: x * Millimetres.points,
                        y: y * Millimetres.points,
                        width: size.width,
                        height: size.height
                    ),
                    imprint: ImprintRequest(kind: imprint, organisation: nil, title: nil, ending: .automatic)
                )
            )
        }
        let days = Int(form["days"]).map { min(max($0, 1), 365) }
        return EnvelopeRequest(
            title: form["title"],
            document: document,
            language: Language(rawValue: form["language"]) ?? .ja,
            expiresAt: days.map { Timestamp(Date()).advanced(by: .seconds($0 * 86_400)) },
            signers: signers
        )
    }
}

extension APIContext {
    fileprivate func document() throws -> DocumentID {
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
