import DeclaredPKI
import Foundation
import SigningService
import Testing

@testable import Outbound

@Suite struct `A date in HTTP` {
    @Test func `is read as it is written`() {
        #expect(HTTPDate("Sun, 06 Nov 1994 08:49:37 GMT")?.secondsSince1970 == 784_111_777)
        #expect(HTTPDate("Tue, 29 Feb 2028 00:00:00 GMT")?.secondsSince1970 == 1_835_395_200)
    }

    @Test(
        arguments: [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 31 Feb 2027 00:00:00 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 6 Nov 1994 08:49:37 GMT",
        ]
    )
    func `in any other form is refused`(text: String) {
        #expect(HTTPDate(text) == nil)
    }

    @Test func `shows how far a partner's clock is from ours`() async throws {
        try await withStub({ _, _ in StubAnswer(status: 404) }) { origin in
            let partner = try #require(URL(string: origin))
            let offset = 100.0
            let readings = await HTTPDates(partners: [partner]) { Date().addingTimeInterval(-offset) }.readings()
            let read = try #require(readings.first?.offset)
            #expect(readings.count == 1)
            // A server keeps its header for a second, and on a busy machine for longer.
            #expect(abs(Double(read.milliseconds) - offset * 1_000) <= Double(read.uncertainty) + 10_000)
        }
    }

    @Test func `that nobody gives is no reading`() async throws {
        let nobody = try #require(URL(string: "http://127.0.0.1:9/"))
        #expect(await HTTPDates(partners: [nobody]) { Date() }.readings().map(\.offset) == [nil])
    }
}
