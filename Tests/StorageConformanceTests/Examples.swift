import SignerProtocol
import SigningService
import Testing

extension Timestamp {
    static let noon = Timestamp(milliseconds: 1_790_000_000_123)
}

/// An organisation with an account, a document and a draft envelope, all stored.
struct Stored {
    let account: Account
    let document: StoredDocument
    let envelope: Envelope
}

extension ServiceStore {
    func withDraft(named name: String = "契約書.pdf", title: String = "業務委託契約") async throws -> Stored {
        let organisation = Organisation(
            id: OrganisationID(from: systemRandomBytes),
            name: "契約株式会社",
            createdAt: .noon
        )
        let account = Account(
            id: AccountID(from: systemRandomBytes),
            organisation: organisation.id,
            name: "送信 太郎",
            address: try MailAddress("sender@company.example", field: "email"),
            isAdministrator: true,
            createdAt: .noon
        )
        let document = try StoredDocument.example(of: organisation.id, named: name)
        let envelope = try Envelope.example(of: account, document: document, title: title)
        try await write { transaction in
            try transaction.insert(organisation)
            try transaction.insert(account, token: TokenDigest(of: account.id.text))
            try transaction.insert(document)
            try transaction.save(envelope.created(at: .noon))
        }
        let saved = try #require(try await read { try $0.envelope(envelope.id) })
        return Stored(account: account, document: document, envelope: saved)
    }
}

extension StoredDocument {
    static func example(of organisation: OrganisationID, named name: String = "契約書.pdf") throws -> StoredDocument {
        let id = DocumentID(from: systemRandomBytes)
        return StoredDocument(
            id: id,
            organisation: organisation,
            name: name,
            pages: 3,
            key: WrappedDataKey(name: id.text, wrapped: Blob([1, 2, 3])),
            revisions: [try Revision.example(1)],
            createdAt: .noon
        )
    }
}

extension Revision {
    static func example(_ byte: UInt8) throws -> Revision {
        Revision(
            segment: Segment(
                digest: try #require(SegmentDigest(bytes: Array(repeating: byte, count: 32))),
                length: 1_000
            ),
            sha256: Array(repeating: byte &+ 1, count: 32)
        )
    }
}

extension Envelope {
    static func example(of account: Account, document: StoredDocument, title: String) throws -> Envelope {
        Envelope(
            id: EnvelopeID(from: systemRandomBytes),
            organisation: account.organisation,
            sender: account.id,
            title: title,
            language: .ja,
            document: document.id,
            createdAt: .noon,
            expiresAt: nil,
            signers: [
                Signer(
                    id: SignerID(from: systemRandomBytes),
                    name: "髙橋\u{E0100} 﨑子",
                    address: try MailAddress("hanako@party.example", field: "email"),
                    kind: .party,
                    order: 1,
                    box: SignatureBox(page: 1, x: 0.1, y: 20.25, width: 150, height: 50),
                    imprint: .corporate(organisation: "髙橋\u{E0100}", ending: .automatic),
                    field: "Signature1",
                    state: .waiting
                )
            ],
            state: .draft,
            waitingFor: nil,
            version: 0
        )
    }

    func sending(at time: Timestamp = .noon, by account: Account) throws -> Change<Envelope> {
        try sent(by: SenderActor(account: account), fields: [1], at: time)
    }

    func attempt(
        _ state: SignatureAttempt.State = .prepared(leaseEnds: .noon),
        instruction: SignatureAttempt.Instruction = .none
    ) throws -> SignatureAttempt {
        SignatureAttempt(
            id: AttemptID(from: systemRandomBytes),
            envelope: id,
            document: document,
            purpose: .party(try #require(signers.first).id, credential: "c1"),
            prepared: try Revision.example(9).segment,
            baseRevisions: 1,
            chain: [[48, 1], [48, 2]],
            digests: SignatureDigests(shown: [1], byteRange: [2], toBeSigned: [3]),
            createdAt: .noon,
            state: state,
            instruction: instruction
        )
    }
}
