import Testing

@testable import Web

@Suite struct `A length of a stranger's page` {
    @Test(arguments: [
        (Double.infinity, "0.00"), (-5, "0.00"), (.nan, "0.00"), (595.276, "595.28"), (1e300, "10000000.00"),
    ])
    func `has bounds`(length: Double, text: String) {
        #expect(points(length) == text)
    }
}
