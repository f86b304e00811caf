import Foundation

/// One contract walked by people who ask again when something fails: nothing they did may be lost or done twice.
struct PatientWalk: Sendable {
    let instance: TendedInstance
    let sender: String
    let signers: [DemoSigner]
    let interruption: Interruption
    /// How long to ask again for one thing.
    var patience = Duration.seconds(120)
    /// How long to wait before asking again.
    var pause = Duration.milliseconds(300)
    /// Where nothing is out of order, each refusal is noted: asking again is then no excuse.
    var refusals: Refusals?

    /// How long people look at a signature that does not get ready before they begin again.
    private static let composure = Duration.seconds(10)

    private var client: APIClient { refusals == nil ? instance.client : instance.client.askingOnce }
    private var spool: Spool { Spool(folder: instance.prepared.folder.spool, publicURL: client.base) }

    /// The id of the sealed envelope; its files are in `folder`.
    ///
    /// - Throws: the last failure when asking again did not help for as long as the patience lasts.
    func run(_ pdf: [UInt8], to folder: URL) async throws -> String {
        var authenticators: [String: SoftwareAuthenticator] = [:]
        let envelope = try await conclude(pdf, &authenticators)
        let files = SealedFiles(client: client, sender: sender, prepared: instance.prepared)
        try await patiently { try await files.download(envelope, to: folder, original: pdf) }
        try await Verification(folder: folder, logs: instance.prepared.folder.logs).run()
        return envelope
    }

    /// The id of the sealed envelope; people keep their passkeys, by address.
    func conclude(_ pdf: [UInt8], _ authenticators: inout [String: SoftwareAuthenticator]) async throws -> String {
        let envelope = try await send(pdf)
        for signer in signers {
            var begun = ContinuousClock.now
            try await patiently {
                let before = try await state(of: signer, in: envelope)
                if before == "signed" { return }
                guard let token = try spool.tokens(for: signer.email, envelope: envelope).first else {
                    throw DemoFailure.noInvitation(signer.email)
                }
                // Whoever never saw what to approve begins again.
                if before != "signing" || begun.duration(to: .now) > Self.composure {
                    begun = .now
                    try await sign(signer, token, &authenticators[signer.email])
                }
                let now = try await state(of: signer, in: envelope)
                guard now == "signed" else { throw DemoFailure.notSigned(signer.email, state: now) }
            }
        }
        try await patiently {
            let now = try await self.envelope(envelope)
            guard now.state == "sealed" else {
                throw DemoFailure.notSealed(state: now.state, waitingFor: now.waitingFor?.code)
            }
        }
        return envelope
    }

    /// Uploads and sends; a draft whose answer was lost is left alone, as nobody has been asked to sign it.
    private func send(_ pdf: [UInt8]) async throws -> String {
        let boxes = try Placement.boxes(count: signers.count, in: pdf)
        let draft = try await patiently {
            let path = "/v1/documents?name=contract.pdf"
            let document = try await client.upload(path, bearer: sender, pdf: pdf, as: API.Document.self)
            let request = API.EnvelopeRequest(
                title: "kill run",
                documentId: document.id,
                language: "ja",
                signers: zip(signers, boxes).map { signer, box in
                    API.SignerRequest(name: signer.name, email: signer.email, kind: signer.kind.rawValue, box: box)
                }
            )
            return try await client.post("/v1/envelopes", bearer: sender, request, as: API.Envelope.self)
        }
        try await patiently {
            guard try await envelope(draft.id).state == "draft" else { return }
            let path = "/v1/envelopes/\(draft.id)/send"
            _ = try await client.post(path, bearer: sender, API.Empty(), as: API.Envelope.self)
        }
        return draft.id
    }

    private func sign(
        _ signer: DemoSigner,
        _ token: String,
        _ authenticator: inout SoftwareAuthenticator?
    ) async throws {
        let walk = SigningWalk(
            client: client,
            signer: signer,
            relyingParty: "localhost",
            interruption: interruption,
            spool: spool
        )
        var progress = Progress(isSilent: true)
        try await walk.sign(token: token, authenticator: &authenticator, progress: &progress)
    }

    private func state(of signer: DemoSigner, in envelope: String) async throws -> String {
        try await self.envelope(envelope).signers.first { $0.email == signer.email }?.state ?? "absent"
    }

    private func envelope(_ id: String) async throws -> API.Envelope {
        try await client.get("/v1/envelopes/\(id)", bearer: sender, as: API.Envelope.self)
    }

    /// Asks again, for as long as the patience lasts.
    private func patiently<Value>(_ work: () async throws -> Value) async throws -> Value {
        let deadline = ContinuousClock.now + patience
        while true {
            do {
                return try await work()
            } catch {
                try interruption.check()
                refusals?.note(error)
                if ContinuousClock.now > deadline { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }
}
