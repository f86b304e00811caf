import Foundation
import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A table as text` {
    @Test func `is written as RFC 4180 and Excel have it`() {
        let bytes = CSVText.bytes(of: [["a", "b"], ["x,\"y\"", "1\n2"], ["", "契"]])
        #expect(Array(bytes.prefix(3)) == [0xEF, 0xBB, 0xBF])
        #expect(String(decoding: bytes.dropFirst(3), as: UTF8.self) == "a,b\r\n\"x,\"\"y\"\"\",\"1\n2\"\r\n,契\r\n")
    }

    @Test(arguments: [[["a"], ["b"]], [["a", ""], ["\"", "\r\n"]], [["\u{FEFF}x", "か\u{3099}"], [",", "'"]]])
    func `comes back as it was`(rows: [[String]]) throws {
        #expect(try CSVText.rows(of: CSVText.bytes(of: rows)).map(\.cells) == rows)
    }

    @Test func `tells the line on which each row begins`() throws {
        let rows = try CSVText.rows(of: Array("a,b\n\"1\n2\",c\r\n\nd,e".utf8))
        #expect(rows.map(\.line) == [1, 2, 5])
        #expect(rows.last?.cells == ["d", "e"])
    }

    @Test(
        arguments: [
            ("a\n\"b", 2, "quoteOpen"), ("a\nb\"c", 2, "quoteMisplaced"), ("a\n\n\"b\"c", 3, "quoteMisplaced"),
            ("a\rb\n\"\"\"", 2, "quoteOpen"),
        ]
    )
    func `is refused with its line`(text: String, line: Int, code: String) {
        do throws(RegisterLineRefusal) {
            _ = try CSVText.rows(of: Array(text.utf8))
            Issue.record("nothing was refused")
        } catch {
            #expect(error.line == line)
            #expect(error.reason.code == code)
        }
    }

    @Test func `has to be UTF-8`() {
        #expect(throws: RegisterLineRefusal(line: 1, column: nil, .notUTF8)) {
            try CSVText.rows(of: [0x82, 0xA0, 0x0A])
        }
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@x", "\tx", "'=x", "''=x", "＝1", "'", "'a", "a=b", "", "''"])
    func `has no formulas, and gives every text back`(text: String) {
        let cell = FormulaGuard.defused(text)
        #expect(!["=", "+", "-", "@", "\t", "＝"].contains(cell.prefix(1)))
        #expect(FormulaGuard.restored(cell) == text)
    }
}

@Suite struct `A register as CSV` {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.dropFirst(3), as: UTF8.self) }

    @Test func `is imported as it was exported, and changes nothing`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.approved(["name": "=cmd|' /C calc'!A0", "covers": "一\n\"二\", 三"])
        try await world.proposed(["name": "-別", "amount": "-5"])
        for language in Language.allCases {
            let bytes = try await world.registers.export("insurances", in: language, for: world.maker)
            #expect(!text(bytes).contains("\n="))
            #expect(text(bytes).contains("'=cmd"))
            #expect(text(bytes).contains(",-5,"))
            #expect(try await world.registers.importTable(bytes, into: "insurances", by: world.maker).isEmpty)
        }
    }

    @Test func `begins entries and changes those that have a number, as proposals`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.approved()
        let csv = """
            番号,名前,種類,満期,担当者,連絡の係
            1,サイバー保険,サイバー,2028/4/1,,\(world.maker.account.address.text)
            ,火災保険,fire,2027-04-01,\(world.approver.account.address.text),
            """
        let numbers = try await world.registers.importTable(Array(csv.utf8), into: "insurances", by: world.maker)
        #expect(numbers == [1, 2])
        let entries = try await world.listing().entries
        #expect(entries[0].approval?.content.day("until")?.text == "2027-03-31")
        #expect(entries[0].proposal?.content.day("until")?.text == "2028-04-01")
        #expect(entries[0].proposal?.content.number("amount") == 500)
        #expect(entries[1].state.name == .proposed)
        #expect(entries[1].content?.owner == world.approver.account.id)
        await #expect(throws: ServiceError.approvedByMaker) {
            try await world.registers.approve(2, in: "insurances", seen: 1, by: world.maker)
        }
    }

    @Test func `is imported whole or not at all, and every wrong line is named`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let csv = """
            番号,名前,種類,満期,金額（万円）
            ,良い保険,cyber,2027-04-01,5
            ,"二行の
            名前",fire,2027-04-01,5
            ,火災保険,fire,2027-02-30,abc
            9,火災保険,fire,2027-04-01,5
            ,火災保険,fire,2027-04-01
            ,良い保険,fire,2027-04-01,5
            ,無料,fire,2027-04-01,0
            """
        let error = try await refusal {
            _ = try await world.registers.importTable(Array(csv.utf8), into: "insurances", by: world.maker)
        }
        #expect(error.lines == ["3 textRefused", "5 notADay", "5 notANumber", "6 numberUnknown", "7 cellCount"])
        let second = """
            名前,種類,満期,金額（万円）
            良い保険,cyber,2027-04-01,5
            良い保険,fire,2027-04-01,5
            無料,fire,2027-04-01,0
            ,fire,2027-04-01,1
            """
        let again = try await refusal {
            _ = try await world.registers.importTable(Array(second.utf8), into: "insurances", by: world.maker)
        }
        #expect(again.lines == ["3 taken", "4 rule", "5 missing"])
        #expect(try await world.listing().entries.isEmpty)
        #expect(try await world.needs.store.read { try $0.audit(chain: "register/insurances") }.isEmpty)
    }

    @Test func `with unknown or double columns is refused`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        for (csv, lines) in [
            ("名前,色\nx,赤", ["1 columnUnknown"]), ("名前,Name\nx,y", ["1 columnTwice"]), ("名前", ["1 empty"]),
            ("", ["1 empty"]),
        ] {
            let error = try await refusal {
                _ = try await world.registers.importTable(Array(csv.utf8), into: "insurances", by: world.maker)
            }
            #expect(error.lines == lines, "\(csv)")
        }
    }
}
