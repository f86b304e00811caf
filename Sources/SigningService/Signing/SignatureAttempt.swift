package import SignerProtocol

/// One try to put one signature into one document, from the prepared revision to its end.
///
/// While it is open it holds the document: no other signature can be prepared.
package struct SignatureAttempt: Hashable, Sendable {
    package let id: AttemptID
    package let envelope: EnvelopeID
    package let document: DocumentID
    package let purpose: Purpose
    /// The prepared signature, encrypted with the document's key.
    package let prepared: Segment
    /// How many revisions the prepared one stands on.
    package let baseRevisions: Int
    /// Leaf first, DER, as used for the signature.
    package let chain: [[UInt8]]
    package let digests: SignatureDigests
    package let createdAt: Timestamp
    package var state: State
    /// What the signer process was, or will be, asked; kept as evidence.
    package var instruction: Instruction

    package enum Purpose: Hashable, Sendable, Codable {
        case party(SignerID, credential: String)
        case witness(SignerID)
        /// The seal on the completion certificate.
        case record

        package var signer: SignerID? {
            switch self {
            case .party(let signer, _), .witness(let signer): signer
            case .record: nil
            }
        }
    }

    package enum State: Hashable, Sendable, Codable {
        /// No key has been used; the document is held until then.
        case prepared(leaseEnds: Timestamp)
        /// The signer process may have used the key.
        case permissionGiven(at: Timestamp)
        case valueReceived([UInt8])
        case finished(at: Timestamp, value: [UInt8])
        case voided(at: Timestamp, reason: String)

        package var name: String {
            switch self {
            case .prepared: "prepared"
            case .permissionGiven: "permissionGiven"
            case .valueReceived: "valueReceived"
            case .finished: "finished"
            case .voided: "voided"
            }
        }

        package var isOpen: Bool {
            switch self {
            case .prepared, .permissionGiven, .valueReceived: true
            case .finished, .voided: false
            }
        }
    }

    /// What crossed, or crosses, to the signer process.
    package enum Instruction: Hashable, Sendable, Codable {
        case none
        case activation(PendingActivation)
        case activated(PendingActivation, PasskeyAssertionBytes)
        /// Exact bytes of the `ConfirmationRecord`.
        case confirmation(id: String, record: Blob)
        case sealOrder(SealOrder)
    }

    package init(
        id: AttemptID,
        envelope: EnvelopeID,
        document: DocumentID,
        purpose: Purpose,
        prepared: Segment,
        baseRevisions: Int,
        chain: [[UInt8]],
        digests: SignatureDigests,
        createdAt: Timestamp,
        state: State,
        instruction: Instruction
    ) {
        self.id = id
        self.envelope = envelope
        self.document = document
        self.purpose = purpose
        self.prepared = prepared
        self.baseRevisions = baseRevisions
        self.chain = chain
        self.digests = digests
        self.createdAt = createdAt
        self.state = state
        self.instruction = instruction
    }
}

/// The three digests of a prepared signature.
package struct SignatureDigests: Hashable, Sendable, Codable {
    /// SHA-256 of the bytes shown.
    package let shown: [UInt8]
    /// Over the ByteRange of the prepared revision, by the hash of the signature algorithm.
    package let byteRange: [UInt8]
    /// Of the DER signed attributes, by the same hash: DTBS/R.
    package let toBeSigned: [UInt8]

    package init(shown: [UInt8], byteRange: [UInt8], toBeSigned: [UInt8]) {
        self.shown = shown
        self.byteRange = byteRange
        self.toBeSigned = toBeSigned
    }

    package func contextDocument(id: DocumentID, name: String) -> ContextDocument {
        ContextDocument(
            id: id.text,
            name: Self.shortened(name),
            sd: shown.hexadecimal,
            br: byteRange.hexadecimal,
            dtbsr: toBeSigned.hexadecimal
        )
    }

    /// A file name in at most 200 bytes, as the signer process takes it: its beginning and its end.
    static func shortened(_ name: String) -> String {
        guard name.utf8.count > 200 else { return name }
        var (head, tail) = (name[...], name[...])
        while head.utf8.count > 140 { head = head.dropLast() }
        while tail.utf8.count > 50 { tail = tail.dropFirst() }
        return "\(head)…\(tail)"
    }
}

extension SignatureAttempt.Instruction {
    /// The id under which the signer process knows it: it can be used once.
    package var id: String? {
        switch self {
        case .none: nil
        case .activation(let pending), .activated(let pending, _): pending.id
        case .confirmation(let id, _): id
        case .sealOrder(let order): order.id
        }
    }
}
