import SignerProtocol
import SigningKeys
import Testing

@Suite struct `Strict JSON` {
    private struct Pair: Codable, Equatable {
        let name: String
        let numbers: [Int]
    }

    private func decode(_ text: String) throws(SignerError) -> Pair {
        try StrictJSON.decode(Pair.self, from: Array(text.utf8))
    }

    @Test(arguments: [
        #"{"name":"a","numbers":[1,2]}"#,
        "{ \"numbers\" : [ 1 , 2 ] ,\n\"name\" : \"a\" }",
        #"{"name":"\u0061","numbers":[1,2]}"#,
    ])
    func `reads what it knows`(text: String) throws {
        #expect(try decode(text) == Pair(name: "a", numbers: [1, 2]))
    }

    @Test(arguments: [
        #"{"name":"a","numbers":[1],"more":1}"#,
        #"{"name":"a","name":"b","numbers":[1]}"#,
        #"{"name":"a","numbers":[1],"numbers":[2]}"#,
        #"{"n\u0061me":"a","numbers":[1]}"#,
        #"{"name":"a"}"#,
        #"{"name":"a","numbers":null}"#,
        #"{"name":"a","numbers":[1]} x"#,
        #"{"name":"a","numbers":[1,]}"#,
        #"[]"#,
        "",
    ])
    func `refuses everything else`(text: String) {
        #expect(throws: SignerError.malformed) { _ = try decode(text) }
    }

    @Test func `refuses another encoding than UTF-8`() throws {
        let text = #"{"name":"a","numbers":[1]}"#
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(throws: SignerError.malformed) { _ = try StrictJSON.decode(Pair.self, from: wide) }
    }
}
