import CMS
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The trial authority over HTTP, on loopback only.
struct AuthorityRoutes: Sendable {
    let hierarchy: Hierarchy
    let issuing: IssuingAuthority
    let responder: OCSPResponder
    let timestamps: TimestampAuthority
    let register: CertificateRegister
    let faults = Faults()

    init(_ prepared: PreparedFolder) throws {
        hierarchy = prepared.hierarchy
        register = try CertificateRegister(file: prepared.folder.register)
        issuing = IssuingAuthority(identity: hierarchy.issuing, ports: prepared.ports, register: register)
        responder = OCSPResponder(hierarchy: hierarchy, register: register)
        timestamps = TimestampAuthority(identity: hierarchy.timestamp)
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("/ca/issue", use: issue)
        router.post("/ca/revoke", use: revoke)
        router.get("/ca/certificates") { _, _ in try json(await register.all()) }
        router.post("/ocsp", use: answerStatus)
        router.get("/crl/:name", use: revocationList)
        router.post("/tsa", use: timestamp)
        router.get("/:file", use: certificate)
        router.post("/trial/fault", use: setFault)
        router.get("/trial/fault") { _, _ in try json(await faults.all()) }
        return router
    }

    private func issue(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        guard let profile = request.uri.queryParameters["profile"].flatMap({ CertificateProfile(rawValue: String($0)) })
        else { throw HTTPError(.badRequest, message: "profile is signer, witness-seal or record-seal") }
        let body = try await bytes(of: request)
        let isWrong = await faults.mode(.ca) == .wrong
        return try await under(.ca, type: "application/json") {
            let chain =
                isWrong
                ? [hierarchy.timestamp, hierarchy.timestampRoot].map(\.certificate.der)
                : try await issuing.issue(body, profile: profile, now: Date())
            return Array(try JSONEncoder().encode(["chain": chain.map { Data($0) }]))
        }
    }

    private func revoke(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let query = request.uri.queryParameters
        guard let serial = query["serial"] else { throw HTTPError(.badRequest, message: "serial is missing") }
        guard let reason = Int(query["reason"] ?? "1"), RevocationReason(rawValue: reason) != nil else {
            throw HTTPError(.badRequest, message: "reason is a CRLReason")
        }
        do {
            return try json(await register.revoke(serial.lowercased(), reason: reason, at: Date()))
        } catch RequestFault.unknownSerial {
            throw HTTPError(.notFound, message: "no certificate with this serial")
        }
    }

    private func answerStatus(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let body = try await bytes(of: request)
        let subject: OCSPResponder.Subject = await faults.mode(.ocsp) == .wrong ? .another : .asked
        return try await under(.ocsp, type: "application/ocsp-response") {
            try await responder.answer(body, about: subject, now: Date())
        }
    }

    private func revocationList(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let issuer: TrialIdentity
        var revoked: [RevocationListEntry] = []
        switch context.parameters.get("name") {
        case "root.crl": issuer = hierarchy.root
        case "tsa.crl": issuer = hierarchy.timestampRoot
        case "issuing.crl":
            issuer = hierarchy.issuing
            revoked = await register.all().compactMap(\.listed)
        default: throw HTTPError(.notFound)
        }
        let signer = await faults.mode(.crl) == .wrong ? hierarchy.internalRoot : issuer
        return try await under(.crl, type: "application/pkix-crl") { [revoked] in
            try signer.revocationList(revoked, now: Date())
        }
    }

    private func timestamp(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let body = try await bytes(of: request)
        let wrongImprint = [.wrongImprint, .wrong].contains(await faults.mode(.tsa))
        return try await under(.tsa, type: "application/timestamp-reply") {
            try timestamps.answer(body, wrongImprint: wrongImprint, now: Date())
        }
    }

    private func certificate(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let files: [String: TrialIdentity] = [
            "root": hierarchy.root, "issuing": hierarchy.issuing, "tsa-root": hierarchy.timestampRoot,
            "tsa": hierarchy.timestamp, "internal": hierarchy.internalRoot,
        ]
        let parts = (context.parameters.get("file") ?? "").split(separator: ".")
        guard parts.count == 2, let identity = files[String(parts[0])] else { throw HTTPError(.notFound) }
        switch parts[1] {
        case "pem": return answer(Array(PEM.certificate(identity.certificate.der).utf8), type: "application/x-pem-file")
        case "cer": return answer(identity.certificate.der, type: "application/pkix-cert")
        default: throw HTTPError(.notFound)
        }
    }

    private func setFault(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        guard let order = try? JSONDecoder().decode(Faults.Order.self, from: Data(try await bytes(of: request))) else {
            throw HTTPError(
                .badRequest,
                message: "{service: tsa|ocsp|crl|ca, mode: down|slow|wrong|wrong-imprint|garbage|cut|ok, seconds?}"
            )
        }
        await faults.set(order)
        return try json(await faults.all())
    }

    /// Answers as the fault switch of the service says.
    private func under(
        _ service: Faults.Service,
        type: String,
        _ make: () async throws -> [UInt8]
    ) async throws -> Response {
        switch await faults.mode(service) {
        case .down: throw HTTPError(.serviceUnavailable)
        case .garbage: return answer(Array("垃圾 this is nothing".utf8), type: type)
        case .slow: try await Task.sleep(for: faults.delay(service))
        case .ok, .wrong, .wrongImprint, .cut: break
        }
        do {
            let bytes = try await make()
            if await faults.mode(service) == .cut { return cut(bytes, type: type) }
            return answer(bytes, type: type)
        } catch let fault as RequestFault {
            throw HTTPError(.badRequest, message: "\(fault)")
        }
    }

    /// Promises all and breaks off in the middle.
    private func cut(_ bytes: [UInt8], type: String) -> Response {
        var response = answer(bytes, type: type)
        response.body = ResponseBody(contentLength: bytes.count) { writer in
            try await writer.write(ByteBuffer(bytes: bytes.prefix(bytes.count / 2)))
            throw HTTPError(.serviceUnavailable)
        }
        return response
    }

    private func bytes(of request: Request) async throws -> [UInt8] {
        Array(buffer: try await request.body.collect(upTo: 65536))
    }

    private func json(_ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return answer(Array(try encoder.encode(value)), type: "application/json")
    }

    private func answer(_ bytes: [UInt8], type: String) -> Response {
        var headers: HTTPFields = [.contentType: type]
        if let environment = HTTPField.Name("Chigiri-Environment") { headers[environment] = "TEST" }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
