import Hummingbird
import SignerProtocol
import SigningService

/// 立会人型: the operator signs on her confirmed instruction.
extension Pages {
    func addConfirmPage(to router: Router<APIContext>) {
        router.get("/signing/confirm") { request, context in
            await signerPage(request, context) { visit, _, overview, language in
                if let place = Self.placeToBe(overview) { return redirect(to: place) }
                guard overview.me.consent != nil, overview.me.kind == .witness else {
                    return redirect(to: "/signing/consent")
                }
                let facts = SigningFacts(overview, self, step: 3, language)
                let title = words.text("signing.confirmQuestion", in: language)
                return html("confirm", frame(title, visit, language), facts, in: language)
            }
        }
        // Preparing and confirming are one act of hers: the digests confirmed are of the bytes that this page's number names.
        router.post("/signing/confirm") { request, context in
            await signerForm(request, context) { _, actor, _, form in
                guard case .witness(let confirmation, let documents, _) = try await needs.ceremony.begin(by: actor),
                    documents.allSatisfy({ $0.sd == form["shown"] })
                else { throw ServiceError.digestMismatch }
                _ = try await needs.ceremony.confirm(confirmation, digests: documents.map(\.dtbsr), by: actor)
                return redirect(to: "/signing/done")
            }
        }
    }
}
