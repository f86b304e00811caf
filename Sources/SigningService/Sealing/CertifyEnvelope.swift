import PAdES
import PDF
import SignerProtocol

/// Makes the completion certificate, seals it with the operator's record key to B-LTA, and gathers the evidence.
///
/// Each step is one commit, told apart by the envelope's state and the certificate's revisions: drafted (1),
/// sealed at B-T (2), B-LTA (3), then evidence. A repeated call goes on where the last one stopped.
struct CertifyEnvelope: Sendable {
    let needs: ServiceNeeds

    func certify(_ id: EnvelopeID) async throws {
        while let step = try await nextStep(of: id) {
            switch step {
            case .draft:
                try await CertificateDraft(needs: needs).make(for: id)
            case .sign(let certificate):
                try await sign(certificate, for: id)
            case .extend(let certificate):
                try await extend(certificate, of: id)
            case .finish(let certificate):
                try await finish(certificate, id)
            }
        }
    }

    private enum Step {
        case draft
        case sign(StoredDocument)
        case extend(StoredDocument)
        case finish(StoredDocument)
    }

    private func nextStep(of id: EnvelopeID) async throws -> Step? {
        try await needs.store.read { transaction in
            guard case .awaitingSeal(_, let sealing)? = try transaction.envelope(id)?.state else { return nil }
            switch sealing {
            case .contractOpen:
                return nil
            case .contractSealed:
                return .draft
            case .certificateDrafted(_, _, let document):
                guard let certificate = try transaction.document(document) else { throw ServiceError.documentUnknown }
                switch certificate.revisions.count {
                case 1: return .sign(certificate)
                case 2: return .extend(certificate)
                default: return .finish(certificate)
                }
            }
        }
    }

    /// One order, one use of the key; an attempt that a crash left open is taken up or voided first.
    private func sign(_ certificate: StoredDocument, for id: EnvelopeID) async throws {
        let attempts = Attempts(needs: needs)
        if let open = try await needs.store.read({ try $0.openAttempt(on: certificate.id) }) {
            if case .prepared = open.state {
                try await attempts.void(open, reason: "NO_ORDER")
            } else {
                try await FinishSignature(needs: needs).resume(open.id)
            }
            return
        }
        let key = try await ServiceKeys(needs).key(of: .record)
        let evidence = try await needs.evidence(of: key.chain, anchors: needs.settings.signerAnchors)
        let custody = Custody(needs: needs)
        let open = try await custody.open(certificate, by: AuditNote.service, for: .seal)
        let time = needs.now()
        let prepared = try open.source.surfacing { try prepare(open.source, key, at: time) }
        let segment = try custody.keep(try PreparedBytes.encode(prepared), key: open.key).segment
        let attempt = SignatureAttempt(
            id: AttemptID(from: needs.randomBytes),
            envelope: id,
            document: certificate.id,
            purpose: .record,
            prepared: segment,
            baseRevisions: certificate.revisions.count,
            chain: key.chain,
            digests: SignatureDigests(
                shown: certificate.sha256,
                byteRange: prepared.documentDigest,
                toBeSigned: try prepared.digestToBeSigned
            ),
            createdAt: time,
            state: .prepared(leaseEnds: time.advanced(by: SigningCeremony.lease)),
            instruction: .none
        )
        do {
            try await needs.change(id) { envelope, transaction in
                try transaction.hold(attempt)
                return try envelope.intended(attempt, by: AuditNote.service, at: time)
            }
        } catch ServiceError.conflict {
            // Another worker was faster: what is next has to be looked up again.
            return
        }
        let finished = try await needs.store.read { try $0.finishedAttempts(of: id) }
        let order = SealOrder(
            id: attempt.id.text,
            subject: id.text,
            evidence: finished.map { Digest.hexadecimal(of: $0.instruction.exactBytes) },
            br: prepared.documentDigest.hexadecimal,
            dtbsr: attempt.digests.toBeSigned.hexadecimal,
            time: time,
            signedAttributes: Blob(prepared.signedAttributes),
            validation: evidence.material
        )
        let given = try await attempts.give(.sealOrder(order), for: attempt, by: AuditNote.service)
        do {
            let response = try await calling(.signer) { try await needs.signer.seal(order) }
            let received = try await attempts.receive(response, for: given)
            try await FinishSignature(needs: needs).finish(received)
        } catch ServiceError.signerRefused(let refusal) {
            try await attempts.void(given, reason: ServiceError.signerRefused(refusal).code)
            throw ServiceError.signerRefused(refusal)
        }
    }

    private func prepare(_ source: any ByteSource, _ key: CertifiedKey, at time: Timestamp) throws -> PreparedSignature
    {
        do {
            let words = "合意締結証明書の作成者としての署名"
            return try PreparedSignature(
                field: CertificateDraft.field,
                certificateChain: key.chain,
                algorithm: key.algorithm,
                content: SignatureDictionaryContent(
                    signingTime: time.date,
                    name: needs.settings.instance,
                    reason: [needs.settings.environment.mark, words].compactMap(\.self).joined(separator: " "),
                    docMDP: 2,
                    contentsSize: SignatureRoom.bytes
                ),
                appearance: nil,
                in: Document(source)
            )
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    private func extend(_ certificate: StoredDocument, of id: EnvelopeID) async throws {
        let custody = Custody(needs: needs)
        let open = try await custody.open(certificate, by: AuditNote.service, for: .seal)
        let (standing, revision) = try await open.reading {
            let result = try await ExtendToLongTerm(needs: needs).extend(
                open.source,
                uploaded: certificate.uploadedBytes
            )
            return (result.standing, try custody.keep(suffix: result.suffix, after: open))
        }
        let count = certificate.revisions.count
        try await needs.store.write { transaction in
            try transaction.append(revision, to: certificate.id, after: count)
            try transaction.save(
                RenewalStanding(document: certificate.id, envelope: id, revisions: count + 1, stamp: standing)
            )
        }
        needs.pass(.certificateSealed)
    }

    private func finish(_ certificate: StoredDocument, _ id: EnvelopeID) async throws {
        let bytes = try await SigningEvidence(needs: needs).json(for: id, certificate: certificate)
        let (envelope, _) = try await needs.envelopeWithDocument(id)
        let evidence = try await Custody(needs: needs).keepNew(
            bytes,
            name: "evidence.json",
            pages: 0,
            organisation: envelope.organisation
        )
        let time = needs.now()
        try await needs.change(id) { envelope, transaction in
            let change = try envelope.sealed(certificate: certificate.sha256, evidence: evidence, at: time)
            try transaction.insert(evidence)
            return change
        }
    }
}
