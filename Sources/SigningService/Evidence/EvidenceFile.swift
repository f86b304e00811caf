import SignerProtocol

/// The shape of `evidence.json`.
///
/// Times are RFC 3339 in UTC, digests hexadecimal, bytes base64.
struct EvidenceFile: Encodable, Sendable {
    var format = "chigiri-evidence"
    var version = 1
    let environment: ServiceEnvironment
    let instance: String
    let envelope: EnvelopeFacts
    let document: DocumentFacts
    let signatures: [SignatureFacts]
    let certificate: CertificateFacts
    let audit: [AuditFacts]

    struct EnvelopeFacts: Encodable, Sendable {
        let id: String
        let title: String
    }

    struct DocumentFacts: Encodable, Sendable {
        let id: String
        let name: String
        /// The upload first, the sealed file last; `length` is what each added.
        let revisions: [RevisionFacts]
    }

    struct RevisionFacts: Encodable, Sendable {
        let length: Int
        let sha256: String
    }

    struct CertificateFacts: Encodable, Sendable {
        let sha256: String
        let sealOrder: SealOrder?
    }

    struct SignatureFacts: Encodable, Sendable {
        let signer: String
        let name: String
        let address: String
        let kind: SignerKind
        let field: String
        let signedAt: String
        let digests: DigestFacts
        let consent: ConsentFacts
        /// DER, leaf first.
        let certificateChain: [Blob]
        let value: Blob
        let activation: ActivationFacts?
        /// Exact bytes of the `ConfirmationRecord`.
        let confirmationRecord: Blob?
    }

    struct DigestFacts: Encodable, Sendable {
        let sd: String
        let br: String
        let dtbsr: String
    }

    struct ConsentFacts: Encodable, Sendable {
        let statement: String
        let version: Int
        let locale: Language
        let digest: String
        let action: String
        let documentDigest: String
        let at: String
    }

    /// What the passkey approved: the challenge is SHA-256("chigiri-sad-v1" NUL context).
    struct ActivationFacts: Encodable, Sendable {
        let context: Blob
        let relyingParty: String
        let assertion: PasskeyAssertionBytes
    }

    struct AuditFacts: Encodable, Sendable {
        let chain: String
        let sequence: Int
        let time: String
        /// The same time as the entry's DER has it.
        let milliseconds: Int64
        let actor: String
        let action: String
        let payload: Blob?
        let salt: Blob
        let payloadDigest: Blob
        let previous: Blob
        let digest: Blob

        init(_ record: AuditRecord) {
            let entry = record.entry
            chain = entry.chain
            sequence = entry.sequence
            time = entry.time.rfc3339
            milliseconds = entry.time.milliseconds
            actor = entry.actor
            action = entry.action
            payload = record.payload
            salt = record.salt
            payloadDigest = entry.payloadDigest
            previous = entry.previous
            digest = entry.digest
        }
    }
}

extension EvidenceFile.SignatureFacts {
    /// Nil for our own seal, which is no signer's.
    init?(_ attempt: SignatureAttempt, in envelope: Envelope) throws {
        guard let id = attempt.purpose.signer else { return nil }
        guard let person = envelope.signer(id), let consent = person.consent,
            case .finished(let time, let value) = attempt.state
        else { throw ServiceError.attemptUnknown }
        signer = id.text
        name = person.name
        address = person.address.text
        kind = person.kind
        field = person.field
        signedAt = time.rfc3339
        digests = EvidenceFile.DigestFacts(
            sd: attempt.digests.shown.hexadecimal,
            br: attempt.digests.byteRange.hexadecimal,
            dtbsr: attempt.digests.toBeSigned.hexadecimal
        )
        self.consent = EvidenceFile.ConsentFacts(
            statement: consent.statement,
            version: consent.version,
            locale: consent.locale,
            digest: consent.digest.hexadecimal,
            action: consent.action,
            documentDigest: consent.documentDigest.hexadecimal,
            at: consent.at.rfc3339
        )
        certificateChain = attempt.chain.map(Blob.init)
        self.value = Blob(value)
        switch attempt.instruction {
        case .activated(let pending, let assertion):
            activation = EvidenceFile.ActivationFacts(
                context: pending.context,
                relyingParty: pending.relyingParty,
                assertion: assertion
            )
            confirmationRecord = nil
        case .confirmation(_, let record):
            activation = nil
            confirmationRecord = record
        case .none, .activation, .sealOrder:
            throw ServiceError.attemptUnknown
        }
    }
}
