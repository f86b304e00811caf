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
        case .seal(let envelope): try await SealEnvelope(needs: needs).seal(envelope)
        case .certify(let envelope): try await CertifyEnvelope(needs: needs).certify(envelope)
        case .sendCopies(let envelope): try await sendCopies(of: envelope)
        case .tellSender(let envelope): try await tellSender(of: envelope)
        case .expire(let envelope): try await expire(envelope)
        case .probe(let name):
            guard let probe = Probe.named(name) else { return }
            try await Probing(needs).run(probe)
        case .tellOperators(let incident): try await tellOperators(of: incident)
        case .remind: try await RegisterReminders(needs: needs).send()
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
        let (envelope, document) = try await needs.envelopeWithDocument(id)
        guard case .sealed(let sealed) = envelope.state else { return }
        let (sender, _) = try await senderNames(of: envelope)
        let words = MailText(environment: needs.settings.environment, language: envelope.language)
        let people: [(SignerID?, String, MailAddress)] =
            envelope.signers.map { ($0.id, $0.name, $0.address) } + [(nil, sender.name, sender.address)]
        for (signer, name, address) in people {
            let message = words.completion(
                to: address,
                name: name,
                title: envelope.title,
                sha256: document.sha256.hexadecimal,
                sealedAt: sealed.at
            )
            // One who cannot be reached keeps nobody else from hearing of it.
            _ = try await mail(message, id: "completed-\(id)-\(signer?.text ?? "sender")", to: signer, of: id)
        }
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.append(AuditNote(.copiesSent, by: AuditNote.service), to: envelope.chain, at: time)
        }
    }

    private func tellSender(of id: EnvelopeID) async throws {
        let (envelope, _) = try await needs.envelopeWithDocument(id)
        let (sender, _) = try await senderNames(of: envelope)
        let words = MailText(environment: needs.settings.environment, language: envelope.language)
        guard let message = words.ending(of: envelope, to: sender) else { return }
        _ = try await mail(message, id: "ended-\(id)", to: nil, of: id)
    }

    /// Hands a mail over, to a signer or else to the sender; false when it will never be taken, which the envelope shows.
    private func mail(
        _ message: MailMessage,
        id: String,
        to signer: SignerID?,
        of envelope: EnvelopeID
    ) async throws -> Bool {
        do {
            try await calling(.mail) {
                do {
                    try await needs.mail.send(message, id: id)
                } catch ExternalServiceError.unavailable(let service, let reason) {
                    needs.log.warning("mail is not taken now", metadata: ["mail": "\(id)", "reason": "\(reason)"])
                    throw ExternalServiceError.unavailable(service: service, reason: reason)
                }
            }
            return true
        } catch ServiceError.dependencyRefused(.mail, let reason) {
            let time = needs.now()
            try await needs.change(envelope) { envelope, _ in
                envelope.mailRefused(to: signer, reason: reason, at: time)
            }
            return false
        }
    }

    private func tellOperators(of id: IncidentID) async throws {
        let (incident, administrators) = try await needs.store.read { transaction in
            (try transaction.incident(id), try transaction.administrators())
        }
        guard let incident, !incident.isClosed else { return }
        for account in administrators {
            let message = MailText(environment: needs.settings.environment, language: .ja).incident(
                incident,
                to: account,
                link: "\(needs.settings.publicURL)/incidents"
            )
            try await calling(.mail) { try await needs.mail.send(message, id: "incident-\(id)-\(account.id)") }
        }
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.append(AuditNote(.operatorsTold, by: AuditNote.service), to: incident.chain, at: time)
        }
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
