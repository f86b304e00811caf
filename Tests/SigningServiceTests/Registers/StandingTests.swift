import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A register` {
    private func standing(_ world: RegisterWorld) async throws -> RegisterStanding {
        try await world.registers.standing(
            of: "insurances",
            in: world.maker.organisation,
            at: world.needs.now()
        )
    }

    @Test func `is missing until an entry stands`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        #expect(try await standing(world).verdict == .missing)
        try await world.proposed()
        let waiting = try await standing(world)
        #expect(waiting.verdict == .missing)
        #expect(waiting.waiting == 1)
    }

    @Test func `is current, asks for attention from thirty days before, and is overdue a day after`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let today = CalendarDay(at: world.needs.now())
        for (days, verdict) in [
            (31, RegisterStanding.Verdict.current), (30, .attention), (0, .attention), (-1, .overdue),
        ] {
            let entry = try await world.approved(["until": today.adding(days: days).text])
            let standing = try await standing(world)
            #expect(standing.verdict == verdict, "\(days)")
            #expect(standing.nextDay == today.adding(days: days))
            #expect(standing.newestApproval == world.needs.now())
            #expect((standing.approved, standing.attention + standing.overdue) == (1, verdict == .current ? 0 : 1))
            let number = entry.number
            let asked = try await world.registers.retire(
                number,
                in: "insurances",
                seen: entry.version,
                by: world.maker
            )
            try await world.registers.approve(number, in: "insurances", seen: asked.version, by: world.approver)
        }
        #expect(try await standing(world).verdict == .missing)
    }

    @Test func `asks for attention while a change waits, and for a review in time`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let entry = try await world.approved(["until": "2099-01-01"])
        #expect(try await standing(world).verdict == .current)
        try await world.registers.retire(1, in: "insurances", seen: entry.version, by: world.maker)
        #expect(try await standing(world).verdict == .attention)
        try await world.registers.drop(1, in: "insurances", seen: entry.version + 1, by: world.maker)

        world.world.clock.advance(by: .seconds(86_400 * 732))
        #expect(try await standing(world).verdict == .overdue)
        let same = try await world.registers.write(
            world.typed(["until": "2099-01-01"]),
            to: 1,
            in: "insurances",
            seen: entry.version + 2,
            as: .proposal,
            by: world.maker
        )
        try await world.registers.approve(1, in: "insurances", seen: same.version, by: world.approver)
        #expect(try await standing(world).verdict == .current)
    }

    @Test func `is found by the clause that it answers`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let (organisation, time) = (world.maker.organisation, world.needs.now())
        let found = try await world.registers.standings(for: "2.1.3-5", in: organisation, at: time)
        #expect(found.map(\.register) == ["insurances", "claims"])
        #expect(try await world.registers.standings(for: "2.1.1-1", in: organisation, at: time).isEmpty)
    }

    @Test func `is searched by every word, whatever its width and case`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.approved(["name": "ｻｲﾊﾞｰ Guard", "kind": "cyber"])
        try await world.approved(["name": "火災 一号", "kind": "fire", "covers": "①号棟"])
        let listing = try await world.listing()
        func found(_ text: String, _ filter: RegisterListing.Filter = .open) -> [Int] {
            listing.entries(filter, searching: text).map(\.number)
        }
        #expect(found("") == [1, 2])
        #expect(found("サイバー ＧＵＡＲＤ") == [1])
        #expect(found("サイバー 火災").isEmpty)
        #expect(found("1号棟") == [2])
        #expect(found("Fire") == [2])
        #expect(found("送信 太郎") == [1, 2])
        #expect(found("500").isEmpty)
        #expect(found("", .draft).isEmpty)
        #expect(found("", .approved) == [1, 2])
    }
}

@Suite struct `A reminder` {
    @Test func `goes to the owner once at each step, and is recorded`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let today = CalendarDay(at: world.needs.now())
        try await world.approved(["until": today.adding(days: 40).text])
        var steps: [Int] = []
        for day in 0...45 {
            let before = world.world.mail.subjects.count
            try await world.work()
            try await world.work()
            if world.world.mail.subjects.count > before { steps.append(40 - day) }
            world.world.clock.advance(by: .seconds(86_400))
        }
        #expect(steps == [30, 7, 0, -1])
        let records = try await world.needs.store.read { try $0.audit(chain: "register/insurances") }
        #expect(records.filter { $0.entry.action == "register reminder sent" }.count == 4)
        try records.verifyAuditChain()
    }

    @Test func `says only the nearest step when it comes late`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let today = CalendarDay(at: world.needs.now())
        try await world.approved(["until": today.adding(days: 3).text])
        try await world.work()
        #expect(world.world.mail.subjects == ["[試験環境 TEST ENVIRONMENT] 台帳の期限: 保険 1"])
    }

    @Test func `is written in text and on a page`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let today = CalendarDay(at: world.needs.now())
        try await world.approved(["until": today.adding(days: 3).text])
        try await world.work()
        let message = try #require(world.world.mail.messages(to: world.maker.account.address.text).first)
        #expect(message.name == world.maker.account.name)
        #expect(message.text.contains("\n\nhttps://localhost:8443/registers/insurances/1\n"))
        let html = try #require(message.html)
        #expect(html.contains(#"href="https://localhost:8443/registers/insurances/1""#))
        #expect(html.contains("台帳「保険」") && html.contains(#"<p lang="en""#))
        #expect(html.contains("<title>[試験環境 TEST ENVIRONMENT] 台帳の期限: 保険 1</title>"))
    }

    @Test func `that is refused for ever is recorded, and not sent again`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let owner = world.maker.account.address.text
        world.world.mail.answer(mailTo: owner, with: .refused(service: "mail", reason: "RCPT 550"))
        let today = CalendarDay(at: world.needs.now())
        try await world.approved(["until": today.adding(days: 3).text])
        for _ in 0..<3 {
            try await world.work()
            world.world.clock.advance(by: Job.longestPause)
        }
        let records = try await world.needs.store.read { try $0.audit(chain: "register/insurances") }
        #expect(records.filter { $0.entry.action == "mail refused" }.count == 1)
        #expect(!records.contains { $0.entry.action == "register reminder sent" })
        #expect(world.world.mail.messages(to: owner).isEmpty)
    }

    @Test func `of another day begins again`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let today = CalendarDay(at: world.needs.now())
        let entry = try await world.approved(["until": today.adding(days: 3).text])
        try await world.work()
        let changed = try await world.registers.write(
            world.typed(["until": today.adding(days: 5).text]),
            to: 1,
            in: "insurances",
            seen: entry.version,
            as: .proposal,
            by: world.maker
        )
        try await world.registers.approve(1, in: "insurances", seen: changed.version, by: world.approver)
        try await world.work()
        #expect(world.world.mail.subjects.count == 2)
    }

    /// Nothing but the end of an envelope may be put off for longer.
    @Test func `is looked for again within the longest pause`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await Worker(world.needs).resume()
        try await world.work()
        let jobs = try await world.needs.store.read { try $0.jobs() }
        #expect(jobs.map(\.job) == [.remind])
        #expect(jobs.first?.notBefore == world.needs.now().advanced(by: Job.longestPause))
        #expect(try await !Worker(world.needs).step())
        world.world.clock.advance(by: Job.longestPause)
        #expect(try await Worker(world.needs).step())
    }
}
