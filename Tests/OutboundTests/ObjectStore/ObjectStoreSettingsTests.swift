import Testing

@testable import Outbound

@Suite struct `The settings of an object store` {
    @Test(arguments: [
        "https://s3.example.jp", "https://s3.example.jp/", "https://s3.example.jp:9000", "http://127.0.0.1:8333",
        "http://localhost:8333", "http://[::1]:8333",
    ])
    func `name an endpoint`(text: String) {
        #expect(ObjectStoreSettings.origin(text) != nil)
    }

    @Test(arguments: [
        "http://s3.example.jp", "http://10.0.0.1", "https://s3.example.jp/bucket", "https://s3.example.jp?a=b",
        "https://user:word@s3.example.jp", "ftp://s3.example.jp", "s3.example.jp", "", "http://127.0.0.1.example.jp",
        "http://localhost@example.jp",
    ])
    func `name no other place`(text: String) {
        #expect(ObjectStoreSettings.origin(text) == nil)
    }

    @Test(arguments: ["ab", "Upper", "a..b", ".abc", "abc.", "a/b", "a b c", "", "名前名前"])
    func `refuse what is no name of a bucket`(text: String) {
        #expect(!ObjectStoreSettings.isBucket(text))
    }

    @Test func `tell nobody the keys`() throws {
        let keys = try #require(AccessKeys(id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI"))
        var text = "\(keys) \(String(reflecting: keys))"
        dump(keys, to: &text)
        let settings = try #require(
            ObjectStoreSettings(
                endpoint: "https://s3.example.jp",
                region: "ap-northeast-1",
                bucket: "documents",
                keys: keys,
                retainDays: 0,
                trustRoots: nil
            )
        )
        text += "\(settings) \(String(reflecting: settings))"
        dump(settings, to: &text)
        #expect(!text.contains("AKIDEXAMPLE") && !text.contains("wJalrXUtnFEMI"), "\(text)")
    }

    @Test(arguments: ["", "two words", "line\n", "日本"])
    func `know a key when they see one`(text: String) {
        #expect(AccessKeys(id: text, secret: "x") == nil && AccessKeys(id: "x", secret: text) == nil)
    }
}
