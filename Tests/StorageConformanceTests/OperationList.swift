import Foundation
import SignerProtocol
import SigningService
import Testing

/// SplitMix64, so that a list of operations can be made again from its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// One call of the contract, with what it answered as text.
struct Operation: Sendable {
    let name: String
    let body: @Sendable (any WriteTransaction) throws -> String
}

/// Operations on a small world, in which many of them meet: twice the same id, wrong versions, unknown references.
struct OperationList {
    private var random: SeededGenerator
    private var clock: Int64 = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// One to four operations that belong to one transaction.
    mutating func transaction() throws -> [Operation] {
        try (0..<Int.random(in: 1...4, using: &random)).map { _ in try operation() }
    }

    // MARK: The world

    private static let texts = ["契約書", "か\u{3099}", "葛\u{E0100}", "", "a'b\"\\", "👩\u{200D}⚖\u{FE0F}", "ｶﾞ ガ"]

    private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private mutating func text() -> String { Self.texts[number(Self.texts.count)] }

    private mutating func bytes(_ limit: Int, count: Int = 32) -> [UInt8] {
        Array(repeating: UInt8(number(limit)), count: count)
    }

    private mutating func id<Subject>(_ kind: UInt8, _ limit: Int = 4) -> Identifier<Subject> {
        let number = UInt8(number(limit))
        return Identifier(from: { count in [kind, number] + Array(repeating: 0, count: count - 2) })
    }

    /// Never the same twice, because rows of one time are ordered by what is random.
    private mutating func time() -> Timestamp {
        clock += 1
        return Timestamp(milliseconds: 1_790_000_000_000 + clock + Int64(number(1_000)) * 10_000)
    }

    private mutating func address() throws -> MailAddress {
        try MailAddress("person\(number(3))@party.example", field: "email")
    }

    private mutating func account() throws -> Account {
        Account(
            id: id(1),
            organisation: id(0, 3),
            name: text(),
            address: try address(),
            isAdministrator: number(2) == 0,
            createdAt: time()
        )
    }

    private mutating func revision() throws -> Revision { try Revision.example(UInt8(number(5))) }

    private mutating func document() throws -> StoredDocument {
        StoredDocument(
            id: id(2),
            organisation: id(0, 3),
            name: text(),
            pages: number(3),
            key: WrappedDataKey(name: "key \(number(4))", wrapped: Blob(bytes(9, count: number(3)))),
            revisions: try (0..<number(3)).map { _ in try revision() },
            createdAt: time()
        )
    }

    private mutating func job() -> Job {
        switch number(3) {
        case 0: .seal(id(3))
        case 1: .invite(id(3), id(4))
        default: .expire(id(3))
        }
    }

    private mutating func envelope() throws -> Envelope {
        let states: [Envelope.State] = [.draft, .outForSigning(since: time()), .voided(by: id(1), at: time())]
        return Envelope(
            id: id(3),
            organisation: id(0, 3),
            sender: id(1),
            title: text(),
            language: number(2) == 0 ? .ja : .en,
            document: id(2),
            createdAt: time(),
            expiresAt: number(2) == 0 ? nil : time(),
            signers: try (0..<number(3)).map { position in
                Signer(
                    id: id(4, 8),
                    name: text(),
                    address: try address(),
                    kind: number(2) == 0 ? .party : .witness,
                    order: number(3),
                    box: SignatureBox(page: 1, x: 0.1, y: 1, width: 150, height: Double(number(9))),
                    imprint: .personal,
                    field: "Signature\(number(3))",
                    state: .invited(at: time())
                )
            },
            state: states[number(states.count)],
            waitingFor: number(2) == 0 ? nil : Waiting(for: .signer, since: time()),
            version: 0
        )
    }

    private mutating func segment() throws -> SegmentDigest { try #require(SegmentDigest(bytes: bytes(6))) }

    private mutating func attempt() throws -> SignatureAttempt {
        let states: [SignatureAttempt.State] = [
            .prepared(leaseEnds: time()), .permissionGiven(at: time()), .valueReceived(bytes(3)),
            .finished(at: time(), value: []), .voided(at: time(), reason: text()),
        ]
        return SignatureAttempt(
            id: id(5),
            envelope: id(3),
            document: id(2),
            purpose: .party(id(4, 8), credential: "c\(number(3))"),
            prepared: Segment(digest: try segment(), length: number(100)),
            baseRevisions: number(4),
            chain: [[48, 1]],
            digests: SignatureDigests(shown: [1], byteRange: [2], toBeSigned: bytes(3)),
            createdAt: time(),
            state: states[number(states.count)],
            instruction: number(2) == 0 ? .none : .confirmation(id: "r\(number(3))", record: Blob([1]))
        )
    }

    private mutating func passkey() -> SignInPasskey {
        SignInPasskey(
            credentialID: bytes(4, count: number(3)),
            account: id(1),
            record: number(5) == 0 ? "not JSON" : #"{"name":"か\u3099"}"#,
            signCount: number(4),
            createdAt: time()
        )
    }

    /// Makers and approvers meet often, which the schema refuses.
    private mutating func entry() -> RegisterEntry {
        let content = RegisterContent(values: ["name": .text(text())], owner: id(1))
        let proposal = RegisterProposal(
            content: content,
            kind: .values,
            makers: [id(1)],
            at: time(),
            stage: number(2) == 0 ? .draft : .waiting
        )
        let approval = RegisterApproval(
            content: content,
            makers: [id(1)],
            approver: number(2) == 0 ? nil : id(1),
            at: time()
        )
        let states: [RegisterEntry.State] = [
            .new(proposal), .approved(approval, change: number(2) == 0 ? nil : proposal),
            .retired(nil, by: id(1), at: time()),
        ]
        return RegisterEntry(
            id: id(6),
            register: register(),
            organisation: id(0, 3),
            number: number(4),
            createdAt: time(),
            state: states[number(states.count)],
            version: 0
        )
    }

    private mutating func register() -> RegisterID { number(2) == 0 ? "risks" : "assets" }

    private mutating func note() -> AuditNote {
        AuditNote(.viewed, by: "signer:\(number(3))", ["text": text()])
    }

    // MARK: The operations

    private mutating func operation() throws -> Operation {
        number(3) == 0 ? try question() : try command()
    }

    private mutating func question() throws -> Operation {
        switch number(21) {
        case 19: return asking("administrators") { try $0.administrators() }
        case 0: return asking("is set up") { try $0.isSetUp() }
        case 1:
            let id: AccountID = id(1)
            return asking("account") { try $0.account(id) }
        case 2:
            let id: DocumentID = id(2)
            return asking("document") { try $0.document(id) }
        case 3:
            let id: EnvelopeID = id(3)
            return asking("envelope") { try $0.envelope(id) }
        case 4:
            let (id, limit): (OrganisationID, Int) = (id(0, 3), number(4))
            return asking("envelopes") { try $0.envelopes(of: id, limit: limit) }
        case 5:
            let id: AttemptID = id(5)
            return asking("attempt") { try $0.attempt(id) }
        case 6:
            let id: DocumentID = id(2)
            return asking("open attempt") { try $0.openAttempt(on: id) }
        case 7: return asking("open attempts") { try $0.openAttempts() }
        case 8:
            let id: EnvelopeID = id(3)
            return asking("finished attempts") { try $0.finishedAttempts(of: id) }
        case 9:
            let id: AccountID = id(1)
            return asking("passkeys") { try $0.signInPasskeys(of: id) }
        case 10: return asking("account without way in") { try $0.accountWithoutWayIn() }
        case 11: return asking("chains") { try $0.auditChains() }
        case 12:
            let digest = try segment()
            return asking("is named") { try $0.isNamed(digest) }
        case 13:
            let (id, register): (OrganisationID, RegisterID) = (id(0, 3), register())
            return asking("entries") { try $0.registerEntries(of: id, in: register) }
        case 14:
            let id: RegisterEntryID = id(6)
            return asking("versions") { try $0.registerVersions(of: id) }
        case 15:
            let register = register()
            return asking("all entries") { try $0.registerEntries(in: register) }
        case 16:
            let id: OrganisationID = id(0, 3)
            return asking("accounts") { try $0.accounts(of: id) }
        case 17:
            let limit = number(9)
            return asking("first jobs") { try $0.jobs(limit: limit) }
        case 18:
            let (id, words): (OrganisationID, String) = (id(0, 3), text())
            return asking("search") { transaction in
                guard let text = try? SearchText(words) else { return [] }
                return try transaction.envelopes(of: id, matching: text, limit: 100)
            }
        default: return asking("jobs") { try $0.jobs() }
        }
    }

    private mutating func command() throws -> Operation {
        switch number(30) {
        case 28:
            let (state, id): (Account.State, AccountID) = (Account.State.allCases[number(3)], id(1))
            return doing("save state of account") { try $0.save(state, of: id) }
        case 29:
            let (account, token) = (try account(), TokenDigest(of: "token \(number(6))"))
            return doing("save account") { try $0.save(account, token: token) }
        case 0:
            let organisation = Organisation(id: id(0, 3), name: text(), createdAt: time())
            return doing("insert organisation") { try $0.insert(organisation) }
        case 1:
            let (account, token) = (try account(), TokenDigest(of: "token \(number(6))"))
            return doing("insert account") { try $0.insert(account, token: token) }
        case 2, 3:
            let document = try document()
            return doing("insert document") { try $0.insert(document) }
        case 4:
            let (revision, id, count): (Revision, DocumentID, Int) = (try revision(), id(2), number(4))
            return doing("append revision") { try $0.append(revision, to: id, after: count) }
        case 5, 6:
            return saving(try envelope(), 0)
        case 7, 8, 9:
            return saving(try envelope(), 1 + number(4))
        case 10:
            let (note, chain, time) = (note(), "chain/\(text())", time())
            return doing("append note") { try $0.append(note, to: chain, at: time) }
        case 11:
            let invitation = Invitation(
                digest: TokenDigest(of: "link \(number(4))"),
                envelope: id(3),
                signer: id(4, 8),
                createdAt: time()
            )
            return doing("insert invitation") { try $0.insert(invitation) }
        case 12:
            let session = SignerSession(
                digest: TokenDigest(of: "session \(number(4))"),
                envelope: id(3),
                signer: id(4, 8),
                openedAt: time(),
                expiresAt: time()
            )
            return doing("insert session") { try $0.insert(session) }
        case 13:
            let code = LinkCode(
                envelope: id(3),
                signer: id(4, 8),
                digest: bytes(3),
                mailedAt: time(),
                expiresAt: time(),
                failures: number(5)
            )
            return doing("save code") { try $0.save(code) }
        case 14, 15:
            let attempt = try attempt()
            return doing("insert attempt") { try $0.insert(attempt) }
        case 16:
            let (attempt, expected) = (try attempt(), try attempt().state.name)
            return doing("save attempt") { try $0.save(attempt, expecting: expected) }
        case 17:
            let passkey = passkey()
            return doing("insert passkey") { try $0.insert(passkey) }
        case 18:
            let (passkey, count) = (passkey(), number(4))
            return doing("save passkey") { try $0.save(passkey, expectingCount: count) }
        case 19:
            let challenge = SignInChallenge(
                digest: bytes(4),
                purpose: number(2) == 0 ? .signIn : .registration(id(1)),
                issuedAt: time(),
                expiresAt: time()
            )
            return doing("insert challenge") { try $0.insert(challenge) }
        case 20:
            let (digest, time) = (bytes(4), time())
            return asking("take challenge") { try $0.takeChallenge(digest, at: time) }
        case 21:
            let digest = TokenDigest(of: "account session \(number(4))")
            let session = AccountSession(digest: digest, account: id(1), openedAt: time(), expiresAt: time())
            return number(3) == 0
                ? doing("end session") { try $0.endAccountSession(digest) }
                : doing("insert account session") { try $0.insert(session) }
        case 22:
            let job = ScheduledJob(job(), notBefore: time())
            return doing("schedule") { try $0.schedule(job) }
        case 23, 24:
            return saving(entry(), 0)
        case 25:
            return saving(entry(), 1 + number(4))
        case 26:
            let reminder = RegisterReminder(
                entry: id(6),
                kind: number(2) == 0 ? .due : .review,
                day: CalendarDay(at: Timestamp(milliseconds: 0)),
                occasion: .week,
                sentAt: time()
            )
            return doing("insert reminder") { try $0.insert(reminder) }
        default:
            return working()
        }
    }

    private mutating func saving(_ envelope: Envelope, _ version: Int) -> Operation {
        let change = Change(
            envelope,
            expectedVersion: version,
            audit: note(),
            at: time(),
            followUp: (0..<number(2)).map { _ in ScheduledJob(job(), notBefore: time()) }
        )
        return doing("save envelope from \(version)") { try $0.save(change) }
    }

    private mutating func saving(_ entry: RegisterEntry, _ version: Int) -> Operation {
        let change = Change(entry, expectedVersion: version, audit: note(), at: time())
        return doing("save entry from \(version)") { try $0.save(change) }
    }

    private mutating func working() -> Operation {
        let (now, holder, again, end, failure) = (time(), "worker \(number(2))", time(), time(), text())
        let outcome = number(4)
        return asking("work") { transaction -> String in
            guard let leased = try transaction.leaseJob(at: now, until: end, by: holder) else { return "nothing" }
            switch outcome {
            case 0: try transaction.complete(leased)
            case 1: try transaction.release(leased, notBefore: again, failure: failure)
            case 2: try transaction.releaseLeases(of: holder)
            default: break
            }
            return "\(leased.job) \(leased.attempt)"
        }
    }

    private func doing(_ name: String, _ body: @escaping @Sendable (any WriteTransaction) throws -> Void) -> Operation {
        Operation(name: name) { transaction in
            try body(transaction)
            return "done"
        }
    }

    private func asking<Value>(
        _ name: String,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) -> Operation {
        Operation(name: name) { String(describing: try body($0)) }
    }
}
