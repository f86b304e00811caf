import Crypto
import Foundation

/// One signer's way from the mail to the signature, over the API alone.
struct SigningWalk {
    let client: APIClient
    let signer: DemoSigner
    let relyingParty: String
    let interruption: Interruption

    /// Signs with the link's token.
    ///
    /// `authenticator` is made when the signer has none yet.
    func sign(token: String, authenticator: inout SoftwareAuthenticator?, progress: inout Progress) async throws {
        let session = try await client.post(
            "/v1/invitations/exchange",
            bearer: nil,
            API.Exchange(token: token),
            as: API.Session.self
        ).session
        let document = try await client.bytes("/v1/signing/document", bearer: session)
        _ = try await client.post("/v1/signing/viewed", bearer: session, API.Empty(), as: API.State.self)
        // What counts is what she is told after she has looked.
        let signing = try await client.get("/v1/signing", bearer: session, as: API.Signing.self)
        guard signing.document.sha256 == hexadecimal(SHA256.hash(data: document)) else {
            throw DemoFailure.contextMismatch("sha256")
        }
        progress.done("\(signer.name): opened the link and read the document")

        let statement = signing.statement
        _ = try await client.post(
            "/v1/signing/consent",
            bearer: session,
            API.Consent(
                statement: statement.id,
                version: statement.version,
                digest: statement.digest,
                locale: statement.locale,
                action: "press-and-hold"
            ),
            as: API.State.self
        )
        progress.done("\(signer.name): consented to the wording, version \(statement.version)")

        switch signer.kind {
        case .party: try await signAsParty(session, document, &authenticator, &progress)
        case .witness: try await signAsWitness(session, document, &progress)
        }
    }

    private func signAsParty(
        _ session: String,
        _ document: [UInt8],
        _ stored: inout SoftwareAuthenticator?,
        _ progress: inout Progress
    ) async throws {
        if try await enrolled(session, &stored) {
            progress.done("\(signer.name): enrolled a signing passkey; key made, certificate issued")
        }
        guard var authenticator = stored else { return }
        let begin = try await begin(session)
        guard begin.kind == "party", let activation = begin.activationId else {
            throw DemoFailure.contextMismatch("kind")
        }
        let check = try ActivationCheck(begin, read: document, address: signer.email, authenticator: authenticator)
        progress.done("\(signer.name): checked the activation context against what was read")

        let assertion = try authenticator.assert(challenge: check.challenge)
        stored = authenticator
        _ = try await client.post(
            "/v1/signing/activate",
            bearer: session,
            API.Activate(
                activationId: activation,
                credential: API.Activate.Credential(
                    id: Base64URL.encode(authenticator.credentialID),
                    response: API.Activate.Response(
                        authenticatorData: Base64URL.encode(assertion.authenticatorData),
                        clientDataJSON: Base64URL.encode(assertion.clientDataJSON),
                        signature: Base64URL.encode(assertion.signature)
                    )
                )
            ),
            as: API.State.self
        )
        progress.done("\(signer.name): approved with the passkey")
    }

    private func signAsWitness(_ session: String, _ document: [UInt8], _ progress: inout Progress) async throws {
        let begin = try await begin(session)
        guard begin.kind == "witness", let confirmation = begin.confirmationId else {
            throw DemoFailure.contextMismatch("kind")
        }
        guard begin.documents.map(\.sd) == [hexadecimal(SHA256.hash(data: document))] else {
            throw DemoFailure.contextMismatch("sd")
        }
        _ = try await client.post(
            "/v1/signing/confirm",
            bearer: session,
            API.Confirm(confirmationId: confirmation, digests: begin.documents.map(\.dtbsr)),
            as: API.State.self
        )
        progress.done("\(signer.name): confirmed the digests")
    }

    /// Enrols a new passkey unless the one at hand is enrolled already; whether it did.
    private func enrolled(_ session: String, _ stored: inout SoftwareAuthenticator?) async throws -> Bool {
        let options: API.CreationOptions.PublicKey
        do {
            options = try await client.post(
                "/v1/signing/passkey/options",
                bearer: session,
                API.Empty(),
                as: API.CreationOptions.self
            ).publicKey
        } catch let refusal as APIRefusal where refusal.code == "PASSKEY_ALREADY_ENROLLED" && stored != nil {
            return false
        }
        guard options.rp.id == relyingParty, let challenge = Base64URL.decode(options.challenge) else {
            throw DemoFailure.contextMismatch("passkey options")
        }
        let authenticator = SoftwareAuthenticator(relyingParty: relyingParty, origin: client.base)
        let registration = try authenticator.register(challenge: challenge, attestation: .none)
        // An authenticator keeps a passkey from the moment it is made, whatever becomes of the answer.
        stored = authenticator
        _ = try await client.post(
            "/v1/signing/passkey",
            bearer: session,
            API.Registration(
                id: Base64URL.encode(authenticator.credentialID),
                response: API.Registration.Response(
                    attestationObject: Base64URL.encode(registration.attestationObject),
                    clientDataJSON: Base64URL.encode(registration.clientDataJSON)
                )
            ),
            as: API.Credential.self
        )
        return true
    }

    /// Begins, and asks again for a minute while another signer holds the document.
    private func begin(_ session: String) async throws -> API.Begin {
        for attempt in 0... {
            do {
                return try await client.post("/v1/signing/begin", bearer: session, API.Empty(), as: API.Begin.self)
            } catch let refusal as APIRefusal where refusal.status == 423 && attempt < 60 {
                try interruption.check()
                try await Task.sleep(for: .seconds(1))
            }
        }
        throw CancellationError()
    }
}
