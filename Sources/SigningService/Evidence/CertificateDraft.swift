import CMS
import PDF
import SignerProtocol
import Typesetting

/// Collects the facts of a sealed contract for its completion certificate and keeps the certificate, not sealed yet.
struct CertificateDraft: Sendable {
    let needs: ServiceNeeds

    /// The field that the operator's record key signs; nothing of it shows.
    static let field = "RecordSeal"

    func make(for id: EnvelopeID) async throws {
        let certificate = try await facts(of: id)
        let bytes: [UInt8]
        let pages: Int
        do {
            let pdf = try certificate.pdf(fonts: needs.fonts)
            let document = try Document(BytesSource(pdf))
            pages = try document.pages().count
            bytes =
                try pdf
                + addSignatureFields(
                    [SignatureFieldRequest(name: Self.field, box: nil)],
                    lockingForeignFields: false,
                    to: document
                )
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
        let (envelope, _) = try await needs.envelopeWithDocument(id)
        let stored = try await Custody(needs: needs).keepNew(
            bytes,
            name: "certificate.pdf",
            pages: pages,
            organisation: envelope.organisation
        )
        let time = needs.now()
        try await needs.change(id) { envelope, transaction in
            let change = try envelope.certificateDrafted(stored, at: time)
            try transaction.insert(stored)
            return change
        }
    }

    private func facts(of id: EnvelopeID) async throws -> CompletionCertificate {
        let (envelope, document) = try await needs.envelopeWithDocument(id)
        guard case .awaitingSeal(_, .contractSealed(let sealedAt, _)) = envelope.state else {
            throw ServiceError.notPossible(state: envelope.state.name)
        }
        let (organisation, audit, upload) = try await needs.store.read { transaction in
            (
                try transaction.organisation(envelope.organisation), try transaction.audit(chain: envelope.chain),
                try transaction.uploadRecord(of: envelope.document)
            )
        }
        let open = try await Custody(needs: needs).open(document, by: AuditNote.service, for: .seal)
        let signatures = try open.source.surfacing {
            try SignatureSummaries(of: open.source, needs.settings)
        }
        return CompletionCertificate(
            envelope: id,
            title: envelope.title,
            organisation: organisation?.name ?? "",
            documentName: document.name,
            pages: document.pages,
            originalDigest: document.first(1).sha256,
            originalSize: document.first(1).size,
            sealedDigest: document.sha256,
            sealedSize: document.size,
            level: "B-LTA",
            sealedAt: sealedAt,
            documentTimestamp: try signatures.documentTimestamp(),
            signatories: try envelope.signers.map { signer in
                let signature = try signatures.signature(in: signer.field)
                return CompletionCertificate.Signatory(
                    name: signer.name,
                    address: signer.address.text,
                    kind: signer.kind,
                    imprint: signer.imprint,
                    signedAt: signer.signedAt ?? signature.timestamp.time,
                    certificate: signature.certificate,
                    timestamp: signature.timestamp
                )
            },
            earlierSignatures: upload?.earlierSignatures ?? [],
            normalisedFrom: upload?.normalisedFrom,
            steps: CompletionCertificate.steps(of: audit, in: envelope, organisation: organisation?.name ?? ""),
            audit: CompletionCertificate.AuditHead(
                entries: audit.count,
                digest: audit.last?.entry.digest.bytes ?? AuditEntry.origin.bytes
            ),
            instance: needs.settings.instance,
            publicURL: needs.settings.publicURL,
            environment: needs.settings.environment,
            issuedAt: needs.now()
        )
    }
}

/// What the signatures in a file say of themselves, for people; they have been judged before.
private struct SignatureSummaries {
    private let signatures: [SignatureDictionary]
    private let timestampAnchors: [Certificate]
    private let accreditedAnchors: [Certificate]

    init(of source: any ByteSource, _ settings: ServiceSettings) throws {
        do throws(PDFError) {
            signatures = try Document(source).signatures()
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
        timestampAnchors = settings.timestampAnchors.compactMap { try? Certificate(der: $0) }
        accreditedAnchors = settings.accreditedTimestampAnchors.compactMap { try? Certificate(der: $0) }
    }

    func signature(
        in field: String
    ) throws -> (
        certificate: CompletionCertificate.CertificateSummary, timestamp: CompletionCertificate.TimestampSummary
    ) {
        guard let signature = signatures.first(where: { $0.fieldName == field }) else {
            throw ServiceError.attemptUnknown
        }
        do {
            let data = try SignedData(paddedContents: signature.contents ?? [])
            guard let signer = data.signerInfos.first,
                let certificate = data.certificates.first(where: signer.identifier.names),
                let token = signer.signatureTimestampTokens.first
            else { throw ServiceError.attemptUnknown }
            return (
                try CompletionCertificate.CertificateSummary(
                    subject: certificate.subject.display,
                    issuer: certificate.issuer.display,
                    serialNumber: certificate.serialNumber,
                    notBefore: Timestamp(certificate.notBefore),
                    notAfter: Timestamp(certificate.notAfter),
                    key: PublicKey(publicKeyInfo: certificate.publicKeyInfo).words,
                    fingerprint: certificate.sha256Fingerprint
                ),
                try summary(of: TimestampToken(der: token))
            )
        } catch let error as CMSError {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    func documentTimestamp() throws -> CompletionCertificate.TimestampSummary {
        guard let stamp = signatures.last(where: { $0.type == "DocTimeStamp" }) else {
            throw ServiceError.attemptUnknown
        }
        do {
            return try summary(of: TimestampToken(paddedContents: stamp.contents ?? []))
        } catch let error as CMSError {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    private func summary(of token: TimestampToken) throws -> CompletionCertificate.TimestampSummary {
        CompletionCertificate.TimestampSummary(
            time: Timestamp(token.info.genTime),
            authority: try token.signerCertificate(among: timestampAnchors).subject.display,
            isAccredited: token.anchor(among: accreditedAnchors) != nil
        )
    }
}

extension PublicKey {
    /// Kind and size.
    fileprivate var words: String {
        switch self {
        case .ellipticCurve(let curve, _): "ECDSA P-\(curve.bits)"
        case .rsa(let key, _): "RSA-\(key.modulusBits)"
        case .ed25519: "Ed25519"
        }
    }
}
