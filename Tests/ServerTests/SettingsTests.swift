import Foundation
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
        #expect(settings.timestampPolicies == [Settings.trialTimestampPolicy])
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
