import Hummingbird
import Testing

@testable import Web

private let urlencoded = "application/x-www-form-urlencoded"

@Suite struct `A form` {
    private func form(_ text: String, _ type: String? = urlencoded) async throws -> Form {
        try await Form(.posted(type, [Array(text.utf8)]))
    }

    @Test func `is read as browsers write it`() async throws {
        let form = try await form("name=%E9%AB%99%E6%A9%8B+%E8%8A%B1%E5%AD%90&a%2Bb=1%2B1%3D2&empty=&flag&x=a=b")
        #expect(form["name"] == "髙橋 花子")
        #expect(form["a+b"] == "1+1=2")
        #expect(form["empty"] == "")
        #expect(form["flag"] == "" && form.all("flag") == [""])
        #expect(form["x"] == "a=b")
        #expect(form["absent"] == "" && form.all("absent") == [])
    }

    @Test func `keeps the values of one name in order, and white space within them`() async throws {
        let form = try await form("x=1&y=0&x=2&x=1&z=+a+b%0D%0A")
        #expect(form.all("x") == ["1", "2", "1"])
        #expect(form["x"] == "1")
        #expect(form["z"] == "a b")
        #expect(form.all("z") == [" a b\r\n"])
    }

    @Test(arguments: ["", "&", "&&", "="])
    func `may say nothing`(text: String) async throws {
        let form = try await form(text)
        #expect(form["name"] == "")
    }

    @Test(arguments: ["a=%", "a=%1", "a=%GG", "a=%FF", "a=%C3", "%FF=a", "a=1&b=%E9%AB"])
    func `that is not UTF-8 behind its percent signs is refused`(text: String) async {
        #expect(await problemCode { _ = try await form(text) } == "FORM_MALFORMED")
    }

    @Test(arguments: [nil, "text/plain", "application/json", "multipart/form-data; boundary=x", ""])
    func `of another type is refused`(type: String?) async {
        #expect(await problemCode { _ = try await form("a=b", type) } == "CONTENT_TYPE")
    }

    @Test(arguments: [urlencoded, "Application/X-WWW-Form-Urlencoded", urlencoded + "; charset=UTF-8"])
    func `of its type is taken, whatever the parameters`(type: String) async throws {
        #expect(try await form("a=b", type)["a"] == "b")
    }

    @Test func `may have as many bytes as the limit and no more`() async throws {
        let longest = "a=" + String(repeating: "x", count: Form.limit - 2)
        #expect(try await form(longest)["a"].utf8.count == Form.limit - 2)
        #expect(await problemCode { _ = try await form(longest + "x") } == "BODY_TOO_LARGE")
    }

    @Test func `may arrive byte by byte`() async throws {
        let bytes = Array("name=%E9%AB%99+a&b=2".utf8)
        let form = try await Form(.posted(urlencoded, bytes.map { [$0] }))
        #expect(form["name"] == "髙 a" && form["b"] == "2")
    }
}
