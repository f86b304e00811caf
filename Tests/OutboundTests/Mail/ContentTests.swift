import Foundation
import SigningService
import Testing

@testable import Outbound

@Suite(.enabled(if: MailTests.prepared != nil, MailTests.isAbsent))
struct `What arrives` {
    /// Sends all of these over one connection and reads what arrived, in the same order.
    private func delivered(_ messages: [MailMessage]) async throws -> [ArrivedMail] {
        let server = try MailServer(.onThisMachine)
        try await SMTPMailSender.with(try server.relay()) { sender in
            for (number, message) in messages.enumerated() { try await sender.send(message, id: "message-\(number)") }
        }
        return try server.arrived()
    }

    private static let plainFields = [
        "Date", "From", "To", "Reply-To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    ]

    @Test func `is what was sent, byte for byte`() async throws {
        let text = "髙橋 花子 様\n\n契約書「業務委託契約 🖋️」\n.\n..\n.END\nFrom here\n\(String(repeating: "長い", count: 2_000))\n"
        let html = "<!DOCTYPE html>\n<p>髙橋 &amp; 花子</p>\n.\n"
        let subject = "[試験環境 TEST ENVIRONMENT] 署名のお願い: 葛\u{E0100}城と👨‍👩‍👧‍👦の、とても長い業務委託契約（第二版・最終・改）"
        let mail = try #require(
            try await delivered([
                MailMessage(to: "hanako@party.example", name: "髙橋 花子", subject: subject, text: text, html: html)
            ]).first
        )
        #expect(mail.subject == subject)
        #expect(Array(mail.text.utf8) == Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8))
        #expect(Array((mail.html ?? "").utf8) == Array(html.replacingOccurrences(of: "\n", with: "\r\n").utf8))
        #expect(mail.from == [["契約株式会社", "keiyaku@example.jp"]])
        #expect(mail.to == [["髙橋 花子", "hanako@party.example"]])
        #expect(mail.replyTo == [["", "help@example.jp"]])
        #expect(mail.fields == Self.plainFields)
        #expect(mail.parts == ["multipart/alternative", "text/plain", "text/html"])
        #expect(mail.autoSubmitted == "auto-generated")
        #expect(mail.date == "2026-09-21T14:13:20+00:00")
        #expect(mail.defects == [] && mail.isASCII && !mail.hasBareLineEnds && mail.longestLine <= 78)
    }

    @Test func `is one part when there is only text`() async throws {
        let mail = try #require(
            try await delivered([MailMessage(to: "a@party.example", subject: "Completed: NDA", text: "x\n")]).first
        )
        #expect(mail.type == "text/plain" && mail.text == "x\r\n" && mail.html == nil)
        #expect(mail.subject == "Completed: NDA")
        #expect(mail.to == [["", "a@party.example"]])
        #expect(mail.defects == [])
    }

    static let hostile = [
        "a\r\nBcc: victim@example.com", "a\nX-Evil: 1\n\nbody", "a\rSubject: b", "a\u{0}b\u{1B}[31m",
        "=?UTF-8?Q?=0D=0ABcc:_x?=",
        "a\u{2028}b\u{2029}c\u{85}d", "\u{202E}gro.elpmaxe", "\" <x@y.example>, \"", "<script>", "a;b,c:d@e",
        "\u{0600}<", "",
        "   ", String(repeating: "契", count: 5_000), String(repeating: "x", count: 5_000),
        String(repeating: "👨‍👩‍👧‍👦", count: 500), "e" + String(repeating: "\u{301}", count: 2_000),
        "\r\n.\r\nMAIL FROM:<x@y>",
        "--=_boundary", "\u{FEFF}\u{200B}x",
    ]

    @Test func `has no field that title or name put there`() async throws {
        let mails = try await delivered(
            Self.hostile.map {
                MailMessage(to: "taro@party.example", name: $0, subject: $0, text: "\($0)\n", html: "\($0)\n")
            }
        )
        #expect(mails.count == Self.hostile.count)
        for (text, mail) in zip(Self.hostile, mails) {
            #expect(mail.fields == Self.plainFields, "\(text.debugDescription)")
            #expect(mail.to.count == 1 && mail.to[0][1] == "taro@party.example", "\(text.debugDescription)")
            #expect(mail.envelope.to == ["taro@party.example"])
            #expect(mail.parts.count == 3 && mail.defects == [], "\(text.debugDescription): \(mail.defects)")
            #expect(mail.isASCII && !mail.hasBareLineEnds && mail.longestLine <= 78)
            let shown = HeaderText.line(text)
            #expect(mail.subject == shown, "\(text.debugDescription)")
            #expect(mail.to[0][0] == shown, "\(text.debugDescription)")
            #expect(!mail.subject.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }

    @Test func `survives random texts`() async throws {
        var generator = SplitMix64(seed: 29)
        let pool = (0x20...0x7E).map { Unicode.Scalar(UInt8($0)) } + "\r\n\t=?_契約葛\u{E0100}髙🖋️é".unicodeScalars
        let texts = (0..<150).map { _ in
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...120, using: &generator) {
                if let scalar = pool.randomElement(using: &generator) { text.append(scalar) }
            }
            return String(text)
        }
        let mails = try await delivered(
            texts.map { MailMessage(to: "taro@party.example", name: $0, subject: $0, text: $0, html: $0) }
        )
        for (text, mail) in zip(texts, mails) {
            #expect(mail.fields == Self.plainFields && mail.defects == [], "\(text.debugDescription)")
            #expect(mail.subject == HeaderText.line(text), "\(text.debugDescription)")
            #expect(mail.to == [[HeaderText.line(text), "taro@party.example"]], "\(text.debugDescription)")
            #expect(mail.longestLine <= 78)
        }
    }
}

@Suite struct `A composed mail` {
    @Test(arguments: [
        "", "nobody", "a@b@c", "a b@c.example", "a@c.example\r\nRCPT TO:<x@y.example>", "<a@c.example>", "署名@例え.jp",
    ])
    func `is for one address in ASCII`(address: String) throws {
        let message = MailMessage(to: address, subject: "x", text: "x")
        #expect(throws: OutboundError.messageRefused(reason: "address")) {
            try ComposedMail(message, id: "1", from: .example(), at: Date())
        }
    }

    @Test func `is of bounded size`() throws {
        let message = MailMessage(to: "a@b.example", subject: "x", text: String(repeating: "契", count: 50_000))
        #expect(throws: OutboundError.messageRefused(reason: "size")) {
            try ComposedMail(message, id: "1", from: .example(), at: Date())
        }
        guard case .refused = OutboundError.messageRefused(reason: "size").aboutMail else {
            Issue.record("it would be tried again for ever")
            return
        }
    }

    @Test(
        arguments: [
            ("250 OK", 250, nil), ("550 5.1.1 <a@b>: no", 550, "5.1.1"), ("421", 421, nil), ("550 5.1", 550, nil),
            ("554 5.7.26", 554, "5.7.26"), ("550 5.1.1111 x", 550, nil),
        ] as [(String, Int, String?)]
    )
    func `is answered by a reply that is read strictly`(line: String, code: Int, status: String?) throws {
        #expect(SMTPReply(line: line) == SMTPReply(code: code, status: status))
    }

    @Test(arguments: ["250-SIZE 100", "", "25", "ABC x", "+50 x", "999 x", "１２３ x"])
    func `is not answered by anything else`(line: String) {
        #expect(SMTPReply(line: line) == nil)
    }
}

/// Random numbers that are the same in every run.
private struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
