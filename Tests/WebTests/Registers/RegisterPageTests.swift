import Foundation
import HTTPTypes
import HummingbirdTesting
import SignerProtocol
import SigningService
import Testing

@testable import Web

@Suite struct `A register that is declared in under forty lines` {
    @Test func `is one`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "DeclaredRegister.swift")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count < 40)
    }

    @Test func `has pages, approval, reminders, CSV and search`() async throws {
        try await RegisterHouse.open { house in
            // It is on the list, with nothing in it.
            let overview = try await house.page("/registers")
            #expect(overview.status == .ok)
            #expect(overview.text.contains("入室の鍵") && overview.text.contains("まだありません"))
            #expect(overview.text.contains("2.3.2.1-6"))

            // Its form has every field but the file.
            let form = try await house.page("/registers/key-cards/new")
            for name in ["f-card", "f-holder", "f-zone", "f-until", "f-copies", "f-returned", "f-remarks", "owner"] {
                #expect(form.text.contains("name=\"\(name)\""), "\(name)")
            }
            #expect(form.text.contains("min=\"1\" max=\"9\""))
            #expect(form.text.contains("maxlength=\"200\""))

            // It is proposed, not approved by its maker, and approved by somebody else.
            let made = try await house.send("/registers/key-cards/new", house.fields())
            #expect(made.headers[.location] == "/registers/key-cards/1")
            let mine = try await house.page("/registers/key-cards/1")
            #expect(mine.text.contains("承認できません（作った人です）"))
            #expect(!mine.text.contains("/registers/key-cards/1/approve"))
            let forced = try await house.send("/registers/key-cards/1/approve", "version=1")
            #expect(forced.status == .forbidden)
            #expect(forced.text.contains("承認できません（作った人です）"))
            let theirs = try await house.page("/registers/key-cards/1", house.approverCookie)
            #expect(theirs.text.contains("/registers/key-cards/1/approve"))
            let approved = try await house.send("/registers/key-cards/1/approve", "version=1", house.approverCookie)
            #expect(approved.headers[.location] == "/registers/key-cards/1")
            #expect(try await house.page("/registers").text.contains("そろっています"))

            // A change stands beside what it changes.
            let changed = try await house.send(
                "/registers/key-cards/1/edit",
                house.fields(["f-zone": "b", "f-until": "2026-10-01", "version": "2"])
            )
            #expect(changed.status == .seeOther)
            let both = try await house.page("/registers/key-cards/1")
            #expect(both.text.contains("甲室") && both.text.contains("乙室") && both.text.contains("変更のあと"))
            _ = try await house.send("/registers/key-cards/1/approve", "version=3", house.approverCookie)

            // The owner is reminded, and the list says it.
            let worker = Worker(house.needs)
            while try await worker.step() {}
            #expect(house.mails.messages.map(\.to) == ["person1@company.example"])
            #expect(house.mails.messages.first?.text.contains("/registers/key-cards/1") == true)
            #expect(try await house.page("/registers/key-cards").text.contains("注意"))

            // It goes out as CSV and comes in again as proposals.
            let csv = try await house.page("/registers/key-cards/export.csv")
            #expect(csv.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(csv.headers[.contentDisposition] == "attachment; filename*=UTF-8''key-cards.csv")
            #expect(csv.headers[.xContentTypeOptions] == "nosniff")
            let whole = csv.text.replacing("甲-001", with: "甲-002").replacing("\r\n1,", with: "\r\n,")
            let imported = try await house.upload("/registers/key-cards/import", named: "鍵.csv", Array(whole.utf8))
            #expect(imported.headers[.location] == "/registers/key-cards?state=waiting&imported=1")
            let waiting = try await house.page("/registers/key-cards?state=waiting&imported=1")
            #expect(waiting.text.contains("甲-002") && !waiting.text.contains("甲-001"))
            #expect(waiting.text.contains("1件を取り込みました。"))

            // It is searched, whatever the width.
            let found = try await house.page("/registers/key-cards?q=%EF%BC%90%EF%BC%90%EF%BC%92")
            #expect(found.text.contains("甲-002") && !found.text.contains("甲-001"))

            // And everything stays to be seen.
            let old = try await house.page("/registers/key-cards/1/versions/1")
            #expect(old.text.contains("甲室") && old.text.contains("第 1 版のときの内容"))
            #expect(try await CheckAuditLog(store: house.needs.store).run().faults.isEmpty)
        }
    }
}

@Suite struct `The pages of registers` {
    private static let paths = [
        "/registers", "/registers/key-cards", "/registers/key-cards/new", "/registers/key-cards/1",
        "/registers/key-cards/1/edit", "/registers/key-cards/1/versions/1", "/registers/key-cards/import",
        "/registers/key-cards/export.csv", "/registers/key-cards/1/files/receipt/1",
    ]

    @Test func `are for administrators alone`() async throws {
        try await RegisterHouse.open { house in
            _ = try await house.send("/registers/key-cards/new", house.fields())
            for path in Self.paths {
                let refused = try await house.page(path, house.senderCookie)
                #expect(refused.status == .forbidden, "\(path)")
                #expect(!refused.text.contains("甲-001"), "\(path)")
                #expect(try await house.client.page(path).status == .unauthorized, "\(path)")
            }
            let acts = ["new", "1/edit", "1/propose", "1/approve", "1/return", "1/retire", "1/drop"]
            for act in acts {
                let refused = try await house.send("/registers/key-cards/\(act)", "version=1", house.senderCookie)
                #expect(refused.status == .forbidden, "\(act)")
                let stranger = try await house.client.form(
                    "/registers/key-cards/\(act)",
                    "version=1",
                    origin: "https://evil.example",
                    cookie: house.makerCookie
                )
                #expect(stranger.status == .forbidden, "\(act)")
            }
            for path in ["import", "1/files/receipt/1"] {
                let refused = try await house.upload(
                    "/registers/key-cards/\(path)",
                    named: "a.csv",
                    Array("a".utf8),
                    house.senderCookie
                )
                #expect(refused.status == .forbidden, "\(path)")
            }
            let senders = try await house.page("/envelopes/new", house.senderCookie)
            #expect(!senders.text.contains("href=\"/registers\""))
            #expect(try await house.page("/envelopes/new").text.contains("href=\"/registers\""))
        }
    }

    @Test func `speak both languages`() async throws {
        try await RegisterHouse.open { house in
            _ = try await house.send("/registers/key-cards/new", house.fields())
            for path in Self.paths.dropLast(2) {
                let page = try await house.page(path, in: "en")
                #expect(page.status == .ok, "\(path)")
                #expect(page.text.contains("<html lang=\"en\">"), "\(path)")
                #expect(!page.text.contains("registers."), "\(path)")
            }
        }
    }

    @Test func `give back what was typed, and say what is wrong where it is wrong`() async throws {
        try await RegisterHouse.open { house in
            let wrong = house.fields(["f-card": "", "f-copies": "2", "f-remarks": "<b>\u{202E}", "f-holder": "x"])
            let page = try await house.send("/registers/key-cards/new", wrong)
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("id=\"f-holder-error\"") && page.text.contains("id=\"f-remarks-error\""))
            #expect(page.text.contains("&lt;b&gt;") && !page.text.contains("<b>\u{202E}"))
            #expect(page.text.contains("value=\"2027-03-31\""))

            let rule = try await house.send("/registers/key-cards/new", house.fields(["f-copies": "2"]))
            #expect(rule.text.contains("二枚以上は渡せません。"))
            #expect(rule.text.contains("aria-describedby=\"f-copies-error\""))

            let draft = try await house.send(
                "/registers/key-cards/new",
                house.fields(["f-copies": "", "f-zone": "", "act": "draft"])
            )
            #expect(draft.headers[.location] == "/registers/key-cards/1")
            let early = try await house.send("/registers/key-cards/1/propose", "version=1")
            #expect(early.status == .unprocessableContent)
            #expect(early.text.contains("区画: 何も書かれていません。"))
        }
    }

    @Test func `go back with the reason`() async throws {
        try await RegisterHouse.open { house in
            _ = try await house.send("/registers/key-cards/new", house.fields())
            let empty = try await house.send("/registers/key-cards/1/return", "version=1&reason=", house.approverCookie)
            #expect(empty.status == .unprocessableContent)
            _ = try await house.send(
                "/registers/key-cards/1/return",
                RegisterHouse.form(["version": "1", "reason": "番号がちがいます。"]),
                house.approverCookie
            )
            let page = try await house.page("/registers/key-cards/1")
            #expect(page.text.contains("承認 花子 さんが差し戻しました。理由: 番号がちがいます。"))
            #expect(page.text.contains("/registers/key-cards/1/propose"))
        }
    }

    @Test func `act only on what was shown`() async throws {
        try await RegisterHouse.open { house in
            _ = try await house.send("/registers/key-cards/new", house.fields())
            _ = try await house.send("/registers/key-cards/1/edit", house.fields(["version": "1", "f-zone": "b"]))
            for fields in ["version=1", "", "version=x"] {
                let late = try await house.send("/registers/key-cards/1/approve", fields, house.approverCookie)
                #expect(late.status == .conflict, "\(fields)")
            }
            let lateForm = try await house.send(
                "/registers/key-cards/1/edit",
                house.fields(["version": "1", "f-remarks": "後から"])
            )
            #expect(lateForm.status == .conflict)
            #expect(lateForm.text.contains("後から"))
            #expect(lateForm.text.contains("name=\"version\" value=\"1\""))
        }
    }

    @Test func `name every line of an import that is wrong, and import nothing`() async throws {
        try await RegisterHouse.open { house in
            let csv = "鍵の番号,区画,期限,持つ人\n甲-1,甲室,2027-01-01,person1@company.example\n甲-2,丙室,2027-13-01,nobody"
            let page = try await house.upload("/registers/key-cards/import", named: "a.csv", Array(csv.utf8))
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("選べる答えではありません。") && page.text.contains("日付ではありません。"))
            #expect(page.text.matches(of: /<td class="num">3<\/td>/).count == 3)
            #expect(try await house.page("/registers/key-cards").text.contains("まだ記録はありません"))
        }
    }

    @Test func `know no other registers or entries`() async throws {
        try await RegisterHouse.open { house in
            for path in [
                "/registers/nothing", "/registers/Key-Cards", "/registers/key-cards/7", "/registers/key-cards/x",
                "/registers/key-cards/1/versions/1", "/registers/key-cards/1/files/receipt/1",
            ] {
                let page = try await house.page(path)
                #expect(page.status == .notFound, "\(path)")
            }
        }
    }

    @Test func `have words for everything that is refused, and for every state`() throws {
        let words = try PageWords()
        let reasons: [RegisterRefusal.Reason] = [
            .missing, .textRefused, .textTooLong(limit: 1), .notADay, .notANumber(1...2), .notAChoice, .notYesOrNo,
            .personUnknown, .entryUnknown, .taken(number: 1), .rule(RegisterWords("あ", "a")), .attachmentTyped,
        ]
        let lines: [RegisterLineRefusal.Reason] = [
            .notUTF8, .quoteOpen, .quoteMisplaced, .empty, .tooManyRows(limit: 1), .columnUnknown, .columnTwice,
            .cellCount(expected: 1), .numberUnknown, .numberTwice, .notPossible,
        ]
        let paths =
            reasons.map { "refused.\($0.code)" } + lines.map { "line.\($0.code)" }
            + RegisterStanding.Verdict.allCases.map { "verdict.\($0.rawValue)" }
            + RegisterListing.Filter.allCases.map { "filter.\($0.rawValue)" }
            + ["draft", "returned", "proposed", "changeProposed", "current", "attention", "overdue", "retired"]
            .map { "standing.\($0)" }
        for path in paths {
            for language in Language.allCases {
                #expect(words.table(in: language)["registers"]?[path] != nil, "\(path) in \(language)")
            }
        }
    }
}
