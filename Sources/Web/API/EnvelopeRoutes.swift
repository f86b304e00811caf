import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SignerProtocol
import SigningService

extension API {
    func addEnvelopeRoutes(to router: Router<APIContext>) {
        router.post("/v1/envelopes") { request, _ in
            let sender = try await sender(of: request)
            let body = try await request.read(EnvelopeBody.self)
            let envelope = try await envelopes.create(try body.request(), by: sender)
            return JSONAnswer(EnvelopeView(envelope, words: words), status: .created)
        }
        router.get("/v1/envelopes") { request, _ in
            let sender = try await sender(of: request)
            let found =
                if let text = try request.searched() {
                    try await envelopes.envelopes(matching: text, limit: Envelopes.listLimit, for: sender)
                } else {
                    try await envelopes.envelopes(limit: Envelopes.listLimit, for: sender)
                }
            return JSONAnswer(EnvelopeListView(envelopes: found.map { EnvelopeView($0, words: words) }))
        }
        router.get("/v1/envelopes/{id}") { request, context in
            let sender = try await sender(of: request)
            let envelope = try await envelopes.envelope(try context.envelopeID(), for: sender)
            return JSONAnswer(EnvelopeView(envelope, words: words))
        }
        router.post("/v1/envelopes/{id}/send") { request, context in
            let sender = try await sender(of: request)
            _ = try await request.read(EmptyBody.self)
            let envelope = try await envelopes.send(try context.envelopeID(), by: sender)
            return JSONAnswer(EnvelopeView(envelope, words: words))
        }
        router.post("/v1/envelopes/{id}/void") { request, context in
            let sender = try await sender(of: request)
            _ = try await request.read(EmptyBody.self)
            let envelope = try await envelopes.void(try context.envelopeID(), by: sender)
            return JSONAnswer(EnvelopeView(envelope, words: words))
        }
        router.get("/v1/envelopes/{id}/document") { request, context in
            let sender = try await sender(of: request)
            let content = try await envelopes.document(of: try context.envelopeID(), for: sender)
            return Response.content(content, type: "application/pdf")
        }
        router.get("/v1/envelopes/{id}/signers/{signer}/imprint") { request, context in
            let sender = try await sender(of: request)
            guard let signer = context.parameters.get("signer").flatMap({ SignerID($0) }) else {
                throw ServiceError.envelopeUnknown
            }
            let picture = try await envelopes.imprint(of: signer, in: try context.envelopeID(), for: sender)
            return Response(
                status: .ok,
                headers: [.contentType: "image/svg+xml"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: picture))
            )
        }
        router.get("/v1/envelopes/{id}/certificate") { request, context in
            let sender = try await sender(of: request)
            let content = try await envelopes.certificate(of: try context.envelopeID(), for: sender)
            return Response.content(content, type: "application/pdf")
        }
        router.get("/v1/envelopes/{id}/evidence") { request, context in
            let sender = try await sender(of: request)
            let content = try await envelopes.evidence(of: try context.envelopeID(), for: sender)
            return Response.content(content, type: "application/json")
        }
        router.get("/v1/envelopes/{id}/evidence-record") { request, context in
            let sender = try await sender(of: request)
            let record = try await EvidenceRecords(serviceNeeds).record(of: try context.envelopeID(), for: sender)
            return JSONAnswer(EvidenceRecordView(record))
        }
        router.get("/v1/envelopes/{id}/validation") { request, context in
            let sender = try await sender(of: request)
            return Response.json(try await envelopes.validation(of: try context.envelopeID(), for: sender))
        }
        router.get("/v1/envelopes/{id}/audit") { request, context in
            let sender = try await sender(of: request)
            let id = try context.envelopeID()
            let records = try await envelopes.audit(of: id, for: sender)
            return JSONAnswer(
                AuditChainView(chain: Envelope.chain(of: id), entries: records.map { AuditEntryView($0) })
            )
        }
    }
}

extension APIContext {
    fileprivate func envelopeID() throws -> EnvelopeID {
        guard let id = parameters.get("id").flatMap({ EnvelopeID($0) }) else { throw ServiceError.envelopeUnknown }
        return id
    }
}

private struct EnvelopeBody: JSONBody {
    static let members: Set<String> = ["title", "documentId", "language", "expiresAt", "signers"]
    let title: String
    let documentId: String
    let language: Language
    let expiresAt: String?
    let signers: [Closed<SignerBody>]

    func request() throws -> EnvelopeRequest {
        guard let document = DocumentID(documentId) else { throw ServiceError.documentUnknown }
        return EnvelopeRequest(
            title: title,
            document: document,
            language: language,
            expiresAt: try expiresAt.map { text in
                guard let time = Timestamp(rfc3339: text) else {
                    throw Problem.malformed("expiresAt: RFC 3339 in UTC is expected, such as 2026-12-31T15:00:00Z")
                }
                return time
            },
            signers: signers.map(\.body.request)
        )
    }
}

private struct SignerBody: JSONBody {
    static let members: Set<String> = [
        "name", "email", "kind", "order", "box", "imprint", "fields", "signatureField",
    ]
    let name: String
    let email: String
    let kind: SignerKind
    let order: Int?
    let box: Closed<BoxBody>
    let imprint: Closed<ImprintBody>?
    let fields: [Closed<TextFieldBody>]?
    /// An empty field of a file that others have signed; `box` counts no more then.
    let signatureField: String?

    var request: SignerRequest {
        SignerRequest(
            name: name,
            email: email,
            kind: kind,
            order: order,
            box: box.body.box,
            imprint: imprint?.body.request ?? .personal,
            texts: (fields ?? []).map(\.body.request),
            field: signatureField
        )
    }
}

private struct TextFieldBody: JSONBody {
    static let members: Set<String> = ["label", "box", "required"]
    let label: String
    let box: Closed<BoxBody>
    let required: Bool?

    var request: RequestedText { RequestedText(label: label, box: box.body.box, isRequired: required ?? true) }
}

private struct ImprintBody: JSONBody {
    static let members: Set<String> = ["kind", "organisation", "title", "ending"]
    let kind: ImprintKind
    let organisation: String?
    let title: String?
    let ending: ImprintEnding?

    var request: ImprintRequest {
        ImprintRequest(kind: kind, organisation: organisation, title: title, ending: ending ?? .automatic)
    }
}

private struct BoxBody: JSONBody {
    static let members: Set<String> = ["page", "x", "y", "width", "height"]
    let page: Int
    let x: Double
    let y: Double
    let width: Double
    let height: Double

    var box: SignatureBox { SignatureBox(page: page, x: x, y: y, width: width, height: height) }
}

extension Timestamp {
    /// Nil unless the text is RFC 3339 in UTC, with or without fractions of a second.
    fileprivate init?(rfc3339 text: String) {
        guard text.hasSuffix("Z") else { return nil }
        let style = Date.ISO8601FormatStyle()
        guard
            let date = (try? Date(text, strategy: style))
                ?? (try? Date(text, strategy: style.time(includingFractionalSeconds: true)))
        else { return nil }
        self.init(date)
    }
}

private struct AuditChainView: Encodable {
    let chain: String
    let entries: [AuditEntryView]
}

private struct AuditEntryView: Encodable {
    let sequence: Int
    let time: String
    let actor: String
    let action: String
    /// The exact bytes that the digest commits to.
    let payload: String?
    let payloadDigest: String
    let salt: String
    let previous: String
    let digest: String

    init(_ record: AuditRecord) {
        sequence = record.entry.sequence
        time = record.entry.time.rfc3339
        actor = record.entry.actor
        action = record.entry.action
        payload = record.payload.map { String(decoding: $0.bytes, as: UTF8.self) }
        payloadDigest = record.entry.payloadDigest.base64
        salt = record.salt.base64
        previous = record.entry.previous.base64
        digest = record.entry.digest.base64
    }
}
