import Testing

@testable import Typesetting

@Suite struct `A QR code` {
    @Test func `has its three finders and no fourth`() throws {
        let code = try QRCode("Chigiri")
        let finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
        func square(_ row: Int, _ column: Int) -> [String] {
            (0..<7).map { y in (0..<7).map { code[row + y, column + $0] ? "1" : "0" }.joined() }
        }
        let far = code.size - 7
        #expect(square(0, 0) == finder && square(0, far) == finder && square(far, 0) == finder)
        #expect(square(far, far) != finder)
    }

    @Test func `grows with its text, and is the same each time`() throws {
        let text = "Chigiri " + String(repeating: "0", count: 120)
        #expect(try QRCode("Chigiri").size == 21)
        #expect(try QRCode(text).size > 40)
        #expect(try QRCode(text) == QRCode(text))
    }

    @Test func `refuses what no QR code holds`() {
        #expect(throws: TypesettingError.textTooLongForQRCode(bytes: 2332)) {
            try QRCode(String(repeating: "x", count: 2332))
        }
    }
}
