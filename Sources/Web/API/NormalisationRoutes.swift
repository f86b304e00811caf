import HTTPTypes
import Hummingbird
import SignerProtocol
import SigningService

/// A file that is signed only as a clean copy: its sender looks at both and decides.
extension API {
    func addNormalisationRoutes(to router: Router<APIContext>) {
        router.get("/v1/documents/{id}/normalisation") { request, context in
            let sender = try await sender(of: request)
            let proposal = try await documents.normalisation(try context.documentID(), for: sender)
            return JSONAnswer(NormalisationView(proposal, words: words))
        }
        for side in Normalisation.Side.allCases {
            router.get("/v1/documents/{id}/normalisation/\(side.rawValue)") { request, context in
                let sender = try await sender(of: request)
                let proposal = try await documents.normalisation(try context.documentID(), for: sender)
                let content = try await documents.content(of: proposal, side, for: sender)
                return Response.content(content, type: "application/pdf")
            }
        }
        router.post("/v1/documents/{id}/normalisation/agreement") { request, context in
            let sender = try await sender(of: request)
            let body = try await request.read(AgreementBody.self)
            let document = try await documents.agree(
                toNormalisation: try context.documentID(),
                sha256: body.sha256,
                by: sender
            )
            return JSONAnswer(try await view(of: document, for: sender), status: .created)
        }
        router.delete("/v1/documents/{id}/normalisation") { request, context in
            let sender = try await sender(of: request)
            try await documents.decline(normalisation: try context.documentID(), by: sender)
            return Response(status: .noContent)
        }
    }
}

private struct AgreementBody: JSONBody {
    static let members: Set<String> = ["sha256"]
    /// Of the clean file, so that nobody agrees to another one.
    let sha256: String
}

struct NormalisationView: Encodable {
    struct File: Encodable {
        let size: Int
        let sha256: String
    }

    struct Comparison: Encodable {
        let pagesDrawn: Int
        let pagesDiffering: [Int]
        let sameText: Bool?
    }

    let id: String
    let name: String
    let pages: Int
    let before: File
    let after: File
    let findings: [ProblemBody.Finding]
    let comparison: Comparison
    let expiresAt: String

    init(_ proposal: Normalisation, words: Words) {
        id = proposal.id.text
        name = proposal.name
        pages = proposal.detail.pages
        before = File(size: proposal.before.segment.length, sha256: proposal.before.sha256.hexadecimal)
        after = File(size: proposal.after.segment.length, sha256: proposal.after.sha256.hexadecimal)
        findings = proposal.detail.findings.map { ProblemBody.Finding($0, words: words) }
        comparison = Comparison(
            pagesDrawn: proposal.detail.comparison.drawn,
            pagesDiffering: proposal.detail.comparison.differing,
            sameText: proposal.detail.comparison.hasSameText
        )
        expiresAt = proposal.createdAt.advanced(by: Normalisation.lifetime).rfc3339
    }
}
