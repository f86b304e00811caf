import SignerProtocol

@testable import SigningService

extension Timestamp {
    static let noon = Timestamp(milliseconds: 1_790_000_000_000)
}

extension SenderActor {
    static let example = SenderActor(
        account: Account(
            id: AccountID(from: systemRandomBytes),
            organisation: OrganisationID(from: systemRandomBytes),
            name: "送信 太郎",
            address: .example("sender@company.example"),
            isAdministrator: true,
            createdAt: .noon
        )
    )
}

extension MailAddress {
    static func example(_ text: String) -> MailAddress {
        do {
            return try MailAddress(text, field: "email")
        } catch {
            preconditionFailure("an example has to be an address: \(text)")
        }
    }
}

extension Envelope {
    /// An envelope with one signer for each order number.
    static func example(_ state: State, orders: [Int] = [1, 2], signers: Signer.State = .waiting) -> Envelope {
        Envelope(
            id: EnvelopeID(from: systemRandomBytes),
            organisation: SenderActor.example.organisation,
            sender: SenderActor.example.account.id,
            title: "業務委託契約",
            language: .ja,
            document: DocumentID(from: systemRandomBytes),
            createdAt: .noon,
            expiresAt: .noon.advanced(by: .seconds(3_600)),
            signers: orders.enumerated().map { index, order in
                Signer(
                    id: SignerID(from: systemRandomBytes),
                    name: "署名 \(index)",
                    address: .example("signer\(index)@party.example"),
                    kind: .witness,
                    order: order,
                    box: SignatureBox(page: 1, x: 0, y: 0, width: 100, height: 40),
                    imprint: .personal,
                    field: "Signature\(index)",
                    state: signers
                )
            },
            state: state,
            waitingFor: nil,
            version: 7
        )
    }

    func actor(_ index: Int) -> SignerActor {
        SignerActor(
            envelope: id,
            signer: signers[index].id,
            session: TokenDigest(of: "session"),
            authenticatedAt: .noon
        )
    }

    func attempt(_ index: Int?, state: SignatureAttempt.State = .valueReceived([1])) -> SignatureAttempt {
        SignatureAttempt(
            id: AttemptID(from: systemRandomBytes),
            envelope: id,
            document: document,
            purpose: index.map { .witness(signers[$0].id) } ?? .record,
            prepared: Segment(digest: .example(1), length: 10),
            baseRevisions: 2,
            chain: [[1, 2], [3]],
            digests: SignatureDigests(shown: [1], byteRange: [2], toBeSigned: [3]),
            createdAt: .noon,
            state: state,
            instruction: .none
        )
    }
}

extension SegmentDigest {
    static func example(_ byte: UInt8) -> SegmentDigest {
        guard let digest = SegmentDigest(bytes: Array(repeating: byte, count: 32)) else {
            preconditionFailure("32 bytes are a digest")
        }
        return digest
    }
}

extension Consent {
    static let example = Consent(
        statement: "consent-to-sign",
        version: 1,
        locale: .ja,
        digest: [1],
        action: "press-and-hold",
        documentDigest: [2],
        at: .noon
    )
}
