import Foundation

/// One signer's way from the mail to the signature, over the API alone.
struct SigningWalk {
    let client: APIClient
    let signer: DemoSigner
    let relyingParty: String
    let interruption: Interruption
    /// Her mailbox.
    let spool: Spool

    /// A session with what was read in it.
    struct OpenedContract: Sendable {
        let session: String
        /// The SHA-256 of what was read.
        let document: [UInt8]
        let statement: API.Statement
        /// The fields that she has to fill in, by name.
        let fields: [String]
    }

    /// Signs with the link's token.
    ///
    /// `authenticator` is made when the signer has none yet.
    func sign(token: String, authenticator: inout SoftwareAuthenticator?, progress: inout Progress) async throws {
        let contract = try await open(token: token)
        progress.done("\(signer.name): opened the link and read the document")
        try await consent(to: contract)
        progress.done("\(signer.name): consented to the wording, version \(contract.statement.version)")

        switch signer.kind {
        case .party:
            if try await enrolled(contract.session, &authenticator) {
                progress.done("\(signer.name): enrolled a signing passkey; key made, certificate issued")
            }
            let begin = try await begin(contract.session)
            let activation = try activation(begin, read: contract.document, &authenticator)
            progress.done("\(signer.name): checked the activation context against what was read")
            _ = try await approve(activation, in: contract.session)
            progress.done("\(signer.name): approved with the passkey")
        case .witness:
            let begin = try await begin(contract.session)
            _ = try await confirm(try confirmation(begin, read: contract.document), in: contract.session)
            progress.done("\(signer.name): confirmed the digests")
        }
    }

    /// Opens a session with the link's token and reads the contract.
    func open(token: String) async throws -> OpenedContract {
        let session = try await session(for: token)
        let document = try await client.digest("/v1/signing/document", bearer: session)
        _ = try await client.post("/v1/signing/viewed", bearer: session, API.Empty(), as: API.State.self)
        // What counts is what she is told after she has looked.
        let signing = try await client.get("/v1/signing", bearer: session, as: API.Signing.self)
        guard signing.document.sha256 == hexadecimal(document) else {
            throw DemoFailure.contextMismatch("sha256")
        }
        return OpenedContract(
            session: session,
            document: document,
            statement: signing.statement,
            fields: signing.me.fields.map(\.name)
        )
    }

    /// Opens the link; when it was opened before, with the code that is mailed then.
    private func session(for token: String) async throws -> String {
        do {
            return try await exchange(API.Exchange(token: token))
        } catch let refusal as APIRefusal where refusal.code == "CODE_NEEDED" {
            var tried: Set<String> = []
            for attempt in 0... {
                try interruption.check()
                guard let code = try spool.codes(for: signer.email).first, tried.insert(code).inserted else {
                    if attempt > 120 { throw refusal }
                    try await Task.sleep(for: .milliseconds(250))
                    continue
                }
                do {
                    return try await exchange(API.Exchange(token: token, code: code))
                } catch let refusal as APIRefusal where ["CODE_NEEDED", "CODE_WRONG"].contains(refusal.code) {
                    continue
                }
            }
            throw CancellationError()
        }
    }

    private func exchange(_ request: API.Exchange) async throws -> String {
        try await client.post("/v1/invitations/exchange", bearer: nil, request, as: API.Session.self).session
    }

    /// Fills in her fields and consents.
    func consent(to contract: OpenedContract) async throws {
        if !contract.fields.isEmpty {
            let values = contract.fields.map { ($0, "東京都港区芝公園四丁目二番八号 髙橋ビル") }
            _ = try await client.post(
                "/v1/signing/fields",
                bearer: contract.session,
                API.Fields(values: Dictionary(uniqueKeysWithValues: values)),
                as: API.State.self
            )
        }
        let statement = contract.statement
        _ = try await client.post(
            "/v1/signing/consent",
            bearer: contract.session,
            API.Consent(
                statement: statement.id,
                version: statement.version,
                digest: statement.digest,
                locale: statement.locale,
                action: "press-and-hold"
            ),
            as: API.State.self
        )
    }

    /// A party's approval of what was begun, checked against what she read.
    func activation(
        _ begin: API.Begin,
        read document: [UInt8],
        _ stored: inout SoftwareAuthenticator?
    ) throws -> API.Activate {
        guard begin.kind == "party", let activation = begin.activationId, var authenticator = stored else {
            throw DemoFailure.contextMismatch("kind")
        }
        let check = try ActivationCheck(
            begin,
            ofDocument: document,
            address: signer.email,
            authenticator: authenticator
        )
        let assertion = try authenticator.assert(challenge: check.challenge)
        stored = authenticator
        return API.Activate(
            activationId: activation,
            credential: API.Activate.Credential(
                id: Base64URL.encode(authenticator.credentialID),
                response: API.Activate.Response(
                    authenticatorData: Base64URL.encode(assertion.authenticatorData),
                    clientDataJSON: Base64URL.encode(assertion.clientDataJSON),
                    signature: Base64URL.encode(assertion.signature)
                )
            )
        )
    }

    func approve(_ activation: API.Activate, in session: String) async throws -> API.State {
        try await client.post("/v1/signing/activate", bearer: session, activation, as: API.State.self)
    }

    /// A witnessed signer's instruction about what was begun, checked against what she read.
    func confirmation(_ begin: API.Begin, read document: [UInt8]) throws -> API.Confirm {
        guard begin.kind == "witness", let confirmation = begin.confirmationId else {
            throw DemoFailure.contextMismatch("kind")
        }
        guard begin.documents.map(\.sd) == [hexadecimal(document)] else {
            throw DemoFailure.contextMismatch("sd")
        }
        return API.Confirm(confirmationId: confirmation, digests: begin.documents.map(\.dtbsr))
    }

    func confirm(_ confirmation: API.Confirm, in session: String) async throws -> API.State {
        try await client.post("/v1/signing/confirm", bearer: session, confirmation, as: API.State.self)
    }

    /// Enrols a new passkey unless the one at hand is enrolled already; whether it did.
    func enrolled(_ session: String, _ stored: inout SoftwareAuthenticator?) async throws -> Bool {
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
    func begin(_ session: String) async throws -> API.Begin {
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
