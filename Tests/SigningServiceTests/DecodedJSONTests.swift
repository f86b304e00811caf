import Testing

@testable import SigningService

@Suite struct `Values decoded lately` {
    @Test func `are known by their text and their type`() {
        let decoded = DecodedJSON()
        #expect(decoded.value(of: "[]") as [Int]? == nil)
        decoded.keep([Int](), of: "[]")
        #expect(decoded.value(of: "[]") == [Int]())
        #expect(decoded.value(of: "[ ]") as [Int]? == nil)
        #expect(decoded.value(of: "[]") as [String]? == nil)
    }

    @Test func `are no more than the limit`() {
        let decoded = DecodedJSON(limit: 2)
        for number in 1...3 { decoded.keep(number, of: "\(number)") }
        #expect(decoded.value(of: "1") as Int? == nil)
        #expect(decoded.value(of: "3") == 3)
    }
}
