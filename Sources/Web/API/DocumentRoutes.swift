import HTTPTypes
import Hummingbird
import NIOCore
import SigningService

extension API {
    func addDocumentRoutes(to router: Router<APIContext>) {
        router.post("/v1/documents") { request, _ in
            let sender = try await sender(of: request)
            guard let name = request.uri.queryParameters.get("name") else {
                throw Problem.malformed("name: missing in the query")
            }
            guard request.headers[.contentType]?.isMediaType("application/pdf") == true else {
                throw Problem.contentType(expected: "application/pdf")
            }
            // An honest client learns of the limit before it has sent everything; the use case counts for the others.
            if let length = request.headers[.contentLength].flatMap(Int.init), length > documents.sizeLimit {
                throw ServiceError.documentTooLarge(limit: documents.sizeLimit)
            }
            let document = try await documents.upload(
                name: name,
                by: sender,
                body: request.body.map { Array($0.readableBytesView) }
            )
            return JSONAnswer(DocumentView(document), status: .created)
        }
        router.get("/v1/documents/{id}") { request, context in
            let sender = try await sender(of: request)
            return JSONAnswer(DocumentView(try await documents.document(try context.documentID(), for: sender)))
        }
        router.get("/v1/documents/{id}/content") { request, context in
            let sender = try await sender(of: request)
            let content = try await documents.content(of: try context.documentID(), for: sender)
            return Response.content(content, type: "application/pdf")
        }
    }
}

extension APIContext {
    fileprivate func documentID() throws -> DocumentID {
        guard let id = parameters.get("id").flatMap({ DocumentID($0) }) else { throw ServiceError.documentUnknown }
        return id
    }
}

private struct DocumentView: Encodable {
    let id: String
    let name: String
    let size: Int
    let pages: Int
    let sha256: String

    init(_ document: StoredDocument) {
        id = document.id.text
        name = document.name
        size = document.size
        pages = document.pages
        sha256 = document.sha256.hexadecimal
    }
}
