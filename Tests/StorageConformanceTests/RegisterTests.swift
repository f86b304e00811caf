import GRDB
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SQLiteStorage
import SignerProtocol
import SigningService
import Testing

extension RegisterDeclaration {
    static let example = RegisterDeclaration(
        "examples",
        "見本",
        "Examples",
        purpose: RegisterWords("見本", "Examples"),
        answers: ["2.1.3-8"],
        fields: [.text("name", "名前", "Name")],
        changes: .needSecondPerson
    )
}

extension RegisterContent {
    /// A value of each kind.
    static func example(of account: Account, name: String = "か\u{3099}'\"\\") throws -> RegisterContent {
        RegisterContent(
            values: [
                "name": .text(name), "long": .text("一\n二"), "day": .day(try #require(CalendarDay("2026-11-22"))),
                "number": .number(-5), "choice": .choice("a-b"), "yes": .yesNo(false), "person": .person(account.id),
                "entry": .entry(RegisterEntryID(from: systemRandomBytes)),
                "file": .attachment(
                    RegisterAttachment(
                        document: DocumentID(from: systemRandomBytes),
                        name: "証券.pdf",
                        kind: .pdf,
                        size: 12,
                        sha256: "00"
                    )
                ),
            ],
            owner: account.id
        )
    }
}

extension ServiceStore {
    /// A second administrator beside the first.
    func withSecond(beside account: Account) async throws -> SenderActor {
        let second = Account(
            id: AccountID(from: systemRandomBytes),
            organisation: account.organisation,
            name: "承認 花子",
            address: try MailAddress("second@company.example", field: "email"),
            isAdministrator: true,
            createdAt: .noon.advanced(by: .seconds(1))
        )
        try await write { try $0.insert(second, token: TokenDigest(of: second.id.text)) }
        return SenderActor(account: second)
    }

    /// A proposed entry.
    func withEntry(by account: Account, number: Int = 1) async throws -> RegisterEntry {
        let content = try RegisterContent.example(of: account)
        let change = try RegisterEntry.made(
            RegisterEntryID(from: systemRandomBytes),
            number: number,
            in: .example,
            content: content,
            as: .proposal,
            by: SenderActor(account: account),
            at: .noon
        )
        try await write { try $0.save(change) }
        return try #require(try await read { try $0.registerEntry(change.subject.id) })
    }
}

@Suite struct `An entry in storage` {
    @Test(arguments: Engine.allCases)
    func `comes back as it was saved, with every version`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let second = try await store.withSecond(beside: account)
            let entry = try await store.withEntry(by: account)
            #expect(entry.version == 1)
            #expect(entry.content?.text("name").utf8.elementsEqual("か\u{3099}'\"\\".utf8) == true)

            let approval = try entry.approved(by: second, at: .noon)
            try await store.write { try $0.save(approval) }

            let (now, byNumber, list, all, versions) = try await store.read { transaction in
                (
                    try transaction.registerEntry(entry.id),
                    try transaction.registerEntry(1, in: "examples", of: account.organisation),
                    try transaction.registerEntries(of: account.organisation, in: "examples"),
                    try transaction.registerEntries(in: "examples"), try transaction.registerVersions(of: entry.id)
                )
            }
            let expected = RegisterEntry(
                id: entry.id,
                register: "examples",
                organisation: account.organisation,
                number: 1,
                createdAt: .noon,
                state: approval.subject.state,
                version: 2
            )
            #expect(now == expected)
            #expect(byNumber == expected)
            #expect(list == [expected])
            #expect(all == [expected])
            #expect(versions.map(\.entry) == [entry, expected])
            #expect(versions.map(\.action) == ["register entry proposed", "register entry approved"])
            #expect(versions.map(\.actor) == [SenderActor(account: account).auditName, second.auditName])
            #expect(versions.map(\.at) == [.noon, .noon])
            let chain = try await store.read { try $0.audit(chain: "register/examples") }
            #expect(chain.count == 2)
            try chain.verifyAuditChain()
            #expect(try await store.read { try $0.jobs() }.map(\.job) == [.remind])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is saved from the expected version only, whole or not at all`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let second = try await store.withSecond(beside: account)
            let entry = try await store.withEntry(by: account)
            let approval = try entry.approved(by: second, at: .noon)
            let drop = try entry.dropped(by: second, at: .noon)

            let successes = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        do {
                            try await store.write { try $0.save(number.isMultiple(of: 2) ? approval : drop) }
                            return true
                        } catch {
                            #expect(error as? ServiceError == .conflict)
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            #expect(successes == 1)
            #expect(try await store.read { try $0.registerVersions(of: entry.id) }.count == 2)
            #expect(try await store.read { try $0.audit(chain: "register/examples") }.count == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func `has a number that no other of its register has`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            _ = try await store.withEntry(by: account)
            await #expect(throws: ServiceError.conflict) { _ = try await store.withEntry(by: account) }
            _ = try await store.withEntry(by: account, number: 2)
            let entries = try await store.read { try $0.registerEntries(of: account.organisation, in: "examples") }
            #expect(entries.map(\.number) == [1, 2])
        }
    }

    /// The schema itself refuses, whatever the code above it does.
    @Test(arguments: Engine.allCases)
    func `is not approved by its maker`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let entry = try await store.withEntry(by: account)
            #expect(throws: ServiceError.approvedByMaker) {
                try entry.approved(by: SenderActor(account: account), at: .noon)
            }
            var forged = entry
            let content = try #require(entry.content)
            forged.state = .approved(
                RegisterApproval(content: content, makers: [account.id], approver: account.id, at: .noon),
                change: nil
            )
            let change = Change(
                forged,
                expectedVersion: 1,
                audit: AuditNote(.registerEntryApproved, by: "account:\(account.id)"),
                at: .noon
            )
            await #expect {
                try await store.write { try $0.save(change) }
            } throws: { error in
                guard case ServiceError.storage = error else { return false }
                return true
            }
            #expect(try await store.read { try $0.registerEntry(entry.id) } == entry)
            #expect(try await store.read { try $0.audit(chain: "register/examples") }.count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is reminded of once`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let entry = try await store.withEntry(by: account)
            let day = try #require(CalendarDay("2026-11-22"))
            let reminder = RegisterReminder(entry: entry.id, kind: .due, day: day, occasion: .week, sentAt: .noon)
            let other = RegisterReminder(entry: entry.id, kind: .due, day: day, occasion: .today, sentAt: .noon)
            #expect(try await !store.read { try $0.isSent(reminder) })
            try await store.write { try $0.insert(reminder) }
            #expect(try await store.read { try $0.isSent(reminder) })
            #expect(try await !store.read { try $0.isSent(other) })
            await #expect(throws: ServiceError.conflict) { try await store.write { try $0.insert(reminder) } }
        }
    }

    @Test(arguments: Engine.allCases)
    func `may belong to anybody of the organisation, oldest account first`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let second = try await store.withSecond(beside: account)
            let people = try await store.read { try $0.accounts(of: account.organisation) }
            #expect(people == [account, second.account])
            #expect(try await store.read { try $0.accounts(of: OrganisationID(from: systemRandomBytes)) }.isEmpty)
        }
    }

    private static let statements = [
        "UPDATE register_version SET actor = 'someone else'", "DELETE FROM register_version",
        "UPDATE register_entry SET number = 7", "UPDATE register_entry SET version = version + 2",
        "UPDATE register_entry SET register = 'other', version = version + 1", "DELETE FROM register_entry",
    ]

    @Test(arguments: statements)
    func `is never changed or removed in SQLite`(statement: String) async throws {
        try await Engine.sqlite.withStore { store, _ in
            let entry = try await store.withEntry(by: try await store.withDraft().account)
            let sqlite = try #require(store as? SQLiteStore)
            #expect(throws: DatabaseError.self) { try sqlite.withWriter { try $0.execute(sql: statement) } }
            #expect(try await store.read { try $0.registerEntry(entry.id) } == entry)
        }
    }

    @Test(
        .enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent),
        arguments: statements + ["TRUNCATE register_version", "TRUNCATE register_entry CASCADE"],
        ["origin", "replica"]
    )
    func `is never changed or removed in PostgreSQL`(statement: String, role: String) async throws {
        try await Engine.postgres.withStore { store, _ in
            let entry = try await store.withEntry(by: try await store.withDraft().account)
            let postgres = try #require(store as? PostgresStore)
            await #expect(throws: ServiceError.self) {
                try await postgres.run { connection in
                    let session = try connection.ready()
                    try session.execute("SET session_replication_role = \(role)")
                    try session.execute(statement)
                }
            }
            #expect(try await store.read { try $0.registerEntry(entry.id) } == entry)
        }
    }
}
