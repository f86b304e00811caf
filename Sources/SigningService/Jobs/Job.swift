package import SignerProtocol

/// Slow or failing work, left behind by a commit and done by a worker.
///
/// Doing it twice is harmless.
package enum Job: Hashable, Sendable, Codable {
    case invite(EnvelopeID, SignerID)
    case mailCode(EnvelopeID, SignerID)
    case finishSignature(AttemptID)
    case seal(EnvelopeID)
    case certify(EnvelopeID)
    /// Leaves one job for each person, so that a mailbox which is full brings nobody else the same mail again.
    case sendCopies(EnvelopeID)
    /// To a signer, or else to the sender.
    case sendCopy(EnvelopeID, SignerID?)
    case tellSender(EnvelopeID)
    /// A concluded contract does not verify any more.
    case tellUnverified(EnvelopeID)
    case expire(EnvelopeID)
    /// Runs the probe of this name.
    case probe(String)
    /// Leaves one job for each administrator.
    case tellOperators(IncidentID)
    case tellOperator(IncidentID, AccountID)
    case inviteMember(AccountID)
    /// Looks through the registers for days that come near.
    case remind
    /// Renews the proof of a document, unless it has got more revisions than this.
    case renew(DocumentID, revisions: Int)
    /// Looks what the proof of a document rests on.
    case readStanding(DocumentID)
    /// Leaves a job for each document of a batch.
    case feedBatch(BatchID)
    /// Has the heads of all audit chains timestamped.
    case anchor

    /// One job of this key waits at a time.
    package var key: String {
        switch self {
        case .invite(let envelope, let signer): "invite/\(envelope)/\(signer)"
        case .mailCode(let envelope, let signer): "mail-code/\(envelope)/\(signer)"
        case .finishSignature(let attempt): "finish-signature/\(attempt)"
        case .seal(let envelope): "seal/\(envelope)"
        case .certify(let envelope): "certify/\(envelope)"
        case .sendCopies(let envelope): "send-copies/\(envelope)"
        case .sendCopy(let envelope, let signer): "send-copy/\(envelope)/\(signer?.text ?? "sender")"
        case .tellSender(let envelope): "tell-sender/\(envelope)"
        case .tellUnverified(let envelope): "tell-unverified/\(envelope)"
        case .expire(let envelope): "expire/\(envelope)"
        case .probe(let probe): "probe/\(probe)"
        case .tellOperators(let incident): "tell-operators/\(incident)"
        case .tellOperator(let incident, let account): "tell-operator/\(incident)/\(account)"
        case .inviteMember(let account): "invite-member/\(account)"
        case .remind: "remind"
        case .renew(let document, _): "renew/\(document)"
        case .readStanding(let document): "read-standing/\(document)"
        case .feedBatch(let batch): "feed-batch/\(batch)"
        case .anchor: "anchor"
        }
    }
}

extension Job {
    /// No job but `expire` is ever put off, and none is ever held, for longer than this.
    ///
    /// One that seems to be was left while the clock was ahead: it is due now, or it would wait until the clock gets
    /// there again.
    package static let longestPause = Duration.seconds(600)

    /// How long after it was done it is to be done again; nil: never.
    var pauseUntilNext: Duration? {
        switch self {
        // Days change once in a while; nothing may be put off until then, so it looks more often than it finds.
        case .remind: Self.longestPause
        case .invite, .mailCode, .finishSignature, .seal, .certify, .sendCopies, .sendCopy, .tellSender,
            .tellUnverified, .expire, .probe, .tellOperators, .tellOperator, .inviteMember, .renew, .readStanding,
            .feedBatch, .anchor:
            nil
        }
    }
}

extension Job {
    /// What jobs of one kind share, such as `seal`.
    package var kind: String { String(key.prefix { $0 != "/" }) }

    package var title: BilingualText {
        switch self {
        case .invite: BilingualText(ja: "署名の依頼を送る", en: "Send an invitation to sign")
        case .mailCode: BilingualText(ja: "確認コードを送る", en: "Mail a code")
        case .finishSignature: BilingualText(ja: "署名を文書に入れる", en: "Put a signature into its document")
        case .seal: BilingualText(ja: "契約書に時刻の証明を付ける", en: "Seal a contract")
        case .certify: BilingualText(ja: "合意締結証明書を作る", en: "Make a completion certificate")
        case .sendCopies, .sendCopy: BilingualText(ja: "控えを送る", en: "Send copies")
        case .tellUnverified: BilingualText(ja: "検証できない契約書を知らせる", en: "Tell of a contract that does not verify")
        case .tellSender: BilingualText(ja: "送信者に知らせる", en: "Tell a sender")
        case .expire: BilingualText(ja: "期限の来た契約を終える", en: "End a contract at its deadline")
        case .probe: BilingualText(ja: "検査する", en: "Run a probe")
        case .tellOperators, .tellOperator: BilingualText(ja: "管理者に知らせる", en: "Tell the administrators")
        case .inviteMember: BilingualText(ja: "仲間を招く", en: "Invite a colleague")
        case .remind: BilingualText(ja: "台帳の期限を見て知らせる", en: "Look for days that come near in registers")
        case .renew: BilingualText(ja: "時刻の証明を更新する", en: "Renew the timestamp of a document")
        case .readStanding: BilingualText(ja: "時刻の証明の期限を調べる", en: "Look how long a timestamp holds")
        case .feedBatch: BilingualText(ja: "一括更新を始める", en: "Begin a batch of renewals")
        case .anchor: BilingualText(ja: "監査記録に時刻の証明を付ける", en: "Have the audit log timestamped")
        }
    }
}

/// A job with the moment from which it may be done.
package struct ScheduledJob: Hashable, Sendable {
    package let job: Job
    package let notBefore: Timestamp

    package init(_ job: Job, notBefore: Timestamp) {
        self.job = job
        self.notBefore = notBefore
    }
}

/// A job that one worker holds until its lease ends.
package struct LeasedJob: Hashable, Sendable {
    package let id: JobID
    package let job: Job
    /// From 1, this one included.
    package let attempt: Int
    package let leaseEnds: Timestamp
    /// Code of the failure before; nil when it has not failed yet.
    package let failure: String?

    package init(id: JobID, job: Job, attempt: Int, leaseEnds: Timestamp, failure: String?) {
        self.id = id
        self.job = job
        self.attempt = attempt
        self.leaseEnds = leaseEnds
        self.failure = failure
    }
}

/// A job as operators see it.
package struct JobStatus: Hashable, Sendable {
    package let job: Job
    /// How often it was begun, also when it is being done just now.
    package let attempts: Int
    package let notBefore: Timestamp
    /// Code of the last failure.
    package let failure: String?
    package let lease: Lease?

    /// Who is at work with it, and until when nobody else takes it.
    package struct Lease: Hashable, Sendable {
        package let holder: String
        package let ends: Timestamp

        package init(holder: String, ends: Timestamp) {
            self.holder = holder
            self.ends = ends
        }
    }

    package enum Standing: String, Hashable, Sendable, CaseIterable {
        case waiting
        case running
        /// It has failed, and is tried again.
        case failing
        /// It has failed so often that somebody has to look.
        case stuck
    }

    package init(job: Job, attempts: Int, notBefore: Timestamp, failure: String?, lease: Lease?) {
        self.job = job
        self.attempts = attempts
        self.notBefore = notBefore
        self.failure = failure
        self.lease = lease
    }

    package func isRunning(at time: Timestamp) -> Bool { lease.map { $0.ends > time } ?? false }

    /// Whether it has failed as often as an incident takes.
    package var isStuck: Bool {
        guard let failure else { return false }
        // The attempt that is under way has not failed yet.
        return JobAlarm.key(of: job, failure: failure, attempts: lease == nil ? attempts : attempts - 1) != nil
    }

    package func standing(at time: Timestamp) -> Standing {
        if isRunning(at: time) { return .running }
        if failure == nil { return .waiting }
        return isStuck ? .stuck : .failing
    }
}

/// How long to wait after the n-th failure: 2, 4, 8 … seconds, at most one minute, so that a contract does not lie long
/// after what it waited for is back.
package func backOff(afterFailure count: Int) -> Duration {
    .seconds(min(60, 1 << min(max(count, 1), 6)))
}
