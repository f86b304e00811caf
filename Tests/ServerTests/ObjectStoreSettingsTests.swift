import Foundation
import Outbound
import Testing

@testable import Server

@Suite struct `The settings of the object store` {
    /// A bucket, with nothing wrong.
    private func bucket(_ fixture: SettingsFixture) throws -> SettingsFixture {
        fixture["objectStore"] =
            [
                "kind": "s3", "endpoint": "https://s3.example.jp", "region": "ap-northeast-1", "bucket": "documents",
                "accessKeyFile": "access-key", "secretKeyFile": "secret-key", "retainDays": 365,
            ] as [String: Any]
        try fixture.write("access-key", "AKIA5F0E2A9C71D44B86\n")
        try fixture.write("secret-key", "5f0e2a9c71d44b865f0e2a9c71d44b86\n")
        return fixture
    }

    @Test func `mean the disk when they are left out, or say so`() throws {
        let fixture = try SettingsFixture.test()
        #expect(try fixture.settings().objectStore == nil)
        fixture["objectStore"] = ["kind": "disk"]
        #expect(try fixture.settings().objectStore == nil)
    }

    @Test func `name a bucket, in production too`() throws {
        for fixture in [try SettingsFixture.test(), try SettingsFixture.production()] {
            let store = try #require(try bucket(fixture).settings().objectStore)
            #expect(store.endpoint.description == "https://s3.example.jp:443")
            #expect(store.bucket == "documents" && store.retainDays == 365)
        }
    }

    @Test(arguments: ["endpoint", "region", "bucket", "accessKeyFile", "secretKeyFile"])
    func `need all of them for a bucket`(name: String) throws {
        let fixture = try bucket(SettingsFixture.test())
        fixture.members["objectStore"] = (fixture.members["objectStore"] as? [String: Any])?.filter { $0.key != name }
        #expect(try fixture.refusals() == ["SETTING_REFUSED"])
    }

    @Test func `refuse what cannot be meant`() throws {
        for (name, value) in [
            ("kind", "tape"), ("endpoint", "http://s3.example.jp"), ("endpoint", "https://s3.example.jp/documents"),
            ("endpoint", "https://user:word@s3.example.jp"), ("region", "Tokyo"), ("bucket", "ab"), ("retainDays", -1),
            ("kind", "disk"),
        ] as [(String, Any)] {
            let fixture = try bucket(SettingsFixture.test())
            fixture["objectStore.\(name)"] = value
            #expect(try Set(fixture.refusals()) == ["SETTING_REFUSED"], "\(name) \(value)")
        }
    }

    @Test(arguments: ["password", "secretKey", "endpoints"])
    func `know no other names`(name: String) throws {
        let fixture = try bucket(SettingsFixture.test())
        fixture["objectStore.\(name)"] = "x"
        #expect(try fixture.refusals() == ["SETTING_UNKNOWN"])
    }

    @Test func `allow plain HTTP to this machine in tests only`() throws {
        let test = try bucket(SettingsFixture.test())
        test["objectStore.endpoint"] = "http://127.0.0.1:8333"
        #expect(try test.refusals().isEmpty)
        let production = try bucket(SettingsFixture.production())
        production["objectStore.endpoint"] = "http://127.0.0.1:8333"
        #expect(try production.refusals().contains("SETTING_REFUSED"))
    }

    @Test func `want keys that only their owner can read, and that are keys`() throws {
        let open = try bucket(SettingsFixture.test())
        try open.allow("secret-key", 0o644)
        #expect(try open.refusals() == ["SECRET_FILE_OPEN"])
        let missing = try bucket(SettingsFixture.test())
        try missing.remove("access-key")
        #expect(try missing.refusals() == ["FILE_UNREADABLE"])
        let words = try bucket(SettingsFixture.test())
        try words.write("secret-key", "two words")
        #expect(try words.refusals() == ["OBJECT_STORE_KEYS"])
    }

    @Test func `print no key`() throws {
        let settings = try bucket(SettingsFixture.test()).settings()
        var text = "\(settings)"
        dump(settings, to: &text)
        #expect(!text.contains("5f0e2a9c71d44b865f0e2a9c71d44b86"))
    }
}
