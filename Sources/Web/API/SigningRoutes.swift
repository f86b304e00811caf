import HTTPTypes
import Hummingbird
import SignerProtocol
import SigningService

extension API {
    /// Everything a signer does with her session.
    func addSigningRoutes(to router: Router<APIContext>) {
        router.get("/v1/signing") { request, _ in
            let signer = try await signer(of: request)
            let overview = try await ceremony.overview(for: signer)
            return JSONAnswer(SigningView(overview, words: words))
        }
        router.get("/v1/signing/document") { request, _ in
            let signer = try await signer(of: request)
            return Response.content(try await ceremony.document(for: signer), type: "application/pdf")
        }
        router.post("/v1/signing/viewed") { request, _ in
            let signer = try await signer(of: request)
            _ = try await request.read(EmptyBody.self)
            try await ceremony.viewed(by: signer)
            return JSONAnswer(try await state(of: signer))
        }
        router.post("/v1/signing/fields") { request, _ in
            let signer = try await signer(of: request)
            let body = try await request.read(FieldsBody.self)
            try await ceremony.fill(body.values, by: signer)
            return JSONAnswer(try await state(of: signer))
        }
        router.post("/v1/signing/consent") { request, _ in
            let signer = try await signer(of: request)
            let body = try await request.read(ConsentBody.self)
            try await ceremony.consent(body.request, by: signer)
            return JSONAnswer(try await state(of: signer))
        }
        router.post("/v1/signing/decline") { request, _ in
            let signer = try await signer(of: request)
            let body = try await request.read(DeclineBody.self)
            try await ceremony.decline(reason: body.reason, by: signer)
            return JSONAnswer(SignerStateView(state: "declined", waitingFor: nil))
        }
        addPasskeyRoutes(to: router)
        addSignatureRoutes(to: router)
    }

    private func addPasskeyRoutes(to router: Router<APIContext>) {
        router.post("/v1/signing/passkey/options") { request, _ in
            let signer = try await signer(of: request)
            _ = try await request.read(EmptyBody.self)
            return JSONAnswer(CreationOptionsView(try await ceremony.passkeyOptions(for: signer)))
        }
        router.post("/v1/signing/passkey") { request, _ in
            let signer = try await signer(of: request)
            let body = try await request.read(PasskeyBody.self)
            let credential = try await ceremony.registerPasskey(body.registration, for: signer)
            return JSONAnswer(CredentialView(credentialId: credential), status: .created)
        }
    }

    private func addSignatureRoutes(to router: Router<APIContext>) {
        router.post("/v1/signing/begin") { request, _ in
            let signer = try await signer(of: request)
            _ = try await request.read(EmptyBody.self)
            return JSONAnswer(BeginView(try await ceremony.begin(by: signer)))
        }
        router.post("/v1/signing/activate") { request, _ in
            let signer = try await signer(of: request)
            let body = try await request.read(ActivateBody.self)
            let progress = try await ceremony.activate(
                body.activationId,
                assertion: body.credential.assertion,
                by: signer
            )
            return answer(to: progress)
        }
        router.post("/v1/signing/confirm") { request, _ in
            let signer = try await signer(of: request)
            let body = try await request.read(ConfirmBody.self)
            let progress = try await ceremony.confirm(body.confirmationId, digests: body.digests, by: signer)
            return answer(to: progress)
        }
    }

    private func state(of signer: SignerActor) async throws -> SignerStateView {
        SignerStateView(state: try await ceremony.overview(for: signer).me.state.name, waitingFor: nil)
    }

    /// 202 while a timestamp or another dependency is still waited for: the worker goes on by itself.
    private func answer(to progress: SignatureProgress) -> JSONAnswer<SignerStateView> {
        switch progress {
        case .signed:
            JSONAnswer(SignerStateView(state: "signed", waitingFor: nil))
        case .signing(let waiting):
            JSONAnswer(
                SignerStateView(state: "signing", waitingFor: waiting.map { WaitingView($0, words: words) }),
                status: .accepted
            )
        }
    }
}

private struct ConsentBody: JSONBody {
    static let members: Set<String> = ["statement", "version", "digest", "locale", "action"]
    let statement: String
    let version: Int
    let digest: String
    let locale: Language
    let action: String

    var request: ConsentRequest {
        ConsentRequest(statement: statement, version: version, digest: digest, locale: locale, action: action)
    }
}

private struct FieldsBody: JSONBody {
    static let members: Set<String> = ["values"]
    /// What was written, by the names of the fields.
    let values: [String: String]
}

private struct DeclineBody: JSONBody {
    static let members: Set<String> = ["reason"]
    let reason: String
}

private struct ConfirmBody: JSONBody {
    static let members: Set<String> = ["confirmationId", "digests"]
    let confirmationId: String
    let digests: [String]
}

/// A credential as `PublicKeyCredential.toJSON()` writes it; what browsers add to it is not read.
struct PasskeyBody: JSONBody {
    static let members: Set<String> = [
        "id", "rawId", "type", "response", "authenticatorAttachment", "clientExtensionResults",
    ]
    let id: Base64URL
    let response: AttestationResponse

    struct AttestationResponse: Decodable {
        let attestationObject: Base64URL
        let clientDataJSON: Base64URL
    }

    var registration: PasskeyRegistrationBytes {
        PasskeyRegistrationBytes(
            attestationObject: Blob(response.attestationObject.bytes),
            clientDataJSON: Blob(response.clientDataJSON.bytes)
        )
    }
}

private struct ActivateBody: JSONBody {
    static let members: Set<String> = ["activationId", "credential"]
    let activationId: String
    let credential: AssertedCredential
}

/// An assertion as `PublicKeyCredential.toJSON()` writes it; what browsers add to it is not read.
struct AssertedCredential: JSONBody {
    static let members: Set<String> = [
        "id", "rawId", "type", "response", "authenticatorAttachment", "clientExtensionResults",
    ]
    let id: Base64URL
    let response: AssertionResponse

    var assertion: PasskeyAssertionBytes {
        PasskeyAssertionBytes(
            credentialID: Blob(id.bytes),
            authenticatorData: Blob(response.authenticatorData.bytes),
            clientDataJSON: Blob(response.clientDataJSON.bytes),
            signature: Blob(response.signature.bytes)
        )
    }

    struct AssertionResponse: Decodable {
        let authenticatorData: Base64URL
        let clientDataJSON: Base64URL
        let signature: Base64URL
    }
}
