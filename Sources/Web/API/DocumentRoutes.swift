import HTTPTypes
import Hummingbird
import NIOCore
import SignerProtocol
import SigningService

extension API {
    func addDocumentRoutes(to router: Router<APIContext>) {
        router.post("/v1/documents") { request, _ -> Response in
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
            let outcome = try await documents.upload(
                name: name,
                by: sender,
                body: request.body.map { Array($0.readableBytesView) }
            )
            switch outcome {
            case .accepted(let document, _):
                return .json(try jsonBytes(try await view(of: document, for: sender)), status: .created)
            case .proposed(let normalisation):
                return .json(try jsonBytes(NormalisationView(normalisation, words: words)), status: .accepted)
            }
        }
        router.get("/v1/documents/{id}") { request, context in
            let sender = try await sender(of: request)
            let document = try await documents.document(try context.documentID(), for: sender)
            return JSONAnswer(try await view(of: document, for: sender))
        }
        router.get("/v1/documents/{id}/content") { request, context in
            let sender = try await sender(of: request)
            let content = try await documents.content(of: try context.documentID(), for: sender)
            return Response.content(content, type: "application/pdf")
        }
    }

    func view(of document: StoredDocument, for sender: SenderActor) async throws -> DocumentView {
        DocumentView(
            document,
            record: try await documents.record(of: document.id, for: sender),
            offer: try await documents.coSigning(of: document.id, for: sender)
        )
    }
}

extension APIContext {
    func documentID() throws -> DocumentID {
        guard let id = parameters.get("id").flatMap({ DocumentID($0) }) else { throw ServiceError.documentUnknown }
        return id
    }
}

struct DocumentView: Encodable {
    let id: String
    let name: String
    let size: Int
    let pages: Int
    let sha256: String
    let earlierSignatures: [EarlierSignatureView]?
    let coSigning: CoSigningView?
    let normalisedFrom: NormalisedFileView?

    init(_ document: StoredDocument, record: UploadRecord?, offer: CoSigningOffer?) {
        id = document.id.text
        name = document.name
        size = document.size
        pages = document.pages
        sha256 = document.sha256.hexadecimal
        let earlier = (record?.earlierSignatures ?? []).map(EarlierSignatureView.init)
        earlierSignatures = earlier.isEmpty ? nil : earlier
        coSigning = offer.map(CoSigningView.init)
        normalisedFrom = record?.normalisedFrom.map(NormalisedFileView.init)
    }
}

struct EarlierSignatureView: Encodable {
    let field: String
    let signer: String?
    let signedAt: String?
    let indication: String
    let subIndication: String?
    let timestamp: Bool

    init(_ signature: EarlierSignature) {
        field = signature.field
        signer = signature.signer
        signedAt = signature.signedAt?.rfc3339
        indication = signature.indication
        subIndication = signature.subIndication
        timestamp = signature.isDocumentTimestamp
    }
}

struct CoSigningView: Encodable {
    struct Field: Encodable {
        let name: String
        let box: SignatureBox
    }

    let newFields: Bool
    let fields: [Field]

    init(_ offer: CoSigningOffer) {
        newFields = offer.permitsNewFields
        fields = offer.fields.map { Field(name: $0.name, box: $0.box) }
    }
}

struct NormalisedFileView: Encodable {
    let sha256: String
    let size: Int
    let reasons: [String]

    init(_ file: NormalisedFile) {
        sha256 = file.sha256
        size = file.size
        reasons = file.reasons
    }
}
