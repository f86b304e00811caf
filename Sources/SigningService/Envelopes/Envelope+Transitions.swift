package import SignerProtocol

extension Envelope {
    /// Decides that a draft begins; `recorded` are the facts of its document's `UploadRecord`.
    package func created(at time: Timestamp, recorded: [String: String] = [:]) -> Change<Envelope> {
        Change(
            self,
            expectedVersion: 0,
            audit: AuditNote(
                .envelopeCreated,
                by: "account:\(sender)",
                [
                    "document": document.text, "title": title,
                    "signers": signers.map { "\($0.id) \($0.kind.rawValue) \($0.order) \($0.address.text)" }
                        .joined(separator: ", "),
                ].merging(recorded) { $1 }
            ),
            at: time
        )
    }

    /// Decides that a draft goes out; its fields are in revision `digest`.
    package func sent(
        by sender: SenderActor,
        fields digest: [UInt8],
        at time: Timestamp
    ) throws(ServiceError) -> Change<Envelope> {
        guard case .draft = state else { throw .notPossible(state: state.name) }
        if let expiresAt, expiresAt <= time { throw .expiryInThePast }
        var sent = self
        sent.state = .outForSigning(since: time)
        var jobs = sent.inviteNext(at: time)
        if let expiresAt { jobs.append(ScheduledJob(.expire(id), notBefore: expiresAt)) }
        return sent.change(
            AuditNote(.envelopeSent, by: sender.auditName, ["sha256": digest.hexadecimal]),
            at: time,
            jobs
        )
    }

    /// Decides that a signer was shown the document.
    package func viewed(by actor: SignerActor, document: [UInt8], at time: Timestamp) throws(ServiceError) -> Change<
        Envelope
    > {
        let signer = try turn(of: actor.signer)
        switch signer.state {
        case .invited, .viewed, .consented: break
        case .signing: throw .notPossible(state: signer.state.name)
        case .waiting, .signed, .declined: throw .notYourTurn
        }
        var viewed = self
        viewed.set(.viewed(at: time), for: signer.id)
        return viewed.change(
            AuditNote(.viewed, by: actor.auditName, ["sha256": document.hexadecimal]),
            at: time
        )
    }

    /// Decides that a signer agreed to a wording, for the bytes she was shown.
    package func consented(_ consent: Consent, by actor: SignerActor) throws(ServiceError) -> Change<Envelope> {
        let signer = try turn(of: actor.signer)
        switch signer.state {
        case .viewed, .consented: break
        case .signing: throw .notPossible(state: signer.state.name)
        case .waiting, .invited: throw .notViewed
        case .signed, .declined: throw .notYourTurn
        }
        if let empty = signer.texts.first(where: { $0.isRequired && $0.value == nil }) {
            throw .textMissing(label: empty.label)
        }
        var consented = self
        consented.set(.consented(consent), for: signer.id)
        return consented.change(
            AuditNote(
                .consented,
                by: actor.auditName,
                [
                    "statement": consent.statement, "version": "\(consent.version)",
                    "locale": consent.locale.rawValue, "digest": consent.digest.hexadecimal,
                    "action": consent.action, "document": consent.documentDigest.hexadecimal,
                ]
            ),
            at: consent.at
        )
    }

    /// Decides that a signer's signature shows another imprint; nothing is prepared for her yet.
    package func imprintChosen(
        _ imprint: ImprintChoice,
        by actor: SignerActor,
        at time: Timestamp
    ) throws(ServiceError) -> Change<Envelope> {
        let signer = try turn(of: actor.signer)
        switch signer.state {
        case .viewed, .consented: break
        case .waiting, .invited: throw .notViewed
        case .signing, .signed, .declined: throw .notPossible(state: signer.state.name)
        }
        var chosen = self
        if let place = chosen.signers.firstIndex(where: { $0.id == signer.id }) {
            chosen.signers[place].imprint = imprint
        }
        return chosen.change(AuditNote(.imprintChosen, by: actor.auditName, ["kind": imprint.kind.rawValue]), at: time)
    }

    /// Decides that a signer wrote something into her fields; a consent to other words counts no more.
    package func filled(_ texts: [SignerText], by actor: SignerActor, at time: Timestamp) throws(ServiceError)
        -> Change<Envelope>
    {
        let signer = try turn(of: actor.signer)
        switch signer.state {
        case .viewed, .consented: break
        case .waiting, .invited: throw .notViewed
        case .signing, .signed, .declined: throw .notPossible(state: signer.state.name)
        }
        var filled = self
        if let place = filled.signers.firstIndex(where: { $0.id == signer.id }) {
            filled.signers[place].texts = texts
            filled.signers[place].state = .viewed(at: time)
        }
        let written = texts.compactMap { text in text.value.map { (text.field, $0) } }
        return filled.change(
            AuditNote(.textsFilled, by: actor.auditName, Dictionary(uniqueKeysWithValues: written)),
            at: time
        )
    }

    /// Decides that a signature is about to be made.
    ///
    /// Saved before any key is used.
    package func intended(_ attempt: SignatureAttempt, by actor: String, at time: Timestamp) throws(ServiceError)
        -> Change<Envelope>
    {
        var intended = self
        if let id = attempt.purpose.signer {
            let signer = try turn(of: id)
            guard let consent = signer.consent else { throw .consentMissing }
            // A second try of the same signer is told apart by the attempt: the first one is voided before.
            intended.set(.signing(attempt.id, consent), for: id)
        } else {
            guard case .awaitingSeal = state else { throw .notPossible(state: state.name) }
        }
        intended.waitingFor = nil
        return intended.change(
            AuditNote(
                attempt.purpose.signer == nil ? .sealOrdered : .signatureIntended,
                by: actor,
                [
                    "attempt": attempt.id.text, "sd": attempt.digests.shown.hexadecimal,
                    "br": attempt.digests.byteRange.hexadecimal, "dtbsr": attempt.digests.toBeSigned.hexadecimal,
                ]
            ),
            at: time
        )
    }

    /// Decides that an attempt ended without a signature; its signer may begin again.
    package func attemptVoided(_ attempt: SignatureAttempt, reason: String, at time: Timestamp) -> Change<Envelope> {
        var voided = self
        if let id = attempt.purpose.signer, let signer = signer(id),
            case .signing(attempt.id, let consent) = signer.state
        {
            voided.set(.consented(consent), for: id)
        }
        voided.waitingFor = nil
        return voided.change(
            AuditNote(.attemptVoided, by: AuditNote.service, ["attempt": attempt.id.text, "reason": reason]),
            at: time
        )
    }

    /// Decides that a judged signature is in the document.
    package func signed(_ attempt: SignatureAttempt, document: [UInt8], at time: Timestamp) throws(ServiceError)
        -> Change<Envelope>
    {
        guard case .outForSigning = state else { throw .notPossible(state: state.name) }
        guard let id = attempt.purpose.signer, let signer = signer(id),
            case .signing(attempt.id, let consent) = signer.state
        else { throw .attemptUnknown }
        var signed = self
        signed.set(.signed(at: time, consent), for: id)
        signed.waitingFor = nil
        var jobs: [ScheduledJob] = []
        if signed.signers.allSatisfy({ $0.signedAt != nil }) {
            signed.state = .awaitingSeal(since: time, .contractOpen)
            jobs.append(ScheduledJob(.seal(self.id), notBefore: time))
        } else {
            jobs += signed.inviteNext(at: time)
        }
        return signed.change(
            AuditNote(
                .signed,
                by: "signer:\(id)",
                ["attempt": attempt.id.text, "sha256": document.hexadecimal, "level": "B-T"]
            ),
            at: time,
            jobs
        )
    }

    /// Decides a refusal by a signer who has not signed yet.
    package func declined(by actor: SignerActor, reason: String, at time: Timestamp) throws(ServiceError) -> Change<
        Envelope
    > {
        let signer = try turn(of: actor.signer)
        switch signer.state {
        case .invited, .viewed, .consented: break
        case .signing: throw .notPossible(state: signer.state.name)
        case .waiting, .signed, .declined: throw .notYourTurn
        }
        var declined = self
        declined.set(.declined(at: time, reason: reason), for: signer.id)
        declined.state = .declined(by: signer.id, at: time)
        declined.waitingFor = nil
        return declined.change(
            AuditNote(.declined, by: actor.auditName, ["reason": reason]),
            at: time,
            [ScheduledJob(.tellSender(id), notBefore: time)]
        )
    }

    /// Decides that the sender ends the envelope.
    package func voided(by sender: SenderActor, at time: Timestamp) throws(ServiceError) -> Change<Envelope> {
        switch state {
        case .draft, .outForSigning: break
        case .awaitingSeal, .sealed, .declined, .voided, .expired: throw .notPossible(state: state.name)
        }
        var voided = self
        voided.state = .voided(by: sender.account.id, at: time)
        voided.waitingFor = nil
        return voided.change(AuditNote(.voided, by: sender.auditName), at: time)
    }

    /// Decides that the deadline has passed.
    package func expired(at time: Timestamp) throws(ServiceError) -> Change<Envelope> {
        guard case .outForSigning = state else { throw .notPossible(state: state.name) }
        guard let expiresAt, expiresAt <= time else { throw .notPossible(state: state.name) }
        var expired = self
        expired.state = .expired(at: time)
        expired.waitingFor = nil
        return expired.change(
            AuditNote(.expired, by: AuditNote.service),
            at: time,
            [ScheduledJob(.tellSender(id), notBefore: time)]
        )
    }
}
