import Doctor
import Foundation
import Outbound
import SigningService
import Testing

@testable import Server

@Suite struct `The settings` {
    @Test func `of a trial are read, with paths beside the file`() throws {
        let fixture = try SettingsFixture.test()
        fixture.variables = ["CHIGIRI_CRASH_AT": "sealed"]
        let settings = try fixture.settings()
        #expect(settings.service.environment == .test)
        #expect(settings.database.words == fixture.path("chigiri.db"))
        #expect(settings.service.publicURL == "https://localhost:8443")
        #expect(settings.service.setUpToken == TokenDigest(of: "5f0e2a9c71d44b865f0e2a9c"))
        #expect(settings.service.signerKinds == [.party, .witness])
        #expect(settings.timestampAuthorities.map(\.policies) == [[Settings.trialTimestampPolicy]])
    }

    @Test(arguments: [
        #"{"engine": "sqlite"}"#: "chigiri.db", #"{"engine": "sqlite", "file": "other.db"}"#: "other.db",
    ])
    func `can name an SQLite file`(text: String, file: String) throws {
        let fixture = try SettingsFixture.test()
        fixture["database"] = try JSONSerialization.jsonObject(with: Data(text.utf8))
        #expect(try fixture.settings().database.words == fixture.path(file))
    }

    @Test func `can name a PostgreSQL database`() throws {
        let fixture = try SettingsFixture.test()
        fixture["database"] = [
            "engine": "postgres", "conninfo": "host=/run/somewhere port=5433 dbname=chigiri user=chigiri passfile=/p",
            "connections": 12,
        ]
        let database = try fixture.settings().database
        guard case .server(_, connections: 12) = database else {
            Issue.record("\(database)")
            return
        }
        #expect(database.words == "PostgreSQL host=/run/somewhere port=5433 dbname=chigiri")
        #expect(Set(["/run/somewhere", "/p"]).isSubset(of: database.files))
    }

    @Test(arguments: [
        #"{"engine": "oracle"}"#, #"{"engine": "postgres"}"#, #"{"engine": "postgres", "file": "a", "conninfo": ""}"#,
        #"{"engine": "sqlite", "connections": 3}"#, #"{"engine": "postgres", "conninfo": "host=db", "connections": 0}"#,
        #"{"engine": "postgres", "conninfo": "host=db.example"}"#,
        #"{"engine": "postgres", "conninfo": "host=/run user=u password=hunter22"}"#,
        #"{"engine": "postgres", "conninfo": "postgresql://u:hunter22@localhost/chigiri"}"#,
    ])
    func `refuse a database that cannot be meant, or one with a secret`(text: String) throws {
        let fixture = try SettingsFixture.test()
        fixture["database"] = try JSONSerialization.jsonObject(with: Data(text.utf8))
        #expect(try fixture.refusals().contains("SETTING_REFUSED"))
        do {
            _ = try fixture.settings()
        } catch {
            #expect(!"\(error)".contains("hunter22"))
        }
    }

    @Test func `know no other names of a database`() throws {
        let fixture = try SettingsFixture.test()
        fixture["database"] = ["engine": "sqlite", "path": "x"]
        #expect(try fixture.refusals() == ["SETTING_UNKNOWN"])
    }

    @Test(arguments: ["colour", "signer.password", "tsa.ulrs", "listen.sort"])
    func `know no other names`(name: String) throws {
        let fixture = try SettingsFixture.test()
        fixture[name] = "x"
        #expect(try fixture.refusals().first == "SETTING_UNKNOWN")
    }

    @Test(arguments: [
        "environment": "STAGING", "publicURL": "http://example.jp", "ca.url": "ca.example.jp",
        "signer.url": "https://user:word@localhost",
    ])
    func `refuse a value that cannot be meant`(name: String, value: String) throws {
        let fixture = try SettingsFixture.test()
        fixture[name] = value
        #expect(try fixture.refusals().contains("SETTING_REFUSED"))
    }

    @Test func `refuse ports, origins and kinds of signature that there are not`() throws {
        for (name, value) in [
            ("listen.port", 65536), ("exemptOrigins", ["http://10.0.0.1/any"]), ("signerKinds", ["both"]),
            ("signerKinds", [String]()), ("tsa.urls", [String]()),
        ] as [(String, Any)] {
            let fixture = try SettingsFixture.test()
            fixture[name] = value
            #expect(try fixture.refusals() == ["SETTING_REFUSED"], "\(name)")
        }
    }

    @Test func `say what is missing and what is of another kind`() throws {
        let fixture = try SettingsFixture.test()
        fixture["database"] = nil
        fixture["listen.port"] = "8443"
        fixture["instance"] = ""
        #expect(try fixture.refusals() == ["SETTING_MISSING", "SETTING_KIND", "SETTING_KIND"])
    }

    @Test func `are refused as a whole when they are no JSON`() throws {
        let fixture = try SettingsFixture.test()
        try fixture.write("settings.json", "{")
        #expect(throws: (any Error).self) {
            try Settings(path: fixture.path("settings.json"), variables: [:], now: SettingsFixture.now)
        }
    }

    @Test func `limit uploads to 200 MB, or to what the operator says, up to 1 GB`() throws {
        let fixture = try SettingsFixture.test()
        #expect(try fixture.settings().service.uploadLimit.bytes == 200_000_000)
        fixture["uploadLimitInBytes"] = 600_000_000
        #expect(try fixture.settings().service.uploadLimit.bytes == 600_000_000)
        fixture["uploadLimitInBytes"] = 1_000_000_001
        #expect(try fixture.refusals() == ["SETTING_REFUSED"])
    }

    @Test func `close set-up when there is no token file`() throws {
        let fixture = try SettingsFixture.test()
        try fixture.remove("setup-token")
        #expect(try fixture.settings().service.setUpToken == nil)
    }

    @Test func `refuse a start with everything that is in the way`() throws {
        let fixture = try SettingsFixture.test()
        fixture["colour"] = "red"
        fixture["listen.port"] = 0
        try fixture.write("setup-token", "short")
        try fixture.allow("server.key", 0o644)
        try fixture.allow("root.pem", 0o666)
        try fixture.remove("client.key")
        try fixture.write("tsa-root.pem", "no certificate")
        try fixture.remove("spool")
        #expect(
            try fixture.refusals() == [
                "SETTING_UNKNOWN", "SETTING_REFUSED", "SETUP_TOKEN_SHORT", "SPOOL_MISSING", "FILE_UNREADABLE",
                "CERTIFICATE_UNREADABLE", "SECRET_FILE_OPEN", "SETTINGS_OPEN",
            ]
        )
    }
}

@Suite struct `The settings of mail` {
    @Test func `lead into a folder beside the file`() throws {
        let fixture = try SettingsFixture.test()
        #expect(try fixture.settings().mail == .spool(URL(filePath: fixture.path("spool"))))
    }

    @Test func `lead to a relay, with files beside the file`() throws {
        let fixture = try SettingsFixture.test()
        try fixture.useRelay()
        fixture["mail.trustRootsFile"] = "root.pem"
        fixture["mail.replyTo"] = "help@example.jp"
        guard case .smtp(let relay, let origin) = try fixture.settings().mail else {
            Issue.record("no relay")
            return
        }
        #expect(relay.host == "mail.example.jp" && relay.port == 587 && relay.security == .starttls)
        #expect(relay.login?.user == "keiyaku" && relay.login?.passwordFile == fixture.path("mail-password"))
        #expect(relay.trustRoots == fixture.path("root.pem"))
        #expect(try fixture.settings().files == [fixture.path("mail-password"), fixture.path("root.pem")])
        #expect(origin.address.text == "keiyaku@example.jp" && origin.name == "契約株式会社")
        #expect(origin.replyTo?.text == "help@example.jp")
    }

    static let refused: [(String, (any Sendable)?)] = [
        ("mail.kind", "pigeon"), ("mail.folder", "spool"), ("mail.host", nil), ("mail.host", "mail example"),
        ("mail.host", "user@mail.example"), ("mail.port", nil), ("mail.port", 0), ("mail.security", nil),
        ("mail.security", "plain"), ("mail.security", "none"), ("mail.user", nil), ("mail.user", "a\nb"),
        ("mail.passwordFile", nil), ("mail.from", nil), ("mail.from", "契約@example.jp"),
        ("mail.from", "x@example.jp\r\nBcc: y@example.jp"), ("mail.fromName", nil), ("mail.fromName", "a\nb"),
        ("mail.fromName", String(repeating: "x", count: 101)), ("mail.replyTo", "nobody"),
    ]

    @Test(arguments: refused.indices)
    func `refuse what cannot be meant`(index: Int) throws {
        let (name, value) = Self.refused[index]
        let fixture = try SettingsFixture.test()
        try fixture.useRelay()
        fixture[name] = value
        #expect(try fixture.refusals().contains("SETTING_REFUSED"), "\(name) \(value.map { "\($0)" } ?? "left out")")
    }

    @Test(arguments: ["host", "security", "user", "from", "replyTo", "trustRootsFile"])
    func `refuse what belongs to a relay beside a spool`(member: String) throws {
        let fixture = try SettingsFixture.test()
        fixture["mail.\(member)"] = "tls"
        #expect(try fixture.refusals().contains("SETTING_REFUSED"))
    }

    @Test func `refuse unknown names and the spool of old`() throws {
        let fixture = try SettingsFixture.test()
        fixture["mail.password"] = "9c71d44b865f0e2a"
        fixture["spool"] = "spool"
        #expect(try fixture.refusals() == ["SETTING_UNKNOWN", "SETTING_UNKNOWN"])
    }

    @Test func `send without TLS only in a test, to this machine, without a password`() throws {
        let fixture = try SettingsFixture.test()
        try fixture.useRelay()
        fixture["mail.security"] = "none"
        fixture["mail.user"] = nil
        fixture["mail.passwordFile"] = nil
        for (host, isMeant) in [("127.0.0.1", true), ("::1", true), ("localhost", false), ("10.0.0.1", false)] {
            fixture["mail.host"] = host
            #expect(try fixture.refusals().isEmpty == isMeant, "\(host)")
        }
        let production = try SettingsFixture.production()
        production["mail.host"] = "127.0.0.1"
        production["mail.security"] = "none"
        production["mail.user"] = nil
        production["mail.passwordFile"] = nil
        #expect(try production.refusals() == ["SETTING_REFUSED"])
    }

    @Test func `keep the password to its owner, and out of everything printed`() throws {
        let fixture = try SettingsFixture.production()
        try fixture.allow("mail-password", 0o640)
        fixture["instance"] = "9c71d44b865f0e2a"
        fixture["mail.from"] = "9c71d44b865f0e2a"
        do {
            _ = try fixture.settings()
            Issue.record("it starts")
        } catch let error as RefusedStart {
            #expect(error.problems.map(\.code) == ["SETTING_REFUSED", "SECRET_FILE_OPEN"])
            #expect(!"\(error)".contains("9c71d44b865f0e2a") && "\(error)".contains("•••"))
        }
        try fixture.remove("mail-password")
        #expect(try fixture.refusals().contains("FILE_UNREADABLE"))
    }
}
