package import SignerProtocol

/// 合意締結証明書: what was agreed, by whom, when, and how anyone can check it; for people, beside the sealed PDF.
///
/// It claims nothing that the sealed PDF and the evidence do not prove, and is sealed itself afterwards.
package struct CompletionCertificate: Hashable, Sendable {
    /// One who signed.
    package struct Signatory: Hashable, Sendable {
        package let name: String
        package let address: String
        package let kind: SignerKind
        package let imprint: ImprintChoice
        package let signedAt: Timestamp
        /// The certificate of the key that signed: hers, or the operator's seal.
        package let certificate: CertificateSummary
        /// The signature's timestamp.
        package let timestamp: TimestampSummary

        package init(
            name: String,
            address: String,
            kind: SignerKind,
            imprint: ImprintChoice,
            signedAt: Timestamp,
            certificate: CertificateSummary,
            timestamp: TimestampSummary
        ) {
            self.name = name
            self.address = address
            self.kind = kind
            self.imprint = imprint
            self.signedAt = signedAt
            self.certificate = certificate
            self.timestamp = timestamp
        }
    }

    package struct CertificateSummary: Hashable, Sendable {
        /// Distinguished names, as text.
        package let subject: String
        package let issuer: String
        package let serialNumber: [UInt8]
        package let notBefore: Timestamp
        package let notAfter: Timestamp
        /// Kind and size of its key, such as `ECDSA P-256`.
        package let key: String
        /// SHA-256 of the certificate.
        package let fingerprint: [UInt8]

        package init(
            subject: String,
            issuer: String,
            serialNumber: [UInt8],
            notBefore: Timestamp,
            notAfter: Timestamp,
            key: String,
            fingerprint: [UInt8]
        ) {
            self.subject = subject
            self.issuer = issuer
            self.serialNumber = serialNumber
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.key = key
            self.fingerprint = fingerprint
        }
    }

    package struct TimestampSummary: Hashable, Sendable {
        package let time: Timestamp
        /// Subject of the time-stamping authority's certificate.
        package let authority: String
        /// Whether it leads to an anchor that the operator holds to be of an accredited authority (認定). TSP-5
        package let isAccredited: Bool

        package init(time: Timestamp, authority: String, isAccredited: Bool) {
            self.time = time
            self.authority = authority
            self.isAccredited = isAccredited
        }

        /// The authority, and whether it is accredited.
        var words: String { "\(authority)　認定 Accredited: \(isAccredited ? "はい yes" : "いいえ no")" }
    }

    /// One entry of the audit chain, in words.
    package struct Step: Hashable, Sendable {
        package let sequence: Int
        package let time: Timestamp
        package let actor: String
        package let action: StepWords

        package init(sequence: Int, time: Timestamp, actor: String, action: StepWords) {
            self.sequence = sequence
            self.time = time
            self.actor = actor
            self.action = action
        }
    }

    /// The newest entry of the envelope's audit chain when the certificate is made; sealing it adds others.
    package struct AuditHead: Hashable, Sendable {
        package let entries: Int
        package let digest: [UInt8]

        package init(entries: Int, digest: [UInt8]) {
            self.entries = entries
            self.digest = digest
        }
    }

    package let envelope: EnvelopeID
    package let title: String
    /// Who sent the contract.
    package let organisation: String
    package let documentName: String
    package let pages: Int
    /// SHA-256 of the PDF as uploaded, and as sealed.
    package let originalDigest: [UInt8]
    package let originalSize: Int
    package let sealedSize: Int
    package let sealedDigest: [UInt8]
    /// `B-LTA`.
    package let level: String
    package let sealedAt: Timestamp
    package let documentTimestamp: TimestampSummary
    package let signatories: [Signatory]
    /// Signatures that the document had when it came.
    package let earlierSignatures: [EarlierSignature]
    /// What the document was made of, when it was written anew.
    package let normalisedFrom: NormalisedFile?
    package let steps: [Step]
    package let audit: AuditHead
    /// Name and address of the instance that made it.
    package let instance: String
    package let publicURL: String
    package let environment: ServiceEnvironment
    package let issuedAt: Timestamp

    package init(
        envelope: EnvelopeID,
        title: String,
        organisation: String,
        documentName: String,
        pages: Int,
        originalDigest: [UInt8],
        originalSize: Int,
        sealedDigest: [UInt8],
        sealedSize: Int,
        level: String,
        sealedAt: Timestamp,
        documentTimestamp: TimestampSummary,
        signatories: [Signatory],
        earlierSignatures: [EarlierSignature] = [],
        normalisedFrom: NormalisedFile? = nil,
        steps: [Step],
        audit: AuditHead,
        instance: String,
        publicURL: String,
        environment: ServiceEnvironment,
        issuedAt: Timestamp
    ) {
        self.envelope = envelope
        self.title = title
        self.organisation = organisation
        self.documentName = documentName
        self.pages = pages
        self.originalDigest = originalDigest
        self.originalSize = originalSize
        self.sealedSize = sealedSize
        self.sealedDigest = sealedDigest
        self.level = level
        self.sealedAt = sealedAt
        self.documentTimestamp = documentTimestamp
        self.signatories = signatories
        self.earlierSignatures = earlierSignatures
        self.normalisedFrom = normalisedFrom
        self.steps = steps
        self.audit = audit
        self.instance = instance
        self.publicURL = publicURL
        self.environment = environment
        self.issuedAt = issuedAt
    }
}
