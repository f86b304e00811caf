import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A calendar day` {
    @Test(arguments: ["1970-01-01", "2024-02-29", "2026-11-22", "1900-01-01", "9999-12-31", "2000-02-29"])
    func `is written as it was read`(text: String) throws {
        #expect(try #require(CalendarDay(text)).text == text)
    }

    @Test(arguments: [
        "", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-1-01", "2026/11/22",
        "２026-11-22",
        "2026-11-22 ", "0026-11-22", "+026-11-22", "1899-12-31",
    ])
    func `is refused unless it exists, in one spelling`(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func `counts days over months and leap years`() throws {
        let day = try #require(CalendarDay("2024-02-28"))
        #expect(day.days(until: try #require(CalendarDay("2024-03-01"))) == 2)
        #expect(day.adding(days: 366).text == "2025-02-28")
        #expect(try #require(CalendarDay("1970-01-01")).number == 0)
    }

    @Test func `some months later is the last of a month that is too short`() throws {
        let day = try #require(CalendarDay("2026-08-31"))
        #expect(day.adding(months: 6).text == "2027-02-28")
        #expect(day.adding(months: 18).text == "2028-02-29")
        #expect(day.adding(months: 12).text == "2027-08-31")
    }

    @Test func `begins at midnight in Japan`() {
        let midnight = Timestamp(milliseconds: 1_790_002_800_000 - 1_790_002_800_000 % 86_400_000 + 54_000_000)
        #expect(
            CalendarDay(at: midnight.advanced(by: .milliseconds(-1))).days(until: CalendarDay(at: midnight)) == 1
        )
    }
}
