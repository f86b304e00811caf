import Foundation
import PAdES
import PDF
import SignerProtocol

extension SigningCeremony {
    /// How long a prepared signature holds the document before another signer may have it.
    static let lease = Duration.seconds(120)

    /// Prepares the signature and holds the document for a moment.
    ///
    /// The audit entry *signature intended* is committed before any key can be used.
    ///
    /// - Throws: `ServiceError.busy` while another signer holds it, `.waiting` when a dependency is down,
    ///   `.notViewed` when the document has changed since the consent, `.consentMissing`, `.credentialMissing`.
    package func begin(by actor: SignerActor) async throws -> BegunSignature {
        try await needs.showing(on: actor.envelope) {
            try await needs.onDocumentThreads { try await prepareAndAsk(actor) }
        }
    }

    private func prepareAndAsk(_ actor: SignerActor) async throws -> BegunSignature {
        let (envelope, stored) = try await needs.envelopeWithDocument(actor.envelope)
        let signer = try envelope.turn(of: actor.signer)
        guard let consent = signer.consent else { throw ServiceError.consentMissing }
        guard consent.documentDigest == stored.sha256 else { throw ServiceError.notViewed }
        try await requireFree(stored, for: signer)

        // 1. Whose key, and that it is not revoked now.
        let purpose: SignatureAttempt.Purpose
        let key: CertifiedKey
        switch signer.kind {
        case .party:
            let credential = try await activeCredential(of: signer, by: actor)
            purpose = .party(signer.id, credential: credential.id)
            key = credential.key
        case .witness:
            purpose = .witness(signer.id)
            key = try await ServiceKeys(needs).key(of: .witness)
        }
        let evidence = try await needs.evidence(of: key.chain, anchors: needs.settings.signerAnchors)

        // 2. The revision with room for the signature.
        let open = try await Custody(needs: needs).open(stored, by: actor.auditName, for: .sign)
        let time = needs.now()
        let prepared = try open.source.surfacing { try prepare(signer, key, in: open.source, at: time) }
        let segment = try Custody(needs: needs).keep(try PreparedBytes.encode(prepared), key: open.key).segment
        needs.pass(.signaturePrepared)

        // 3. The intention, and the hold on the document.
        let attempt = SignatureAttempt(
            id: AttemptID(from: needs.randomBytes),
            envelope: envelope.id,
            document: stored.id,
            purpose: purpose,
            prepared: segment,
            baseRevisions: stored.revisions.count,
            chain: key.chain,
            digests: SignatureDigests(
                shown: stored.sha256,
                byteRange: prepared.documentDigest,
                toBeSigned: try prepared.digestToBeSigned
            ),
            createdAt: time,
            state: .prepared(leaseEnds: time.advanced(by: Self.lease)),
            instruction: .none
        )
        try await hold(attempt, for: actor, at: time)
        needs.pass(.signatureIntended)

        // 4. What the signer has to approve.
        let documents = [attempt.digests.contextDocument(id: stored.id, name: stored.name)]
        switch purpose {
        case .party(_, let credential):
            let pending = try await requestActivation(
                of: attempt,
                prepared: prepared,
                credential: credential,
                signer: signer,
                consent: consent,
                document: stored,
                evidence: evidence
            )
            return .party(pending, documents)
        case .witness, .record:
            return .witness(
                confirmation: attempt.id.text,
                documents,
                needs.consent(in: consent.locale)
            )
        }
    }

    /// Spares the work when someone else holds the document; the transaction decides.
    private func requireFree(_ document: StoredDocument, for signer: Signer) async throws {
        let time = needs.now()
        try await needs.store.read { transaction in
            guard let open = try transaction.openAttempt(on: document.id) else { return }
            _ = try open.canBeReplaced(by: signer.id, at: time)
        }
    }

    private func hold(_ attempt: SignatureAttempt, for actor: SignerActor, at time: Timestamp) async throws {
        try await needs.change(attempt.envelope) { envelope, transaction in
            var envelope = envelope
            if let open = try transaction.openAttempt(on: attempt.document) {
                let reason = try open.canBeReplaced(by: actor.signer, at: time)
                envelope = try transaction.void(open, of: envelope, reason: reason, at: time)
            }
            guard let document = try transaction.document(attempt.document),
                document.revisions.count == attempt.baseRevisions
            else { throw ServiceError.notViewed }
            let change = try envelope.intended(attempt, by: actor.auditName, at: time)
            try transaction.insert(attempt)
            let end = attempt.createdAt.advanced(by: SignatureAttempt.lifetimeBeforePermission)
            try transaction.schedule(ScheduledJob(.finishSignature(attempt.id), notBefore: end))
            return change
        }
    }

    private func prepare(
        _ signer: Signer,
        _ key: CertifiedKey,
        in source: any ByteSource,
        at time: Timestamp
    ) throws -> PreparedSignature {
        do {
            let document = try Document(source)
            let isFirst = try document.signatures().isEmpty
            let appearance = try VisibleSignature(
                name: signer.name,
                kind: signer.kind,
                time: time,
                environment: needs.settings.environment,
                imprint: signer.imprint
            ).appearance(width: signer.box.width, height: signer.box.height, fonts: needs.fonts)
            let content = SignatureDictionaryContent(
                signingTime: time.date,
                name: signer.name,
                reason: reason(of: signer),
                docMDP: isFirst ? 2 : nil,
                contentsSize: SignatureRoom.bytes
            )
            return try PreparedSignature(
                field: signer.field,
                certificateChain: key.chain,
                algorithm: key.algorithm,
                content: content,
                appearance: appearance,
                filling: try signer.texts.compactMap(filled),
                in: document
            )
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    private func filled(_ text: SignerText) throws -> FilledText? {
        guard let value = text.value else { return nil }
        let appearance = try FilledTextAppearance.appearance(
            of: value,
            width: text.box.width,
            height: text.box.height,
            fonts: needs.fonts
        )
        guard let appearance else { throw ServiceError.textTooLong(label: text.label) }
        return FilledText(field: text.field, value: value, appearance: appearance)
    }

    /// A witness signature names the person who instructed it. SAD-13
    private func reason(of signer: Signer) -> String {
        let words =
            switch signer.kind {
            case .party: "契約の内容に合意して署名（当事者型）"
            case .witness: "\(signer.name) <\(signer.address.text)> の指図による署名（立会人型）"
            }
        return [needs.settings.environment.mark, words].compactMap(\.self).joined(separator: " ")
    }

    private func requestActivation(
        of attempt: SignatureAttempt,
        prepared: PreparedSignature,
        credential: String,
        signer: Signer,
        consent: Consent,
        document: StoredDocument,
        evidence: ChainEvidence
    ) async throws -> PendingActivation {
        let request = ActivationRequest(
            transaction: "\(attempt.envelope)/\(signer.id)/\(attempt.id)",
            credential: credential,
            subject: signer.address.text,
            documents: [
                DocumentToSign(
                    id: document.id.text,
                    name: SignatureDigests.shortened(document.name),
                    shownDigest: Blob(attempt.digests.shown),
                    byteRangeDigest: Blob(attempt.digests.byteRange),
                    signedAttributes: Blob(prepared.signedAttributes)
                )
            ],
            consent: consent.reference,
            authentication: "link",
            validation: evidence.material
        )
        let time = needs.now()
        do {
            let pending = try await calling(.signer) { try await needs.signer.requestActivation(request) }
            var asked = attempt
            asked.instruction = .activation(pending)
            let saved = asked
            try await needs.store.write { transaction in
                try transaction.save(saved, expecting: attempt.state.name)
                try transaction.append(
                    AuditNote(
                        .activationRequested,
                        by: AuditNote.service,
                        ["attempt": attempt.id.text, "activation": pending.id]
                    ),
                    to: Envelope.chain(of: attempt.envelope),
                    at: time
                )
            }
            return pending
        } catch {
            // No key was used: let go of the document at once.
            try await Attempts(needs: needs).void(attempt, reason: (error as? ServiceError)?.code ?? "UNKNOWN")
            if case ServiceError.signerRefused(.keyNotActive) = error, try await forgetEndedKey(of: signer) {
                throw ServiceError.credentialMissing
            }
            throw error
        }
    }
}

extension SignatureAttempt {
    /// How long an attempt without permission stays; as long as an activation context can be answered. SAD-1
    static let lifetimeBeforePermission = Duration.seconds(300)

    /// Why this attempt gives way to a new one of `signer`.
    ///
    /// - Throws: `ServiceError.busy` when it does not.
    func canBeReplaced(by signer: SignerID, at time: Timestamp) throws(ServiceError) -> String {
        guard case .prepared(let leaseEnds) = state else { throw .busy(until: time.advanced(by: .seconds(30))) }
        if purpose.signer == signer { return "BEGUN_AGAIN" }
        guard leaseEnds <= time else { throw .busy(until: leaseEnds) }
        return "LEASE_EXPIRED"
    }
}

/// Room that is kept for a signature: enough for long chains and a large timestamp. PDF-5
enum SignatureRoom {
    static let bytes = 32_768
}

/// A prepared signature as it is kept, encrypted.
enum PreparedBytes {
    static func encode(_ prepared: PreparedSignature) throws -> [UInt8] {
        Array(try JSONEncoder().encode(prepared))
    }

    static func decode(_ bytes: [UInt8]) throws -> PreparedSignature {
        do {
            return try JSONDecoder().decode(PreparedSignature.self, from: Data(bytes))
        } catch {
            throw ServiceError.storage("a prepared signature cannot be read: \(error)")
        }
    }
}
