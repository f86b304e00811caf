import Foundation
import GRDB
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SQLiteStorage
import SignerProtocol
import SigningService
import Testing

/// A part of a title, of a name or of a mail address finds a contract, alike in both engines.
@Suite struct `A search over envelopes` {
    @Test(arguments: Engine.allCases)
    func `finds by a part of the title, of a signer's name, and of a mail address`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let house = try await SearchedHouse(in: store)
            try await house.draft("業務委託契約書（2026年度）", "髙橋\u{E0100} 﨑子", "Saki.T@party.example")
            try await house.draft("秘密保持契約", "Anne-Marie O'Neill", "amo@other.example", minute: 1)
            for (text, titles) in [
                ("業務委託", ["業務委託契約書（2026年度）"]), ("契約", ["秘密保持契約", "業務委託契約書（2026年度）"]),
                ("保持", ["秘密保持契約"]), ("髙橋", ["業務委託契約書（2026年度）"]), ("﨑子", ["業務委託契約書（2026年度）"]),
                ("saki.t@party", ["業務委託契約書（2026年度）"]), ("@other.example", ["秘密保持契約"]),
                ("o'neill", ["秘密保持契約"]), ("約", ["秘密保持契約", "業務委託契約書（2026年度）"]), ("書", ["業務委託契約書（2026年度）"]),
                ("雇用", []), ("託業", []), ("契約務", []), ("鑑", []),
                // Both pairs of it are there, but not beside each other.
                ("業務契約", []), ("契約髙橋", []), ("）髙", []),
            ] {
                #expect(try await house.found(text) == titles, "\(text)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `knows no difference of width, case, spaces and variants`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let house = try await SearchedHouse(in: store)
            try await house.draft("ＡＢＣ株式会社 ガイド ㈱ Straße ΟΔΟΣ", "山田　太郎", "t@party.example")
            for text in [
                "abc株式", "ＡＢＣ", "Abc", "ｶﾞｲﾄﾞ", "ガイド", "(株)", "㈱", "STRASSE", "straße", "οδος", "οδοσ", "山田太郎", "山田 太郎",
                "山\u{E0100}田", " 太郎　", "カ\u{3099}イト\u{3099}",
            ] {
                #expect(try await house.found(text).count == 1, "\(text)")
            }
            for text in ["カイト", "山田次郎", "がいど"] { #expect(try await house.found(text).isEmpty, "\(text)") }
        }
    }

    @Test(arguments: Engine.allCases)
    func `takes every sign as itself`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let house = try await SearchedHouse(in: store)
            try await house.draft("plain OR title AND NOT more", "甲", "a@party.example")
            let signs = [
                "%", "_", "\"", "*", "'", "\\", "^", ":", "(", ")", "{", "}", "+", "-", ";", "--", "/*", "?", "$1",
                "[a]",
                "NEAR(", "\u{1F58B}",
            ]
            for sign in signs { try await house.draft("before\(sign)after", "乙", "b@party.example") }
            for sign in signs {
                let holding = signs.filter { $0.contains(sign) }.map { "before\($0)after" }
                #expect(try await Set(house.found("e\(sign)a")) == ["before\(sign)after"], "\(sign)")
                #expect(try await Set(house.found(sign)).isSuperset(of: holding), "\(sign)")
                #expect(try await !house.found(sign).contains("plain OR title AND NOT more") || sign == "-", "\(sign)")
            }
            for text in ["a%t", "a_t", "pl*", "title\"OR\"x", "plain* OR", "pairs:plain", "' OR 1=1", "x\" OR \"pl"] {
                #expect(try await house.found(text).isEmpty, "\(text)")
            }
            #expect(try await house.found("OR title AND") == ["plain OR title AND NOT more"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `never finds what another organisation has`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let (one, other) = (try await SearchedHouse(in: store), try await SearchedHouse(in: store))
            try await one.draft("業務委託契約", "甲野", "a@party.example")
            #expect(try await one.found("業務").count == 1)
            for text in ["業務", "業", "甲野", "a@party.example", one.account.organisation.bytes.hexadecimal] {
                #expect(try await other.found(text).isEmpty, "\(text)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `gives the newest first, and no more than the limit`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let house = try await SearchedHouse(in: store)
            for number in 1...30 {
                let kind = number % 3 == 0 ? "覚書" : "契約"
                try await house.draft("\(kind) 第\(number)号", "甲野", "a@party.example", minute: number)
            }
            #expect(try await house.found("覚書", limit: 4) == [30, 27, 24, 21].map { "覚書 第\($0)号" })
            #expect(try await house.found("覚", limit: 2) == ["覚書 第30号", "覚書 第27号"])
            #expect(try await house.found("覚書").count == 10)
            #expect(try await house.found("第3号") == ["覚書 第3号"])
            #expect(try await house.found("甲野", limit: 0).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `finds what changes, and what has many signers or long words`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let house = try await SearchedHouse(in: store)
            let long = String(repeating: "長い名称", count: 50)
            let envelope = try await house.draft(
                long,
                signers: (1...50).map { ("署名者\($0)", "signer\($0)@party.example") }
            )
            let account = house.account
            try await store.write { transaction in try transaction.save(envelope.sending(by: account)) }
            #expect(try await house.found("署名者50").count == 1)
            #expect(try await house.found("signer37@").count == 1)
            #expect(try await house.found(String(long.prefix(100))).count == 1)
            #expect(try await house.found(String(long.prefix(99)) + "違").isEmpty)
            #expect(try await house.found(String(repeating: "長", count: 100)).isEmpty)
        }
    }

    @Test func `finds the contracts of a file from before`() async throws {
        try await Engine.sqlite.withStore { store, folder in
            let house = try await SearchedHouse(in: store)
            for number in 1...3 {
                try await house.draft("旧契約 \(number)", "甲野", "a@party.example", minute: number)
            }
            let file = try #require(store as? SQLiteStore)
            try file.withWriter { database in
                try database.execute(
                    sql: """
                        DROP TABLE envelope_search_by_pairs;
                        DROP TABLE envelope_search;
                        DELETE FROM grdb_migrations WHERE identifier = '0013-envelope-search';
                        """
                )
            }
            try file.close()
            let later = SearchedHouse(in: try await Engine.sqlite.open(folder), account: house.account)
            #expect(try await later.found("旧契約") == ["旧契約 3", "旧契約 2", "旧契約 1"])
            #expect(try await later.found("甲野", limit: 1) == ["旧契約 3"])
        }
    }

    /// While machines are replaced one by one, the release of before makes contracts without a row for searching.
    @Test(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
    func `finds what a release of before has made, once the database is migrated again`() async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            let store = try await PostgresStore(settings, connections: 1)
            let house = try await SearchedHouse(in: store)
            for number in 1...3 {
                try await house.draft("旧契約 \(number)", "甲野", "a@party.example", minute: number)
            }
            try await store.run { _ = try $0.ready().execute("DELETE FROM envelope_search") }
            try await house.draft("新契約", "甲野", "a@party.example", minute: 9)
            #expect(try await house.found("契約") == ["新契約"])
            #expect(try await PostgresStore.migrate(settings).isEmpty)
            #expect(try await house.found("契約") == ["新契約", "旧契約 3", "旧契約 2", "旧契約 1"])
            #expect(try await house.found("party.example").count == 4)
            await store.close()
        }
    }
}

/// An organisation whose contracts are looked for.
private struct SearchedHouse {
    let store: any ServiceStore
    let account: Account

    init(in store: any ServiceStore, account: Account) {
        self.store = store
        self.account = account
    }

    init(in store: any ServiceStore) async throws {
        let organisation = Organisation(
            id: OrganisationID(from: systemRandomBytes),
            name: "契約株式会社",
            createdAt: .noon
        )
        let account = Account(
            id: AccountID(from: systemRandomBytes),
            organisation: organisation.id,
            name: "送信 太郎",
            address: try MailAddress("sender@company.example", field: "email"),
            isAdministrator: true,
            createdAt: .noon
        )
        try await store.write { transaction in
            try transaction.insert(organisation)
            try transaction.insert(account, token: TokenDigest(of: account.id.text))
        }
        self.init(in: store, account: account)
    }

    func found(_ text: String, limit: Int = 100) async throws -> [String] {
        let (text, organisation) = (try SearchText(text), account.organisation)
        return try await store.read { try $0.envelopes(of: organisation, matching: text, limit: limit) }.map(\.title)
    }

    @discardableResult
    func draft(_ title: String, _ name: String, _ address: String, minute: Int = 0) async throws -> Envelope {
        try await draft(title, signers: [(name, address)], minute: minute)
    }

    func draft(_ title: String, signers: [(name: String, address: String)], minute: Int = 0) async throws -> Envelope {
        let document = try StoredDocument.example(of: account.organisation)
        let envelope = Envelope(
            id: EnvelopeID(from: systemRandomBytes),
            organisation: account.organisation,
            sender: account.id,
            title: title,
            language: .ja,
            document: document.id,
            createdAt: Timestamp.noon.advanced(by: .seconds(60 * minute)),
            expiresAt: nil,
            signers: try signers.enumerated().map { index, signer in
                Signer(
                    id: SignerID(from: systemRandomBytes),
                    name: signer.name,
                    address: try MailAddress(signer.address, field: "email"),
                    kind: .witness,
                    order: index + 1,
                    box: SignatureBox(page: 1, x: 10, y: 10, width: 150, height: 50),
                    imprint: .personal,
                    field: "Signature\(index + 1)",
                    state: .waiting
                )
            },
            state: .draft,
            waitingFor: nil,
            version: 0
        )
        try await store.write { transaction in
            try transaction.insert(document)
            try transaction.save(envelope.created(at: .noon))
        }
        return try #require(try await store.read { try $0.envelope(envelope.id) })
    }
}
