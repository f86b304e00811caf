import Hummingbird
import HTTPTypes
import NIOCore
import SigningService

/// The contract, as its pages and as text.
extension Pages {
    private struct View {
        let steps: Steps
        let title: String
        let sha256: String
        let pageTotal: Int
        let pages: [PagePicture]
    }

    private struct TextView {
        let steps: Steps
        let title: String
        let sha256: String
        let pages: [TextPage]
    }

    private struct TextPage {
        let caption: String
        let lang: String
        let text: String
    }

    func addReadPages(to router: Router<APIContext>) {
        router.get("/signing") { request, context in
            await signerPage(request, context) { visit, actor, overview, language in
                if let place = Self.placeToBe(overview) { return redirect(to: place) }
                let sizes = try await needs.ceremony.pageSizes(for: actor)
                let view = View(
                    steps: steps(0, language),
                    title: overview.title,
                    sha256: overview.sha256.hexadecimal,
                    pageTotal: sizes.count,
                    pages: pages(of: overview, sizes, language)
                )
                var frame = frame(overview.title, visit, language)
                frame.script = "follow-reading.js"
                return html("read", frame, view, in: language)
            }
        }
        router.get("/signing/pages/{digest}/{page}") { request, context in
            await page(request, context) { visit in
                let actor = try await signer(visit)
                let (number, edge) = try context.picture(request)
                let digest = context.parameters.get("digest") ?? ""
                return picture(
                    try await needs.ceremony.picture(page: number, edge: edge, digest: digest, for: actor)
                )
            }
        }
        router.get("/signing/imprint.svg") { request, context in
            await page(request, context) { visit in
                let kind = request.uri.queryParameters.get("kind").flatMap { ImprintKind(rawValue: String($0)) }
                let drawing = try await needs.ceremony.imprint(kind, for: try await signer(visit))
                return Response(
                    status: .ok,
                    headers: [.contentType: "image/svg+xml"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: drawing))
                )
            }
        }
        router.get("/signing/text") { request, context in
            await signerPage(request, context) { visit, actor, overview, language in
                if let place = Self.placeToBe(overview) { return redirect(to: place) }
                let texts = try await needs.ceremony.text(for: actor)
                let pages = texts.enumerated().map { index, text in
                    let isEmpty = text.allSatisfy(\.isWhitespace)
                    return TextPage(
                        caption: caption(index + 1, of: texts.count, language),
                        lang: isEmpty ? language.rawValue : overview.statement.locale.rawValue,
                        text: isEmpty ? words.text("signing.noText", in: language) : text
                    )
                }
                let view = TextView(
                    steps: steps(0, language),
                    title: overview.title,
                    sha256: overview.sha256.hexadecimal,
                    pages: pages
                )
                return html("read-text", frame(overview.title, visit, language), view, in: language)
            }
        }
        router.post("/signing/viewed") { request, context in
            await signerForm(request, context) { _, actor, overview, _ in
                try await needs.ceremony.viewed(overview.sha256, by: actor)
                return redirect(to: "/signing/fill")
            }
        }
    }

    /// Where a signer has to be instead of reading; nil while she may read and sign.
    static func placeToBe(_ overview: SigningOverview) -> String? {
        guard case .outForSigning = overview.state else { return "/signing/done" }
        switch overview.me.state {
        case .invited, .viewed, .consented: return nil
        case .waiting, .signing, .signed, .declined: return "/signing/done"
        }
    }

    /// The pages that she reads, with the boxes that she fills in and signs in.
    private func pages(of overview: SigningOverview, _ sizes: [PageSize], _ language: Language) -> [PagePicture] {
        var pages = pictures(sizes, in: "/signing/pages/\(overview.sha256.hexadecimal)", language)
        let boxes =
            overview.me.texts.map { ($0.label, $0.box) }
            + [(words.text("signing.yourBox", in: language), overview.me.box)]
        for (label, box) in boxes where sizes.indices.contains(box.page - 1) {
            let size = sizes[box.page - 1]
            pages[box.page - 1].boxes.append(
                PagePicture.Box(
                    label: label,
                    x: points(box.x),
                    y: points(box.y),
                    w: points(box.width),
                    h: points(box.height),
                    width: points(size.width),
                    height: points(size.height)
                )
            )
        }
        return pages
    }
}
