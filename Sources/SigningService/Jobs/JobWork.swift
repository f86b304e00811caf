import Logging
import SignerProtocol

/// What each job does.
///
/// Every one is harmless when it is done twice.
struct JobWork: Sendable {
    let needs: ServiceNeeds

    func run(_ job: Job) async throws {
        switch job {
        case .invite(let envelope, let signer): try await invite(signer, to: envelope)
        case .mailCode(let envelope, let signer): try await mailCode(to: signer, of: envelope)
        case .finishSignature(let attempt): try await finish(attempt)
        case .seal(let envelope):
            try await SealGrace(needs: needs).watch(envelope) { try await SealEnvelope(needs: needs).seal(envelope) }
        case .certify(let envelope):
            try await SealGrace(needs: needs).watch(envelope) {
                try await CertifyEnvelope(needs: needs).certify(envelope)
            }
        case .sendCopies(let envelope): try await sendCopies(of: envelope)
        case .sendCopy(let envelope, let signer): try await sendCopy(of: envelope, to: signer)
        case .tellSender(let envelope): try await tellSender(of: envelope)
        case .tellUnverified(let envelope): try await UnverifiedNotice(needs: needs).send(envelope)
        case .expire(let envelope): try await expire(envelope)
        case .probe(let name):
            guard let probe = Probe.named(name) else { return }
            try await Probing(needs).run(probe)
        case .tellOperators(let incident): try await tellOperators(of: incident)
        case .tellOperator(let incident, let account): try await tellOperator(account, of: incident)
        case .inviteMember(let account): try await inviteMember(account)
        case .remind: try await RegisterReminders(needs: needs).send()
        case .renew(let document, let revisions):
            try await RenewDocument(needs: needs).renew(document, revisions: revisions)
        case .readStanding(let document): try await ReadStanding(needs: needs).read(document)
        case .anchor: try await AnchorAuditLog(needs: needs).run()
        case .feedBatch(let batch): try await FeedBatch(needs: needs).feed(batch)
        }
    }

    /// A new token each time: only its digest is kept, so an earlier one cannot be mailed again.
    private func invite(_ id: SignerID, to envelopeID: EnvelopeID) async throws {
        let (envelope, _) = try await needs.envelopeWithDocument(envelopeID)
        guard case .outForSigning = envelope.state, let signer = envelope.signer(id),
            signer.signedAt == nil, signer.state != .waiting
        else { return }
        let token = SecretToken(from: needs.randomBytes)
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.insert(
                Invitation(digest: token.digest, envelope: envelopeID, signer: id, createdAt: time)
            )
        }
        let (sender, organisation) = try await senderNames(of: envelope)
        let message = MailText(environment: needs.settings.environment, language: envelope.language).invitation(
            to: signer,
            title: envelope.title,
            sender: sender.name,
            organisation: organisation,
            link: "\(needs.settings.publicURL)/sign/\(token.text)",
            expiresAt: envelope.expiresAt
        )
        let mailID = "invite-\(envelopeID)-\(id)"
        guard try await mail(message, id: mailID, to: id, of: envelopeID) else { return }
        try await needs.change(envelopeID) { envelope, _ in envelope.invitationSent(to: id, at: time) }
    }

    /// A new code each time, like a link: only its digest is kept.
    private func mailCode(to id: SignerID, of envelopeID: EnvelopeID) async throws {
        let (envelope, _) = try await needs.envelopeWithDocument(envelopeID)
        guard case .outForSigning = envelope.state, let signer = envelope.signer(id), signer.signedAt == nil else {
            return
        }
        let digits = LinkCode.digits(from: needs.randomBytes)
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.save(LinkCode(digits, for: id, in: envelopeID, at: time))
        }
        let message = MailText(environment: needs.settings.environment, language: envelope.language)
            .code(digits, to: signer, title: envelope.title)
        let mailID = "code-\(envelopeID)-\(id)-\(time.milliseconds)"
        guard try await mail(message, id: mailID, to: id, of: envelopeID) else { return }
        try await needs.change(envelopeID) { envelope, _ in envelope.codeMailed(to: id, at: time) }
    }

    private func finish(_ id: AttemptID) async throws {
        do {
            try await FinishSignature(needs: needs).resume(id)
        } catch ServiceError.judgeRefused(let codes) {
            // The attempt is voided and audited; repeating the job would change nothing.
            needs.log.error(
                "a signature was refused by the judge",
                metadata: ["attempt": "\(id)", "reasons": "\(codes)"]
            )
        }
    }

    private func sendCopies(of id: EnvelopeID) async throws {
        let (envelope, _) = try await needs.envelopeWithDocument(id)
        let people = envelope.signers.map { Optional($0.id) } + [nil]
        let time = needs.now()
        try await needs.store.write { transaction in
            for signer in people {
                try transaction.schedule(ScheduledJob(.sendCopy(id, signer), notBefore: time))
            }
        }
    }

    private func sendCopy(of id: EnvelopeID, to signerID: SignerID?) async throws {
        let (envelope, document) = try await needs.envelopeWithDocument(id)
        guard case .sealed(let sealed) = envelope.state else { return }
        let (sender, _) = try await senderNames(of: envelope)
        let signer = signerID.flatMap { envelope.signer($0) }
        let message = MailText(environment: needs.settings.environment, language: envelope.language).completion(
            to: signer?.address ?? sender.address,
            name: signer?.name ?? sender.name,
            title: envelope.title,
            sha256: document.sha256.hexadecimal,
            sealedAt: sealed.at
        )
        let mailID = "completed-\(id)-\(signerID?.text ?? "sender")"
        guard try await mail(message, id: mailID, to: signerID, of: id) else { return }
        let time = needs.now()
        try await needs.change(id) { envelope, _ in envelope.copySent(to: signerID, at: time) }
    }

    private func tellSender(of id: EnvelopeID) async throws {
        let (envelope, _) = try await needs.envelopeWithDocument(id)
        let (sender, _) = try await senderNames(of: envelope)
        let words = MailText(environment: needs.settings.environment, language: envelope.language)
        guard let message = words.ending(of: envelope, to: sender),
            try await mail(message, id: "ended-\(id)", to: nil, of: id)
        else { return }
        let time = needs.now()
        try await needs.change(id) { envelope, _ in envelope.senderTold(at: time) }
    }

    /// Hands a mail over, to a signer or else to the sender; false when it will never be taken, which the envelope shows.
    private func mail(
        _ message: MailMessage,
        id: String,
        to signer: SignerID?,
        of envelope: EnvelopeID
    ) async throws -> Bool {
        guard let reason = try await needs.handOver(message, id: id) else { return true }
        let time = needs.now()
        try await needs.change(envelope) { envelope, _ in
            envelope.mailRefused(to: signer, reason: reason, at: time)
        }
        return false
    }

    private func tellOperators(of id: IncidentID) async throws {
        let time = needs.now()
        try await needs.store.write { transaction in
            for account in try transaction.administrators() {
                try transaction.schedule(ScheduledJob(.tellOperator(id, account.id), notBefore: time))
            }
        }
    }

    private func tellOperator(_ accountID: AccountID, of id: IncidentID) async throws {
        let (incident, account) = try await needs.store.read { transaction in
            (try transaction.incident(id), try transaction.account(accountID))
        }
        guard let incident, !incident.isClosed, let account, account.state == .active else { return }
        let message = MailText(environment: needs.settings.environment, language: .ja).incident(
            incident,
            to: account,
            link: "\(needs.settings.publicURL)/incidents"
        )
        let refusal = try await needs.handOver(message, id: "incident-\(id)-\(accountID)")
        var facts = ["account": accountID.text]
        facts["reason"] = refusal
        let note = AuditNote(refusal == nil ? .operatorsTold : .mailRefused, by: AuditNote.service, facts)
        let time = needs.now()
        try await needs.store.write { try $0.append(note, to: incident.chain, at: time) }
    }

    /// A new token each time, like a signer's link.
    private func inviteMember(_ id: AccountID) async throws {
        let token = SecretToken(from: needs.randomBytes)
        let time = needs.now()
        let invited = try await needs.store.write { transaction in
            guard let account = try transaction.account(id), account.state == .active,
                try transaction.signInPasskeys(of: id).isEmpty,
                let organisation = try transaction.organisation(account.organisation)
            else { return nil as (account: Account, organisation: String)? }
            try transaction.removeInvitations(of: id)
            try transaction.insert(
                MemberInvitation(
                    digest: token.digest,
                    account: id,
                    createdAt: time,
                    expiresAt: time.advanced(by: Members.invitationLifetime)
                )
            )
            return (account, organisation.name)
        }
        guard let invited else { return }
        let message = MailText(environment: needs.settings.environment, language: .ja).memberInvitation(
            to: invited.account,
            organisation: invited.organisation,
            link: "\(needs.settings.publicURL)/join/\(token.text)"
        )
        let refusal = try await needs.handOver(message, id: "join-\(id)-\(time.milliseconds)")
        var facts = ["account": id.text]
        facts["reason"] = refusal
        let note = AuditNote(refusal == nil ? .memberInvited : .mailRefused, by: AuditNote.service, facts)
        try await needs.store.write { try $0.append(note, to: invited.account.chain, at: time) }
    }

    private func expire(_ id: EnvelopeID) async throws {
        let (envelope, _) = try await needs.envelopeWithDocument(id)
        guard case .outForSigning = envelope.state else { return }
        let time = needs.now()
        try await needs.change(id) { envelope, transaction in
            try transaction.freed(envelope, at: time).expired(at: time)
        }
    }

    private func senderNames(of envelope: Envelope) async throws -> (sender: Account, organisation: String) {
        try await needs.store.read { transaction in
            guard let sender = try transaction.account(envelope.sender),
                let organisation = try transaction.organisation(envelope.organisation)
            else { throw ServiceError.storage("an envelope without its sender") }
            return (sender, organisation.name)
        }
    }
}
