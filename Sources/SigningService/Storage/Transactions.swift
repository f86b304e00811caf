package import SignerProtocol

/// What can be asked of one consistent snapshot.
package protocol ReadTransaction {
    func isSetUp() throws -> Bool
    func organisation(_ id: OrganisationID) throws -> Organisation?
    func account(_ id: AccountID) throws -> Account?
    func account(withToken digest: TokenDigest) throws -> Account?
    /// Oldest first.
    func accounts(of organisation: OrganisationID) throws -> [Account]

    func signInPasskey(_ credentialID: [UInt8]) throws -> SignInPasskey?
    /// Oldest first.
    func signInPasskeys(of account: AccountID) throws -> [SignInPasskey]
    /// The first active account of the installation that administers, while nobody has a passkey to sign in with; else nil.
    func accountWithoutWayIn() throws -> Account?
    func accountSession(_ digest: TokenDigest) throws -> AccountSession?

    func document(_ id: DocumentID) throws -> StoredDocument?
    func uploadRecord(of document: DocumentID) throws -> UploadRecord?
    func normalisation(_ id: DocumentID) throws -> Normalisation?
    /// Whether a row names this segment.
    func isNamed(_ segment: SegmentDigest) throws -> Bool

    func envelope(_ id: EnvelopeID) throws -> Envelope?
    /// Newest first, at most `limit`.
    func envelopes(of organisation: OrganisationID, limit: Int) throws -> [Envelope]
    /// Those whose title, or a signer's name or address, contains the text; newest first, at most `limit`.
    func envelopes(of organisation: OrganisationID, matching text: SearchText, limit: Int) throws -> [Envelope]

    func invitation(_ digest: TokenDigest) throws -> Invitation?
    func memberInvitation(_ digest: TokenDigest) throws -> MemberInvitation?
    func session(_ digest: TokenDigest) throws -> SignerSession?
    /// Whether the signer's link has opened a session.
    func isOpened(_ envelope: EnvelopeID, by signer: SignerID) throws -> Bool
    /// The code mailed last.
    func linkCode(of signer: SignerID, in envelope: EnvelopeID) throws -> LinkCode?
    func enrolment(of address: MailAddress) throws -> Enrolment?

    func attempt(_ id: AttemptID) throws -> SignatureAttempt?
    func attempt(withInstruction id: String) throws -> SignatureAttempt?
    /// The attempt that holds the document.
    func openAttempt(on document: DocumentID) throws -> SignatureAttempt?
    func openAttempts() throws -> [SignatureAttempt]
    /// Oldest first.
    func finishedAttempts(of envelope: EnvelopeID) throws -> [SignatureAttempt]

    func audit(chain: String) throws -> [AuditRecord]
    /// Names of all chains, sorted by their bytes.
    func auditChains() throws -> [String]
    func auditEntry(_ sequence: Int, of chain: String) throws -> AuditEntry?
    /// Heads of the chains that have an entry from `since` on, by name, those after `chain` only.
    func auditHeads(since: Timestamp, after chain: String?, limit: Int) throws -> [AuditHead]

    func anchor(_ id: AnchorID) throws -> Anchor?
    func newestAnchor() throws -> Anchor?
    /// Newest first.
    func anchors(limit: Int) throws -> [Anchor]
    /// Those to be renewed by now that end before `gain` and have not been renewed; the first due first.
    func dueAnchors(at time: Timestamp, gaining gain: Timestamp, limit: Int) throws -> [Anchor]
    /// By position.
    func anchoredDigests(of anchor: AnchorID) throws -> [AnchoredDigest]
    /// Where the first anchor that covers it has it.
    func anchoredPlace(_ source: AnchoredDigest.Source, _ subject: String, _ sequence: Int) throws -> AnchoredPlace?
    /// The newest revisions of sealed documents that no anchor covers.
    func unanchoredDocuments(limit: Int) throws -> [AnchoredDigest]

    func registerEntry(_ id: RegisterEntryID) throws -> RegisterEntry?
    func registerEntry(_ number: Int, in register: RegisterID, of organisation: OrganisationID) throws -> RegisterEntry?
    /// By number.
    func registerEntries(of organisation: OrganisationID, in register: RegisterID) throws -> [RegisterEntry]
    /// Of all organisations, by id.
    func registerEntries(in register: RegisterID) throws -> [RegisterEntry]
    /// Every version that was saved, oldest first.
    func registerVersions(of entry: RegisterEntryID) throws -> [RegisterVersion]
    /// Whether this mail was sent, whenever it was.
    func isSent(_ reminder: RegisterReminder) throws -> Bool

    func jobs() throws -> [JobStatus]
    /// At most `limit`: those that failed first, the most attempts first; then those that are leased; then by their time.
    func jobs(limit: Int) throws -> [JobStatus]
    func job(_ key: String) throws -> JobStatus?

    /// How many envelopes there are, by the name of their state.
    func envelopeCounts() throws -> [String: Int]
    /// Of all organisations, newest first.
    func newestEnvelopes(limit: Int) throws -> [Envelope]
    /// Active accounts that administer, oldest first.
    func administrators() throws -> [Account]
    /// `TEST` or `PRODUCTION`, as the database says of itself; nil before it was stamped.
    func environmentStamp() throws -> String?

    /// The newest result of each probe, by its id.
    func newestProbeResults() throws -> [String: ProbeResult]
    /// Newest first.
    func probeResults(of probe: String, limit: Int) throws -> [ProbeResult]

    func renewalStanding(of document: DocumentID) throws -> RenewalStanding?
    /// Sealed documents of which nobody knows yet what their timestamps rest on.
    func unreadRenewals(limit: Int) throws -> [DocumentID]
    /// Those to be renewed by now whose timestamps end before `gain`, or whose own hash does; not the broken ones.
    ///
    /// The one that was due first comes first.
    func dueRenewals(at time: Timestamp, gaining gain: Timestamp, limit: Int) throws -> [RenewalStanding]
    /// When the first document of an envelope is to be renewed.
    func renewFrom(of envelope: EnvelopeID) throws -> Timestamp?
    /// How long the timestamp that was made last holds.
    func newestStampEnd() throws -> Timestamp?
    /// How many documents' timestamps hold no longer than this.
    func renewals(endingBefore time: Timestamp) throws -> Int
    func renewalCounts() throws -> RenewalCounts
    /// By month, then by cause.
    func expiryMonths() throws -> [ExpiryMonth]
    /// By kind, then by value.
    func timestampUses() throws -> [CountedUse]
    func renewalBatch(_ id: BatchID) throws -> RenewalBatch?
    /// Newest first.
    func renewalBatches(limit: Int) throws -> [RenewalBatch]
    /// By the id of the document.
    func openItems(of batch: BatchID, after document: DocumentID?, limit: Int) throws -> [RenewalItem]

    func incident(_ id: IncidentID) throws -> Incident?
    /// The one of this alarm that is not closed.
    func openIncident(_ key: String) throws -> Incident?
    /// Those that are not closed first, then newest first.
    func incidents(limit: Int) throws -> [Incident]

    /// Newest first.
    func timestampCalls(since start: Timestamp) throws -> [TimestampCall]
    /// By its key.
    func keptRevocation(_ key: [UInt8]) throws -> KeptRevocation?
}

/// What one transaction may write; all of it is committed, or nothing.
package protocol WriteTransaction: ReadTransaction {
    /// Saves an envelope with its audit entry and its jobs: the only way to write one.
    ///
    /// Throws `ServiceError.conflict` unless the stored version is the expected one (0: there is none yet).
    func save(_ change: Change<Envelope>) throws

    /// Saves an incident with its audit entry and its jobs; conflicts as for an envelope.
    func save(_ change: Change<Incident>) throws
    /// Kept for ever: there is no way to change or remove a result.
    func insert(_ result: ProbeResult) throws

    /// Adds an entry to a chain, with no other change to an envelope.
    func append(_ note: AuditNote, to chain: String, at time: Timestamp) throws

    func insert(_ organisation: Organisation) throws
    func insert(_ account: Account, token digest: TokenDigest) throws
    func insert(_ passkey: SignInPasskey) throws
    /// Saves record and count; throws `ServiceError.conflict` unless the stored count is `count`.
    func save(_ passkey: SignInPasskey, expectingCount count: Int) throws
    func insert(_ challenge: SignInChallenge) throws
    /// What an answer to the challenge does, this once; nil when it is unknown, answered or over.
    func takeChallenge(_ digest: [UInt8], at time: Timestamp) throws -> SignInChallenge.Purpose?
    func insert(_ session: AccountSession) throws
    func endAccountSession(_ digest: TokenDigest) throws
    func endAccountSessions(of account: AccountID, except kept: TokenDigest?) throws
    func removeInvitations(of account: AccountID) throws

    func insert(_ document: StoredDocument) throws
    func insert(_ record: UploadRecord, of document: DocumentID) throws
    func insert(_ normalisation: Normalisation) throws
    /// Throws `ServiceError.conflict` when there is none; a data key that nothing else uses goes with it.
    func remove(_ normalisation: Normalisation) throws
    /// The same for all that are older.
    func removeNormalisations(createdBefore time: Timestamp) throws
    /// Adds a revision; throws `ServiceError.conflict` unless the document has exactly `count` of them.
    func append(_ revision: Revision, to document: DocumentID, after count: Int) throws

    func insert(_ invitation: Invitation) throws
    func insert(_ invitation: MemberInvitation) throws
    /// Roles and whether it administers, and an API token that takes the place of the one before.
    func save(_ account: Account, token: TokenDigest) throws
    func save(_ state: Account.State, of account: AccountID) throws
    func insert(_ session: SignerSession) throws
    /// Takes the place of an earlier one.
    func save(_ code: LinkCode) throws
    func removeLinkCode(of signer: SignerID, in envelope: EnvelopeID) throws
    func save(_ enrolment: Enrolment) throws

    /// Throws `ServiceError.conflict` when another open attempt holds the document.
    func insert(_ attempt: SignatureAttempt) throws
    /// Saves the state and the instruction; throws `ServiceError.conflict` unless the stored state's name is `expected`.
    func save(_ attempt: SignatureAttempt, expecting expected: String) throws

    /// Saves an entry as a further version, with its audit entry and its jobs: the only way to write one.
    ///
    /// Throws `ServiceError.conflict` unless the stored version is the expected one (0: there is none yet), or when the
    /// number is taken.
    func save(_ change: Change<RegisterEntry>) throws
    /// Throws `ServiceError.conflict` when it was sent before.
    func insert(_ reminder: RegisterReminder) throws

    /// Takes the place of what was known of the document.
    func save(_ standing: RenewalStanding) throws
    /// Makes a batch of all documents that rest on this; how many they are.
    func insert(_ batch: BatchID, renewing use: TimestampUse, by name: String, at time: Timestamp) throws -> Int
    /// Counts a document in every batch that still waits for it.
    func settleRenewals(of document: DocumentID, _ outcome: RenewalBatch.Outcome) throws

    /// Keeps an anchor over these leaves in their order, for ever; documents among them are anchored with it.
    func insert(_ anchor: Anchor, over leaves: [AnchoredDigest]) throws
    /// Keeps the archived token of an anchor; throws `ServiceError.conflict` when it has one.
    func archive(_ anchor: Anchor) throws

    /// Leaves a job; one of the same key that still waits is kept, moved forward when this one is earlier.
    func schedule(_ job: ScheduledJob) throws
    /// Takes the job that has waited longest, if any is due and free.
    ///
    /// Whatever but `expire` is put off, or held, beyond `Job.longestPause` is due and free.
    func leaseJob(at time: Timestamp, until leaseEnds: Timestamp, by holder: String) throws -> LeasedJob?
    /// Lets a job that failed be tried from this moment; false when it is gone, is leased, or has not failed.
    func hasten(_ key: String, to time: Timestamp) throws -> Bool
    /// Frees what a process of this name held when it died.
    func releaseLeases(of holder: String) throws
    /// Removes a job that was done; nothing when the lease went to someone else.
    func complete(_ job: LeasedJob) throws
    /// Gives a job back with its failure.
    func release(_ job: LeasedJob, notBefore: Timestamp, failure: String) throws

    func insert(_ call: TimestampCall) throws
    func removeTimestampCalls(before limit: Timestamp) throws
    /// Takes the place of what was kept under the key.
    func keep(_ revocation: KeptRevocation) throws
    /// Removes what is over at this time, and of the rest what ends first, until `capacity` bytes are left at most.
    func trimRevocation(to capacity: Int, at time: Timestamp) throws
}

/// A mailed link, by the digest of its token.
package struct Invitation: Hashable, Sendable {
    package let digest: TokenDigest
    package let envelope: EnvelopeID
    package let signer: SignerID
    package let createdAt: Timestamp

    package init(digest: TokenDigest, envelope: EnvelopeID, signer: SignerID, createdAt: Timestamp) {
        self.digest = digest
        self.envelope = envelope
        self.signer = signer
        self.createdAt = createdAt
    }
}
