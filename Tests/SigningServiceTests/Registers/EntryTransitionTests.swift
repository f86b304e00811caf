import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `An entry of a register` {
    @Test func `stands once somebody else has approved it`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let entry = try await world.proposed()
        #expect(entry.state.name == .proposed)
        #expect(entry.approval == nil)

        let approved = try await world.registers.approve(1, in: "insurances", seen: 1, by: world.approver)

        #expect(approved.state.name == .approved)
        #expect(approved.approval?.approver == world.approver.account.id)
        #expect(approved.content?.text("covers") == "漏えい\n賠償")
        #expect(approved.proposal == nil)
    }

    @Test func `is not approved by whoever made it`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed()

        await #expect(throws: ServiceError.approvedByMaker) {
            try await world.registers.approve(1, in: "insurances", seen: 1, by: world.maker)
        }
        let entry = try await world.registers.entry(1, in: "insurances", for: world.maker).entry
        #expect(entry.state.name == .proposed)
    }

    /// Else one could write, let the other touch it, and approve one's own words.
    @Test func `is not approved by anybody who had a hand in it`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed()
        let touched = try await world.registers.write(
            world.typed(["amount": "600"]),
            to: 1,
            in: "insurances",
            seen: 1,
            as: .proposal,
            by: world.approver
        )

        for person in [world.maker, world.approver] {
            await #expect(throws: ServiceError.approvedByMaker) {
                try await world.registers.approve(1, in: "insurances", seen: touched.version, by: person)
            }
        }
    }

    @Test func `goes on standing while a change of it waits`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let entry = try await world.approved()
        let changed = try await world.registers.write(
            world.typed(["amount": "700"]),
            to: 1,
            in: "insurances",
            seen: entry.version,
            as: .proposal,
            by: world.approver
        )
        #expect(changed.state.name == .approved)
        #expect(changed.approval?.content.number("amount") == 500)
        #expect(changed.proposal?.content.number("amount") == 700)

        let approved = try await world.registers.approve(
            1,
            in: "insurances",
            seen: changed.version,
            by: world.maker
        )
        #expect(approved.content?.number("amount") == 700)
    }

    @Test func `goes back with a reason, and comes again`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed()
        await #expect(throws: ServiceError.textRefused(field: "reason")) {
            try await world.registers.giveBack(1, in: "insurances", seen: 1, because: " ", by: world.approver)
        }
        let returned = try await world.registers.giveBack(
            1,
            in: "insurances",
            seen: 1,
            because: "金額",
            by: world.approver
        )
        #expect(returned.state.name == .draft)
        #expect(RegisterEntryStanding(of: returned, .insurances, on: CalendarDay(at: world.needs.now())) == .returned)

        let again = try await world.registers.propose(1, in: "insurances", seen: 2, by: world.maker)
        #expect(again.proposal?.makers == [world.maker.account.id])
        #expect(again.state.name == .proposed)
    }

    @Test func `is retired by two, and never changed again`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let entry = try await world.approved()
        let asked = try await world.registers.retire(1, in: "insurances", seen: entry.version, by: world.maker)
        #expect(asked.state.name == .approved)
        await #expect(throws: ServiceError.approvedByMaker) {
            try await world.registers.approve(1, in: "insurances", seen: asked.version, by: world.maker)
        }
        let retired = try await world.registers.approve(
            1,
            in: "insurances",
            seen: asked.version,
            by: world.approver
        )
        #expect(retired.state.name == .retired)

        await #expect(throws: ServiceError.entryNotPossible(state: "retired")) {
            try await world.registers.write(
                world.typed,
                to: 1,
                in: "insurances",
                seen: retired.version,
                as: .draft,
                by: world.maker
            )
        }
    }

    @Test func `may be dropped before it stands, and its change afterwards`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed()
        #expect(try await world.registers.drop(1, in: "insurances", seen: 1, by: world.maker).state.name == .retired)

        let entry = try await world.approved()
        let changed = try await world.registers.write(
            world.typed,
            to: 2,
            in: "insurances",
            seen: entry.version,
            as: .draft,
            by: world.maker
        )
        let dropped = try await world.registers.drop(2, in: "insurances", seen: changed.version, by: world.maker)
        #expect(dropped.approval == entry.approval)
        #expect(dropped.proposal == nil)
    }

    @Test func `of a register without a second person stands at once`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let insurance = try await world.approved()
        let typed = RegisterTyped(
            values: ["what": "雨漏り", "by": insurance.id.text],
            owner: world.maker.account.id.text
        )
        let claim = try await world.registers.make(typed, in: "claims", as: .proposal, by: world.maker)
        #expect(claim.state.name == .approved)
        #expect(claim.approval?.approver == nil)
        let listing = try await world.registers.listing(of: "claims", for: world.maker)
        let field = try #require(listing.declaration.field("by"))
        #expect(listing.context.text(of: claim.content?.values["by"], in: field, .ja) == "1 サイバー保険")
    }

    @Test func `is changed only as it was seen`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed()
        try await world.registers.write(
            world.typed(["amount": "1"]),
            to: 1,
            in: "insurances",
            seen: 1,
            as: .proposal,
            by: world.maker
        )
        await #expect(throws: ServiceError.conflict) {
            try await world.registers.approve(1, in: "insurances", seen: 1, by: world.approver)
        }
    }

    @Test func `is nothing to those who are no administrators`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed()
        await #expect(throws: ServiceError.notAllowed) {
            try await world.registers.listing(of: "insurances", for: world.sender)
        }
        await #expect(throws: ServiceError.notAllowed) {
            try await world.registers.approve(1, in: "insurances", seen: 1, by: world.sender)
        }
        await #expect(throws: ServiceError.notAllowed) {
            try await world.registers.make(world.typed, in: "insurances", as: .draft, by: world.sender)
        }
        await #expect(throws: ServiceError.notAllowed) {
            try await world.registers.export("insurances", in: .ja, for: world.sender)
        }
    }

    @Test func `leaves every version and an unbroken chain that commits to each`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.approved()
        let file = try await world.registers.entry(1, in: "insurances", for: world.maker)
        #expect(file.history.map(\.action) == ["register entry proposed", "register entry approved"])
        #expect(file.history.map(\.entry.version) == [1, 2])

        let records = try await world.needs.store.read { try $0.audit(chain: "register/insurances") }
        try records.verifyAuditChain()
        #expect(records.count == 2)
        for (record, version) in zip(records, file.history) {
            let payload = String(decoding: try #require(record.payload).bytes, as: UTF8.self)
            let digest = try version.entry.contentDigest()
            #expect(payload.contains(digest))
        }
    }
}

@Suite struct `What is typed for an entry` {
    @Test func `is refused field by field`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let wrong = world.typed([
            "name": "a\u{202E}b", "covers": String(repeating: "字", count: 2_001), "kind": "theft", "amount": "０",
            "until": "2026-02-30", "mutual": "maybe", "contact": "00", "policy": "x.pdf",
        ])
        let error = try await refusal {
            _ = try await world.registers.make(wrong, in: "insurances", as: .draft, by: world.maker)
        }
        #expect(
            error.refusals == [
                "name": "textRefused", "covers": "textTooLong", "kind": "notAChoice", "amount": "notANumber",
                "until": "notADay", "mutual": "notYesOrNo", "contact": "personUnknown",
            ]
        )
    }

    @Test(arguments: ["+5", "05", "5.0", "100001", "-6", "1e3", "９"])
    func `as a number has one spelling within its range`(text: String) async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let error = try await refusal { try await world.proposed(["amount": text]) }
        #expect(error.refusals == ["amount": "notANumber"])
    }

    @Test func `may lack something as a draft, but not as a proposal`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let little = RegisterTyped(values: ["name": "火災"], owner: world.maker.account.id.text)
        let draft = try await world.registers.make(little, in: "insurances", as: .draft, by: world.maker)
        #expect(draft.state.name == .draft)
        let error = try await refusal {
            _ = try await world.registers.propose(1, in: "insurances", seen: 1, by: world.maker)
        }
        #expect(error.refusals == ["kind": "missing", "until": "missing"])
    }

    @Test func `must not be what another entry has, whatever its width and case`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed(["name": "Cyber ガード"])
        let error = try await refusal { try await world.proposed(["name": "ＣＹＢＥＲ　ｶﾞｰﾄﾞ"]) }
        #expect(error.refusals == ["name": "taken"])
        try await world.registers.drop(1, in: "insurances", seen: 1, by: world.maker)
        try await world.proposed(["name": "ＣＹＢＥＲ　ｶﾞｰﾄﾞ"])
    }

    @Test func `is refused where a rule refuses it, and asks for attention where one does`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let error = try await refusal { try await world.proposed(["amount": "0"]) }
        #expect(error.refusals == ["amount": "rule"])
        let entry = try await world.approved(["amount": "5"])
        let findings = RegisterDeclaration.insurances.findings(of: entry, on: CalendarDay(at: world.needs.now()))
        #expect(findings.map(\.severity) == [.attention])
    }

    @Test func `names only people of the organisation and entries that are not retired`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let entry = try await world.proposed()
        try await world.registers.drop(1, in: "insurances", seen: 1, by: world.maker)
        let error = try await refusal {
            _ = try await world.registers.make(
                RegisterTyped(
                    values: ["what": "x", "by": entry.id.text],
                    owner: OrganisationID(from: systemRandomBytes).text
                ),
                in: "claims",
                as: .proposal,
                by: world.maker
            )
        }
        #expect(error.refusals == ["by": "entryUnknown", "owner": "personUnknown"])
    }
}
