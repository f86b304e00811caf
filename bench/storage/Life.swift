import SignerProtocol
import SigningService
import Synchronization

/// One transaction of an envelope's life: as the service writes it, and the rows that it comes to.
struct LifeStep: Sendable {
    let run: @Sendable (any ServiceStore) async throws -> Void
    let rows: [RawWrite]
}

/// Every write transaction of one contract that two people sign, one of each kind, and that is sealed.
///
/// Each transaction asks the store what the service's use case asks, and saves what it saves; what the signer process and
/// the TSA would answer is made up, of the usual size. Nobody enrols: people come back.
struct Life: Sendable {
    private(set) var steps: [LifeStep] = []
    private let sender: SenderActor
    private var envelope: Envelope
    private var document: StoredDocument
    private var heads: [String: AuditEntry] = [:]
    /// Jobs that wait, by key: their ids as the rows have them.
    private var waiting: [String: JobID] = [:]
    private var clock: Timestamp

    /// The time of the first step; later lives may have the same.
    static let start = Timestamp(milliseconds: 1_790_000_000_123)
    /// When everything that any life has left is due.
    private static let later = start.advanced(by: .seconds(500))

    init(of account: Account) throws {
        sender = SenderActor(account: account)
        clock = Self.start
        let upload = try Self.document(named: "契約書.pdf", of: account, at: clock)
        document = StoredDocument(
            id: DocumentID(from: systemRandomBytes),
            organisation: upload.organisation,
            name: upload.name,
            pages: upload.pages,
            key: upload.key,
            revisions: upload.revisions,
            createdAt: clock
        )
        envelope = Envelope(
            id: EnvelopeID(from: systemRandomBytes),
            organisation: account.organisation,
            sender: account.id,
            title: "業務委託基本契約書（第一事業部）",
            language: .ja,
            document: document.id,
            createdAt: clock,
            expiresAt: nil,
            signers: try [SignerKind.party, .witness].enumerated().map { try Self.signer($1, number: $0 + 1) },
            state: .draft,
            waitingFor: nil,
            version: 0
        )
        try self.upload(upload)
        try create()
        try send()
        for signer in envelope.signers { try sign(signer) }
        try seal()
        try certify()
        try sendCopies()
    }

    // MARK: - The sender

    private mutating func upload(_ upload: StoredDocument) throws {
        let time = tick()
        let note = AuditNote(
            .documentUploaded,
            by: sender.auditName,
            ["document": upload.id.text, "sha256": upload.sha256.hexadecimal, "size": "100000", "pages": "3"]
        )
        let chain = "document/\(upload.id)"
        let rows = RawRows.insert(upload) + (try audit(note, in: chain, at: time))
        step(rows) { transaction in
            try transaction.insert(upload)
            try transaction.append(note, to: chain, at: time)
        }
    }

    private mutating func create() throws {
        let (document, change) = (document, envelope.created(at: tick()))
        envelope.version = 1
        let rows =
            try RawRows.insert(document) + RawRows.insert(envelope) + audit(change.audit, in: envelope.chain, at: clock)
        step(rows) { transaction in
            try transaction.insert(document)
            try transaction.save(change)
        }
    }

    private mutating func send() throws {
        let (time, sender) = (tick(), sender)
        let (rows, append) = try newRevision()
        let digest = document.sha256
        try change(rows, reading: append) { try $0.sent(by: sender, fields: digest, at: time) }
    }

    // MARK: - A signer

    private mutating func sign(_ signer: Signer) throws {
        try invite(signer)
        let actor = try open(signer)
        let document = document
        let look: @Sendable (any WriteTransaction) throws -> Void = { transaction in
            _ = try transaction.document(document.id)
            _ = try transaction.openAttempt(on: document.id)
        }
        let seen = tick()
        try change(reading: look) { try $0.viewed(by: actor, document: document.sha256, at: seen) }
        let consent = Consent(
            statement: "consent-to-sign",
            version: 2,
            locale: .ja,
            digest: systemRandomBytes(32),
            action: "press-and-hold",
            documentDigest: document.sha256,
            at: tick()
        )
        try change(reading: look) { try $0.consented(consent, by: actor) }
        try use(
            signer.kind == .party ? .party(signer.id, credential: "c-\(signer.id)") : .witness(signer.id),
            actor.auditName
        )
        try lease("finish-signature/")
    }

    private mutating func invite(_ signer: Signer) throws {
        let (envelope, time) = (envelope, tick())
        try lease("invite/") { life in
            let invitation = Invitation(
                digest: TokenDigest(of: signer.id.text),
                envelope: envelope.id,
                signer: signer.id,
                createdAt: time
            )
            life.step([RawRows.insert(invitation)]) { try $0.insert(invitation) }
            try life.change { $0.invitationSent(to: signer.id, at: time) }
        }
    }

    private mutating func open(_ signer: Signer) throws -> SignerActor {
        let (envelope, time) = (envelope, tick())
        let session = SignerSession(
            digest: TokenDigest(of: "session of \(signer.id)"),
            envelope: envelope.id,
            signer: signer.id,
            openedAt: time,
            expiresAt: time.advanced(by: .seconds(1_800))
        )
        let note = AuditNote(
            .linkExchanged,
            by: "signer:\(signer.id)",
            ["session": session.digest.hexadecimal, "means": "link"]
        )
        let rows = [RawRows.insert(session)] + (try audit(note, in: envelope.chain, at: time))
        step(rows) { transaction in
            _ = try transaction.invitation(TokenDigest(of: signer.id.text))
            _ = try transaction.envelope(envelope.id)
            _ = try transaction.isOpened(envelope.id, by: signer.id)
            try transaction.insert(session)
            try transaction.append(note, to: envelope.chain, at: time)
        }
        return SignerActor(
            envelope: envelope.id,
            signer: signer.id,
            session: session.digest,
            authenticatedAt: time
        )
    }

    /// From the intention to the judged revision.
    private mutating func use(
        _ purpose: SignatureAttempt.Purpose,
        _ actor: String,
        on certificate: StoredDocument? = nil
    ) throws {
        let held = certificate ?? document
        let began = tick()
        var attempt = SignatureAttempt(
            id: AttemptID(from: systemRandomBytes),
            envelope: envelope.id,
            document: held.id,
            purpose: purpose,
            prepared: Segment(digest: try Self.digest(), length: 40_000),
            baseRevisions: held.revisions.count,
            chain: [systemRandomBytes(700), systemRandomBytes(600)],
            digests: SignatureDigests(
                shown: held.sha256,
                byteRange: systemRandomBytes(32),
                toBeSigned: systemRandomBytes(32)
            ),
            createdAt: began,
            state: .prepared(leaseEnds: began.advanced(by: .seconds(120))),
            instruction: .none
        )
        try hold(attempt, actor, isRecord: certificate != nil)
        let id = attempt.id.text
        if case .party = purpose {
            let pending = PendingActivation(
                id: id,
                context: Blob(systemRandomBytes(900)),
                challenge: Blob(systemRandomBytes(32)),
                passkey: Blob(systemRandomBytes(64)),
                relyingParty: "sign.example",
                expires: began
            )
            attempt.instruction = .activation(pending)
            try move(attempt, .activationRequested, "prepared", ["attempt": id, "activation": id])
            let assertion = PasskeyAssertionBytes(
                credentialID: Blob(systemRandomBytes(64)),
                authenticatorData: Blob(systemRandomBytes(37)),
                clientDataJSON: Blob(systemRandomBytes(120)),
                signature: Blob(systemRandomBytes(71))
            )
            attempt.instruction = .activated(pending, assertion)
        } else {
            attempt.instruction = .confirmation(id: id, record: Blob(systemRandomBytes(900)))
        }
        attempt.state = .permissionGiven(at: tick())
        let job = ScheduledJob(.finishSignature(attempt.id), notBefore: clock.advanced(by: .seconds(30)))
        let dtbsr = attempt.digests.toBeSigned.hexadecimal
        try move(attempt, .permissionGiven, "prepared", ["attempt": id, "dtbsr": dtbsr, "instruction": id], job)
        let value = systemRandomBytes(64)
        attempt.state = .valueReceived(value)
        let digest = systemRandomBytes(32).hexadecimal
        try move(
            attempt,
            .signatureValueReceived,
            "permissionGiven",
            ["attempt": id, "dtbsr": dtbsr, "value": digest]
        )
        try finish(attempt, value, isRecord: certificate != nil)
    }

    private mutating func hold(_ attempt: SignatureAttempt, _ actor: String, isRecord: Bool) throws {
        let time = clock
        let row = try RawRows.insert(attempt)
        if isRecord {
            let look: @Sendable (any WriteTransaction) throws -> Void = { transaction in
                _ = try transaction.document(attempt.document)
                try transaction.insert(attempt)
            }
            try change([row], reading: look) { try $0.intended(attempt, by: actor, at: time) }
            return
        }
        let job = ScheduledJob(.finishSignature(attempt.id), notBefore: time.advanced(by: .seconds(300)))
        let look: @Sendable (any WriteTransaction) throws -> Void = { transaction in
            _ = try transaction.openAttempt(on: attempt.document)
            _ = try transaction.document(attempt.document)
            try transaction.insert(attempt)
            try transaction.schedule(job)
        }
        try change([row] + schedule(job), reading: look) { try $0.intended(attempt, by: actor, at: time) }
    }

    private mutating func move(
        _ attempt: SignatureAttempt,
        _ action: AuditAction,
        _ expected: String,
        _ facts: [String: String],
        _ job: ScheduledJob? = nil
    ) throws {
        let (time, chain) = (tick(), envelope.chain)
        let note = AuditNote(action, by: AuditNote.service, facts)
        let rows =
            try [RawRows.update(attempt)] + audit(note, in: chain, at: time) + (try job.map { try schedule($0) } ?? [])
        step(rows) { transaction in
            try transaction.save(attempt, expecting: expected)
            try transaction.append(note, to: chain, at: time)
            if let job { try transaction.schedule(job) }
        }
    }

    private mutating func finish(_ attempt: SignatureAttempt, _ value: [UInt8], isRecord: Bool) throws {
        let time = tick()
        var finished = attempt
        finished.state = .finished(at: time, value: value)
        let saved = finished
        let row = try RawRows.update(saved)
        guard !isRecord else {
            let revision = try Self.revision()
            let look: @Sendable (any WriteTransaction) throws -> Void = { transaction in
                try transaction.save(saved, expecting: "valueReceived")
                try transaction.append(revision, to: attempt.document, after: attempt.baseRevisions)
            }
            let position = attempt.baseRevisions + 1
            let rows = [row, RawRows.insert(revision, of: attempt.document, position: position)]
            try change(rows, reading: look) {
                try $0.certificateSealed(saved, document: revision.sha256, at: time)
            }
            return
        }
        let (rows, append) = try newRevision()
        let digest = document.sha256
        let look: @Sendable (any WriteTransaction) throws -> Void = { transaction in
            try transaction.save(saved, expecting: "valueReceived")
            try append(transaction)
        }
        try change([row] + rows, reading: look) { try $0.signed(saved, document: digest, at: time) }
    }

    // MARK: - The seal

    private mutating func seal() throws {
        try lease("seal/") { life in
            let time = life.tick()
            let (rows, append) = try life.newRevision()
            let digest = life.document.sha256
            let renewBy = time.advanced(by: .seconds(300_000_000))
            try life.change(rows, reading: append) {
                try $0.contractSealed(document: digest, renewBy: renewBy, at: time)
            }
        }
    }

    private mutating func certify() throws {
        try lease("certify/") { life in
            let account = life.sender.account
            let drafted = life.tick()
            let certificate = try Self.document(named: "certificate.pdf", of: account, at: drafted)
            try life.change(RawRows.insert(certificate), reading: { try $0.insert(certificate) }) {
                try $0.certificateDrafted(certificate, at: drafted)
            }
            try life.use(.record, AuditNote.service, on: certificate)
            let extended = try Self.revision()
            life.step([RawRows.insert(extended, of: certificate.id, position: 3)]) {
                try $0.append(extended, to: certificate.id, after: 2)
            }
            let sealed = life.tick()
            let evidence = try Self.document(named: "evidence.json", of: account, at: sealed)
            try life.change(RawRows.insert(evidence), reading: { try $0.insert(evidence) }) {
                try $0.sealed(certificate: extended.sha256, evidence: evidence, at: sealed)
            }
        }
        // The one that would have taken up the record's signature after a crash.
        try lease("finish-signature/")
    }

    private mutating func sendCopies() throws {
        try lease("send-copies/") { life in
            let (time, chain) = (life.tick(), life.envelope.chain)
            let note = AuditNote(.copiesSent, by: AuditNote.service)
            life.step(try life.audit(note, in: chain, at: time)) { try $0.append(note, to: chain, at: time) }
        }
    }

    // MARK: - Transactions

    private mutating func step(_ rows: [RawWrite], _ body: @escaping @Sendable (any WriteTransaction) throws -> Void) {
        steps.append(LifeStep(run: { try await $0.write(body) }, rows: rows))
    }

    /// Reads the envelope, does what belongs to the change, decides, and saves.
    private mutating func change(
        _ rows: [RawWrite] = [],
        reading alongside: @escaping @Sendable (any WriteTransaction) throws -> Void = { _ in },
        _ decide: @escaping @Sendable (Envelope) throws -> Change<Envelope>
    ) throws {
        let id = envelope.id
        let change = try decide(envelope)
        let before = envelope
        envelope = change.subject
        envelope.version = before.version + 1
        let written =
            try rows + RawRows.update(before, to: envelope) + audit(change.audit, in: envelope.chain, at: change.at)
            + change.followUp.flatMap { try schedule($0) }
        step(written) { transaction in
            guard let stored = try transaction.envelope(id) else { throw ServiceError.envelopeUnknown }
            try alongside(transaction)
            try transaction.save(try decide(stored))
        }
    }

    /// Takes a job that is due, does it, and removes it; with several lives at once the job may be another's.
    ///
    /// None is found while another life is taking the only one; then it looks again, as a worker does.
    private mutating func lease(_ key: String, _ work: (inout Life) throws -> Void = { _ in }) throws {
        guard let waits = waiting.first(where: { $0.key.hasPrefix(key) }) else {
            preconditionFailure("the job was scheduled by an earlier step")
        }
        waiting[waits.key] = nil
        let until = Self.later.advanced(by: .seconds(300))
        let holder = "bench 00000000-0000-0000-0000-000000000000"
        let held = Held()
        let row = RawWrite(
            .leaseJob,
            [.integer(until.milliseconds), .text(holder), .bytes(waits.value.bytes)]
        )
        let take: @Sendable (any ServiceStore) async throws -> Void = { store in
            var job: LeasedJob?
            while job == nil { job = try await store.leaseJob(at: Self.later, until: until, by: holder) }
            held.job.withLock { [job] in $0 = job }
        }
        steps.append(LifeStep(run: take, rows: [row]))
        try work(&self)
        let done: @Sendable (any ServiceStore) async throws -> Void = { store in
            guard let job = held.job.withLock({ $0 }) else { throw ServiceError.conflict }
            try await store.complete(job)
        }
        steps.append(LifeStep(run: done, rows: [RawWrite(.deleteJob, [.bytes(waits.value.bytes)])]))
    }

    private final class Held: Sendable {
        let job = Mutex<LeasedJob?>(nil)
    }

    private mutating func schedule(_ job: ScheduledJob) throws -> [RawWrite] {
        if let id = waiting[job.job.key] {
            return [RawWrite(.bringJobForward, [.time(job.notBefore), .bytes(id.bytes)])]
        }
        let id = JobID(from: systemRandomBytes)
        waiting[job.job.key] = id
        return [
            RawWrite(.insertJob, [.bytes(id.bytes), .text(job.job.key), try .json(job.job), .time(job.notBefore)])
        ]
    }

    private mutating func audit(_ note: AuditNote, in chain: String, at time: Timestamp) throws -> [RawWrite] {
        let record = try AuditChain.record(note, after: heads[chain], in: chain, at: time, salt: systemRandomBytes(32))
        heads[chain] = record.entry
        return RawRows.insert(record)
    }

    private mutating func newRevision() throws -> (
        rows: [RawWrite], append: @Sendable (any WriteTransaction) throws -> Void
    ) {
        let revision = try Self.revision()
        let (id, count) = (document.id, document.revisions.count)
        document = document.appending(revision)
        return (
            [RawRows.insert(revision, of: id, position: count + 1)],
            { try $0.append(revision, to: id, after: count) }
        )
    }

    private mutating func tick() -> Timestamp {
        clock = clock.advanced(by: .milliseconds(7))
        return clock
    }

    // MARK: - Values of the usual size

    private static func document(
        named name: String,
        of account: Account,
        at time: Timestamp
    ) throws -> StoredDocument {
        let id = DocumentID(from: systemRandomBytes)
        return StoredDocument(
            id: id,
            organisation: account.organisation,
            name: name,
            pages: 3,
            key: WrappedDataKey(name: id.text, wrapped: Blob(systemRandomBytes(60))),
            revisions: [try revision()],
            createdAt: time
        )
    }

    private static func revision() throws -> Revision {
        Revision(segment: Segment(digest: try digest(), length: 40_000), sha256: systemRandomBytes(32))
    }

    private static func digest() throws -> SegmentDigest {
        guard let digest = SegmentDigest(bytes: systemRandomBytes(32)) else {
            preconditionFailure("there are 32 bytes")
        }
        return digest
    }

    private static func signer(_ kind: SignerKind, number: Int) throws -> Signer {
        Signer(
            id: SignerID(from: systemRandomBytes),
            name: kind == .party ? "髙橋 花子" : "﨑山 太郎",
            address: try MailAddress("signer\(number)@\(kind.rawValue).example", field: "email"),
            kind: kind,
            order: number,
            box: SignatureBox(page: 1, x: 60, y: 600 + 70 * Double(number), width: 200, height: 60),
            imprint: .personal,
            field: "Signature\(number)-\(systemRandomBytes(4).hexadecimal)",
            state: .waiting
        )
    }
}
