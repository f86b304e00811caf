import Testing

@testable import SigningService

@Suite struct `A request for an imprint` {
    let name = "株式会社灯台工房 代表取締役 相沢 修"

    private func choice(
        _ kind: ImprintKind,
        organisation: String? = nil,
        title: String? = nil
    ) throws(ImprintRefusal) -> ImprintChoice {
        try ImprintRequest(kind: kind, organisation: organisation, title: title, ending: .automatic).choice(for: name)
    }

    @Test func `takes the words of the name by default`() throws {
        #expect(try choice(.personal) == .personal)
        #expect(try choice(.corporate) == .corporate(organisation: "株式会社灯台工房", ending: .automatic))
        #expect(
            try choice(.representative)
                == .representative(organisation: "株式会社灯台工房", title: "代表取締役", ending: .automatic)
        )
    }

    @Test func `may name a part of the name, spaces aside`() throws {
        #expect(
            try choice(.corporate, organisation: "灯台工房 代表") == .corporate(organisation: "灯台工房 代表", ending: .automatic)
        )
    }

    @Test(arguments: ["株式会社他人", "灯台工房株式会社", " ", "灯\u{E0100}台"])
    func `never says what the name does not`(organisation: String) {
        #expect(throws: ImprintRefusal.self) { try choice(.corporate, organisation: organisation) }
        #expect(throws: ImprintRefusal.self) { try choice(.representative, organisation: organisation) }
    }

    @Test func `has no words that its kind does not show`() {
        #expect(throws: ImprintRefusal.notInName(.organisation)) { try choice(.personal, organisation: "灯台") }
        #expect(throws: ImprintRefusal.notInName(.title)) { try choice(.personal, title: "代表取締役") }
        #expect(throws: ImprintRefusal.notInName(.title)) { try choice(.corporate, title: "代表取締役") }
    }

    @Test func `needs a title for a representative`() {
        let request = ImprintRequest(kind: .representative, organisation: nil, title: nil, ending: .automatic)
        #expect(throws: ImprintRefusal.missing(.title)) { try request.choice(for: "株式会社灯台工房") }
    }
}
