import Foundation
import SignerProtocol
import Testing

@Suite struct `A value that crosses to the signer` {
    /// Computed apart from this code: SHA-256("chigiri-sad-v1\0" ‖ bytes) with Python's hashlib. SAD-1
    @Test func `gives the challenge of its exact bytes`() {
        let bytes = Array("{\"ver\":1}".utf8)

        #expect(
            Blob(ActivationContext.challenge(of: bytes)).base64
                == "THSoLg9uj2YqtEx23/p5hbkWVLVNeqH03nfuM+3/rMI="
        )
        #expect(ActivationContext.challenge(of: bytes) != ActivationContext.challenge(of: bytes + [0x20]))
    }

    @Test func `carries bytes as padded base64`() throws {
        let blob = Blob([0, 1, 254, 255])
        let encoded = try JSONEncoder().encode([blob])

        #expect(try JSONSerialization.jsonObject(with: encoded) as? [String] == ["AAH+/w=="])
        #expect(try JSONDecoder().decode([Blob].self, from: encoded) == [blob])
    }

    @Test(arguments: ["AAH+/w", "AAH-_w==", "AAH+ /w==", "AAH+/w==\\n", "%"])
    func `refuses bytes written otherwise`(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Blob].self, from: Data("[\"\(text)\"]".utf8))
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_790_000_000_789, "2026-09-21T14:13:20.789Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func `writes a moment in UTC to the millisecond`(milliseconds: Int64, text: String) {
        let moment = Timestamp(milliseconds: milliseconds)

        #expect(moment.rfc3339 == text)
        #expect(Timestamp(moment.date) == moment)
    }

    @Test func `keeps a moment's milliseconds through JSON`() throws {
        let moment = Timestamp(milliseconds: 1_790_000_000_789)

        #expect(try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode([moment])) == [moment])
        #expect(moment.advanced(by: .milliseconds(1)) > moment)
    }
}
