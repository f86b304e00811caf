import Foundation
import Testing

@testable import Trial

/// What the sender does.
extension LiveInstance {
    func upload(_ pdf: [UInt8]) async throws -> API.Document {
        try await client.upload("/v1/documents?name=contract.pdf", bearer: sender, pdf: pdf, as: API.Document.self)
    }

    /// A draft about a document; `order` as `API.SignerRequest` has it, for all signers.
    func draft(
        _ document: API.Document,
        for people: [Person],
        order: Int? = nil,
        expiresAt: Date? = nil
    ) async throws -> API.Envelope {
        let boxes = Placement.boxes(count: people.count, page: 1, size: (595, 842))
        let request = API.EnvelopeRequest(
            title: "契約 Contract",
            documentId: document.id,
            language: "ja",
            expiresAt: expiresAt?.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
            signers: zip(people, boxes).map { person, box in
                API.SignerRequest(
                    name: person.signer.name,
                    email: person.signer.email,
                    kind: person.signer.kind.rawValue,
                    order: order,
                    box: box
                )
            }
        )
        return try await client.post("/v1/envelopes", bearer: sender, request, as: API.Envelope.self)
    }

    /// A contract of one page that is out for signing; the envelope's id.
    func send(_ people: [Person], order: Int? = nil, expiresAt: Date? = nil) async throws -> String {
        let draft = try await draft(
            upload(TinyContract.bytes),
            for: people,
            order: order,
            expiresAt: expiresAt
        )
        let path = "/v1/envelopes/\(draft.id)/send"
        return try await client.post(path, bearer: sender, API.Empty(), as: API.Envelope.self).id
    }

    func envelope(_ id: String) async throws -> API.Envelope {
        try await client.get("/v1/envelopes/\(id)", bearer: sender, as: API.Envelope.self)
    }

    /// The actions of the envelope's audit chain, oldest first.
    func audit(_ id: String) async throws -> [String] {
        struct Chain: Decodable {
            struct Entry: Decodable {
                let action: String
            }

            let entries: [Entry]
        }
        return try await client.get("/v1/envelopes/\(id)/audit", bearer: sender, as: Chain.self).entries.map(\.action)
    }

    /// Looks ten times a second, for a minute, until the envelope is as expected.
    @discardableResult
    func wait(
        for id: String,
        until isAsExpected: (API.Envelope) -> Bool
    ) async throws -> API.Envelope {
        for _ in 0..<600 {
            let envelope = try await envelope(id)
            if isAsExpected(envelope) { return envelope }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Unfulfilled(envelope: try await envelope(id))
    }

    struct Unfulfilled: Error {
        let envelope: API.Envelope
    }

    /// Waits until everyone's invitation is recorded: the mail is there a moment before its audit entry.
    func waitForInvitations(of id: String) async throws {
        try await wait(for: id) { $0.signers.allSatisfy { $0.state == "invited" } }
    }

    /// Waits until the envelope is sealed, then has `chigiri verify` judge contract and certificate, which have to pass.
    ///
    /// The number of signatures in the contract.
    func verifiedSeal(of id: String) async throws -> Int {
        struct Report: Decodable {
            struct Signature: Decodable {
                let level: String
            }

            let signatures: [Signature]
        }
        try await wait(for: id) { $0.state == "sealed" }
        let folder = prepared.folder.trial.appending(path: "sealed-\(id)")
        let files = SealedFiles(client: client, sender: sender, prepared: prepared)
        try await files.download(id, to: folder, original: TinyContract.bytes)
        try await Verification(folder: folder, logs: prepared.folder.logs).run()
        let json = try Data(contentsOf: folder.appending(path: "validation.json"))
        let levels = try JSONDecoder().decode(Report.self, from: json).signatures.map(\.level)
        #expect(Set(levels) == ["B-LTA"])
        return levels.count
    }
}
