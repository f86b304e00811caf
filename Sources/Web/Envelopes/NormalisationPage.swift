import Foundation
import Hummingbird
import SigningService

/// A file that is signed only as a clean copy: why, both side by side, and the sender's decision.
extension Pages {
    private struct View {
        let document: String
        let fileName: String
        let reasons: [Reason]
        let beforeSize: String
        let beforeDigest: String
        let afterSize: String
        let afterDigest: String
        let comparison: String
        let isSame: Bool
        let pages: [Pair]
    }

    private struct Reason {
        let text: String
        let code: String
    }

    private struct Pair {
        let heading: String
        let differs: Bool
        let before: PagePicture
        let after: PagePicture
    }

    func addNormalisationPages(to router: Router<APIContext>) {
        router.get("/envelopes/new/{document}/clean") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let sender = try await sender(visit)
                let proposal = try await needs.documents.normalisation(try context.document(), for: sender)
                let sizes = try await needs.documents.pageSizes(of: proposal, for: sender)
                var frame = frame(words.text("envelopes.clean", in: language), visit, language, sender)
                frame.isEnvelopes = true
                return html("normalisation", frame, view(of: proposal, sizes, language), in: language)
            }
        }
        for side in Normalisation.Side.allCases {
            router.get("/envelopes/new/{document}/clean/\(side.rawValue)/{page}") { request, context in
                await page(request, context) { visit in
                    let sender = try await sender(visit)
                    let (number, edge) = try context.picture(request)
                    let proposal = try await needs.documents.normalisation(try context.document(), for: sender)
                    return picture(
                        try await needs.documents.picture(page: number, edge: edge, of: proposal, side, for: sender)
                    )
                }
            }
        }
        router.post("/envelopes/new/{document}/clean") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await sender(visit)
                let id = try context.document()
                let form = try await Form(request)
                switch form["decision"] {
                case "agree":
                    let document = try await needs.documents.agree(
                        toNormalisation: id,
                        sha256: form["after"],
                        by: sender
                    )
                    return redirect(to: "/envelopes/new/\(document.id)")
                case "decline":
                    try await needs.documents.decline(normalisation: id, by: sender)
                    return redirect(to: "/envelopes/new")
                default:
                    throw Problem.formMalformed
                }
            }
        }
    }

    private func view(of proposal: Normalisation, _ sizes: [PageSize], _ language: Language) -> View {
        let comparison = proposal.detail.comparison
        let folder = "/envelopes/new/\(proposal.id)/clean"
        let before = pictures(sizes, in: "\(folder)/before", language)
        let after = pictures(sizes, in: "\(folder)/after", language)
        return View(
            document: proposal.id.text,
            fileName: proposal.name,
            reasons: proposal.detail.findings.map { finding in
                Reason(text: words.text("envelopes.why.\(finding.code)", in: language), code: finding.code)
            },
            beforeSize: words.text("envelopes.bytes", in: language, ["count": "\(proposal.before.segment.length)"]),
            beforeDigest: proposal.before.sha256.hexadecimal,
            afterSize: words.text("envelopes.bytes", in: language, ["count": "\(proposal.after.segment.length)"]),
            afterDigest: proposal.after.sha256.hexadecimal,
            comparison: sentence(on: comparison, language),
            isSame: comparison.drawn > 0 && comparison.differing.isEmpty && comparison.hasSameText == true,
            pages: zip(before, after).map { before, after in
                Pair(
                    heading: after.caption,
                    differs: comparison.differing.contains(after.number),
                    before: before,
                    after: after
                )
            }
        )
    }

    private func sentence(on comparison: CleanCopyComparison, _ language: Language) -> String {
        guard comparison.drawn > 0 else { return words.text("envelopes.notCompared", in: language) }
        let text =
            switch comparison.hasSameText {
            case true?: words.text("envelopes.sameText", in: language)
            case false?: words.text("envelopes.otherText", in: language)
            case nil: words.text("envelopes.noText", in: language)
            }
        let pages =
            comparison.differing.isEmpty
            ? words.text("envelopes.sameLook", in: language, ["pages": "\(comparison.drawn)"])
            : words.text(
                "envelopes.otherLook",
                in: language,
                ["pages": comparison.differing.map(String.init).joined(separator: ", ")]
            )
        return pages + " " + text
    }
}
