import Hummingbird
import Testing

@testable import Web

@Suite struct `A file in a form` {
    static let type = "multipart/form-data; boundary=----Chigiri7"

    /// A file whose content looks like the delimiter again and again.
    static let content = Array("%PDF-1.7\r\n\r\n-\r\n--\r\n------Chigiri\r\n------ChigirI7\r\r\n\n%%EOF\r\n".utf8)

    static func body(
        _ content: [UInt8] = content,
        disposition: String = #"form-data; name="file"; filename="契約書.pdf""#,
        end: String = "\r\n------Chigiri7--\r\n"
    ) -> [UInt8] {
        Array("------Chigiri7\r\nContent-Disposition: \(disposition)\r\nContent-Type: application/pdf\r\n\r\n".utf8)
            + content + Array(end.utf8)
    }

    @Test func `is the same wherever the network cuts it`() async throws {
        let body = Self.body()
        for cut in 0...body.count {
            let pieces = [Array(body[..<cut]), Array(body[cut...])].filter { !$0.isEmpty }
            let file = try await UploadedFile(.posted(Self.type, pieces))
            #expect(file.name == "契約書.pdf")
            #expect(try await file.collect(upTo: 1_000) == Self.content, "cut at \(cut)")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 16, 17, 18])
    func `is the same in small pieces`(size: Int) async throws {
        let body = Self.body()
        let pieces = stride(from: 0, to: body.count, by: size).map { Array(body[$0..<min($0 + size, body.count)]) }
        let file = try await UploadedFile(.posted(Self.type, pieces))
        #expect(try await file.collect(upTo: 1_000) == Self.content)
    }

    @Test func `may be empty`() async throws {
        let file = try await UploadedFile(.posted(Self.type, [Self.body([])]))
        #expect(try await file.collect(upTo: 0) == [])
    }

    @Test func `ends at its delimiter, whatever follows`() async throws {
        let more =
            "\r\n------Chigiri7\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nmore\r\n------Chigiri7--\r\n"
        let file = try await UploadedFile(.posted(Self.type, [Self.body(end: more)]))
        #expect(try await file.collect(upTo: 1_000) == Self.content)
    }

    @Test func `may have as many bytes as are allowed and no more`() async throws {
        let whole = try await UploadedFile(.posted(Self.type, [Self.body()]))
        #expect(try await whole.collect(upTo: Self.content.count) == Self.content)

        let code = await problemCode {
            let file = try await UploadedFile(.posted(Self.type, [Self.body()]))
            _ = try await file.collect(upTo: Self.content.count - 1)
        }
        #expect(code == "BODY_TOO_LARGE")
    }

    @Test func `that breaks off is refused, wherever it does`() async {
        let body = Self.body(end: "\r\n------Chigiri7")
        for end in 0..<body.count {
            let code = await problemCode {
                let file = try await UploadedFile(.posted(Self.type, [Array(body[..<end])]))
                _ = try await file.collect(upTo: 1_000)
            }
            #expect(code == "FORM_MALFORMED", "\(end) of \(body.count) bytes")
        }
    }

    @Test(arguments: [
        nil, "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=----Chigiri7",
        "application/pdf", "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
    ])
    func `in a request of another type is refused`(type: String?) async {
        #expect(await problemCode { _ = try await UploadedFile(.posted(type, [Self.body()])) } == "CONTENT_TYPE")
    }

    @Test(arguments: [
        #"form-data; name="other"; filename="a.pdf""#, #"form-data; name="file""#,
        #"form-data; name="file"; filename="""#, #"form-data; filename="a.pdf""#,
    ])
    func `under another name, or without one of its own, is refused`(disposition: String) async {
        let body = Self.body(disposition: disposition)
        #expect(await problemCode { _ = try await UploadedFile(.posted(Self.type, [body])) } == "FORM_MALFORMED")
    }

    @Test(arguments: [
        #"form-data; name="file"; filename="a b.pdf""#, "form-data; name=file; filename=a b.pdf",
        #"form-data; filename="a b.pdf"; name="file""#, #"form-data;name="file";filename="a b.pdf""#,
        #"FORM-DATA; Name="file"; FileName="a b.pdf""#,
    ])
    func `has its name from the head, however that is written`(disposition: String) async throws {
        let file = try await UploadedFile(.posted(Self.type, [Self.body(disposition: disposition)]))
        #expect(file.name == "a b.pdf")
    }

    @Test func `keeps a semicolon in its name`() async throws {
        let disposition = #"form-data; name="file"; filename="a;b.pdf""#
        let file = try await UploadedFile(.posted(Self.type, [Self.body(disposition: disposition)]))
        #expect(file.name == "a;b.pdf")
    }

    @Test func `with heads that do not end is refused before they fill the memory`() async {
        let start = Array("------Chigiri7\r\nX: ".utf8)
        let pieces = [start] + Array(repeating: Array(repeating: UInt8(ascii: "x"), count: 1_000), count: 50)
        #expect(await problemCode { _ = try await UploadedFile(.posted(Self.type, pieces)) } == "FORM_MALFORMED")
    }

    @Test func `behind another part, or another boundary, is refused`() async {
        let other = Array("------Chigiri7\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n".utf8)
        #expect(
            await problemCode { _ = try await UploadedFile(.posted(Self.type, [other + Self.body()])) }
                == "FORM_MALFORMED"
        )
        let boundary = "multipart/form-data; boundary=----Chigiri8"
        #expect(
            await problemCode { _ = try await UploadedFile(.posted(boundary, [Self.body()])) } == "FORM_MALFORMED"
        )
    }
}
