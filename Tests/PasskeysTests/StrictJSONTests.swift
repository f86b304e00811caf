import Testing

@testable import Passkeys

@Suite struct `Client data's JSON` {
    @Test func `gives its texts and truth values`() throws {
        let object = try StrictJSONObject(
            Array(#" {"a":"\u30b1\ud842\udfb7\n","b":false,"c":[1,-0.5e+3,{"d":null}]} "#.utf8)
        )
        #expect(object.members == ["a": .text("ケ𠮷\n"), "b": .truth(false), "c": .other])
    }

    @Test(arguments: [
        "", "{", "[]", #"{"a":1,}"#, #"{"a":1}x"#, #"{"a":1,"a":1}"#, #"{"a":"\ud842"}"#, #"{"a":01}"#, #"{"a":+1}"#,
        #"{"a":1.}"#, #"{a:1}"#, #"{'a':1}"#, "{\"a\":\"\u{1}\"}", #"{"a":"\x41"}"#, "\u{feff}{}", #"{"a":tru}"#,
        #"{"a":"#, #"{"a"}"#, String(repeating: #"{"a":"#, count: 40) + "1" + String(repeating: "}", count: 40),
    ])
    func `is refused when malformed`(text: String) {
        #expect(throws: StrictJSONError.malformed) { try StrictJSONObject(Array(text.utf8)) }
    }

    @Test func `is refused when it is not UTF-8`() {
        #expect(throws: StrictJSONError.malformed) {
            try StrictJSONObject(Array(#"{"a":""#.utf8) + [0xc0, 0x80, 0x22, 0x7d])
        }
    }
}

@Suite struct `The reader of CBOR` {
    @Test(
        arguments: [
            [0x58, 0x01, 0x00], [0x5f, 0xff], [0x18, 0x05], [0xbf, 0xff], [0x41], [0x9a, 0xff, 0xff, 0xff, 0xff],
            [0xc0, 0x00],
            [0xf9, 0x00, 0x00], Array(repeating: 0x81, count: 40) + [0x00], [],
        ] as [[UInt8]]
    )
    func `refuses what is not canonical, bounded and whole`(bytes: [UInt8]) {
        #expect(throws: CBORError.malformed) {
            var reader = CBORReader(bytes[...])
            try reader.skip()
        }
    }

    @Test func `steps over whole items`() throws {
        var reader = CBORReader([0xa1, 0x61, 0x61, 0x82, 0x01, 0xf5, 0x20])
        #expect(try reader.skip().count == 6)
        #expect(try reader.integer() == -1)
        try reader.end()
    }
}
