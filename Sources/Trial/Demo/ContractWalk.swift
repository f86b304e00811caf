import Foundation
import PDF

/// One contract from the file to the sealed PDF and its proof.
struct ContractWalk {
    let instance: TrialInstance
    let sender: String
    /// In the order in which they sign.
    let signers: [DemoSigner]
    let interruption: Interruption
    /// Whether each signer has a text field to fill in.
    var withFields = false
    /// How often its timestamps are renewed once it is sealed.
    var renewals = 0

    private var client: APIClient { instance.client }

    /// Writes the five files of the demonstration into `folder`; the number of pages.
    ///
    /// - Throws: `APIRefusal` when the upload is refused; `DemoFailure` when a result is not what it has to be.
    func run(_ input: URL, to folder: URL, memory: inout DemoMemory, progress: inout Progress) async throws -> Int {
        let uploaded = try await UploadWalk(client: client, sender: sender).upload(
            input,
            to: folder,
            progress: &progress
        )

        let spool = Spool(folder: instance.prepared.folder.spool, publicURL: client.base)
        var known: [String: Set<String>] = [:]
        for signer in signers { known[signer.email] = try spool.tokens(for: signer.email) }
        let envelope = try await send(uploaded, titled: input.deletingPathExtension().lastPathComponent)
        progress.done("sent to \(signers.map(\.name).joined(separator: " and "))")

        for signer in signers {
            let token = try await invitation(for: signer, besides: known[signer.email] ?? [], in: spool)
            let walk = SigningWalk(
                client: client,
                signer: signer,
                relyingParty: "localhost",
                interruption: interruption,
                spool: spool
            )
            try await walk.sign(token: token, authenticator: &memory.authenticators[signer.email], progress: &progress)
            try await waitForSignature(of: signer, envelope: envelope)
            progress.done("\(signer.name): signed, with timestamp")
        }
        try await waitForSeal(envelope)
        progress.done("sealed: PAdES-B-LTA, completion certificate")
        for number in 0..<renewals {
            try await RenewalWalk(client: client, sender: sender, interruption: interruption).run()
            progress.done("renewed, \(number + 1) of \(renewals)")
        }

        let files = SealedFiles(client: client, sender: sender, prepared: instance.prepared)
        try await files.download(envelope, to: folder, original: MappedFile(path: uploaded.file.path))
        progress.done("downloaded")
        try await Verification(
            folder: folder,
            logs: instance.prepared.folder.logs,
            earlierFields: uploaded.earlierFields
        ).run()
        progress.done("chigiri verify: TOTAL_PASSED, contract and certificate")
        return uploaded.document.pages
    }

    private func send(_ uploaded: UploadedContract, titled title: String) async throws -> String {
        let pdf = try MappedFile(path: uploaded.file.path)
        // In a file that others have signed, boxes stand where nothing stood, and empty fields are used first.
        let present = uploaded.document.coSigning?.fields.map(\.name) ?? []
        let boxes =
            try uploaded.document.coSigning == nil
            ? Placement.boxes(count: signers.count, in: pdf) : Placement.clearBoxes(count: signers.count, in: pdf)
        let request = API.EnvelopeRequest(
            title: title,
            documentId: uploaded.document.id,
            language: "ja",
            signers: zip(signers, boxes).enumerated().map { index, pair in
                let (signer, box) = pair
                return API.SignerRequest(
                    name: signer.name,
                    email: signer.email,
                    kind: signer.kind.rawValue,
                    box: box,
                    fields: withFields ? [API.TextField(label: "所在地", box: Placement.field(above: box))] : nil,
                    signatureField: present.indices.contains(index) ? present[index] : nil
                )
            }
        )
        let draft = try await client.post("/v1/envelopes", bearer: sender, request, as: API.Envelope.self)
        let path = "/v1/envelopes/\(draft.id)/send"
        return try await client.post(path, bearer: sender, API.Empty(), as: API.Envelope.self).id
    }

    private func invitation(for signer: DemoSigner, besides known: Set<String>, in spool: Spool) async throws -> String
    {
        for _ in 0..<600 {
            if let token = try spool.tokens(for: signer.email).subtracting(known).first { return token }
            try await pause()
        }
        throw DemoFailure.noInvitation(signer.email)
    }

    private func waitForSignature(of signer: DemoSigner, envelope: String) async throws {
        var state = ""
        for _ in 0..<1200 {
            let found = try await self.envelope(envelope).signers.first { $0.email == signer.email }
            state = found?.state ?? "absent"
            if state == "signed" { return }
            guard state == "signing" || state == "consented" else { break }
            try await pause()
        }
        throw DemoFailure.notSigned(signer.email, state: state)
    }

    private func waitForSeal(_ envelope: String) async throws {
        var last: API.Envelope?
        for _ in 0..<3000 {
            let now = try await self.envelope(envelope)
            if now.state == "sealed" { return }
            last = now
            guard now.state == "awaitingSeal" || now.state == "outForSigning" else { break }
            try await pause()
        }
        throw DemoFailure.notSealed(state: last?.state ?? "absent", waitingFor: last?.waitingFor?.code)
    }

    private func envelope(_ id: String) async throws -> API.Envelope {
        try await client.get("/v1/envelopes/\(id)", bearer: sender, as: API.Envelope.self)
    }

    private func pause() async throws {
        try interruption.check()
        if let ended = instance.ended { throw TrialError.program(ended.name, log: ended.log.path) }
        try await Task.sleep(for: .milliseconds(100))
    }
}
