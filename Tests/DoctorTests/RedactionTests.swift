import Foundation
import Testing

@testable import Doctor

@Suite struct `A report` {
    let folder: TemporaryFolder
    let pin = "5f0e2a9c71d44b86"

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("pin", pin + "\n")
    }

    @Test func `never prints a secret, wherever it came from`() throws {
        let redaction = Redaction(
            files: [folder.path("pin")],
            urls: ["https://clerk:s3cr%2Bet@tsa.example.jp/tsa"]
        )
        let complaint = Complaint("TEST_ONLY", cause: Words("{}"), remedy: Words("{}"))
        let subject = Words("\(pin) and s3cr%2Bet and s3cr+et")
        let diagnosis = Diagnosis(
            title: "doctor",
            settings: "settings.json",
            environment: "TEST",
            at: Date(timeIntervalSince1970: 1_790_000_000),
            findings: Findings(problems: [complaint.problem(subject, refusesStart: true)]),
            redaction: redaction
        )
        for text in [diagnosis.text(in: .ja), diagnosis.text(in: .en), try diagnosis.json()] {
            #expect(!text.contains(pin))
            #expect(!text.contains("s3cr"))
            #expect(text.contains("•••"))
        }
    }

    @Test func `prints what is no secret as it is`() {
        #expect(Redaction(files: [folder.path("pin")], urls: []).applied(to: "署名 1–2") == "署名 1–2")
    }

    @Test func `steers no terminal`() {
        #expect(Redaction(files: [], urls: []).applied(to: "a\u{1B}[2Jb\u{9B}c\nd") == "a·[2Jb·c·d")
    }

    @Test func `shows a URL without the one who logs in`() {
        #expect(Redaction.printable("https://a:b@tsa.example.jp/x") == "https://•••@tsa.example.jp/x")
        #expect(Redaction.printable("https://tsa.example.jp/x") == "https://tsa.example.jp/x")
    }

    @Test(arguments: [
        "1234", "00000000", "12345678", "87654321", "90123456", "abcdefgh", "Password1!", "chigiri-pin", "changeme99",
    ])
    func `knows a default secret`(secret: String) throws {
        try folder.write("guess", secret)
        #expect(try #require(SecretFile(path: folder.path("guess"))).isGuessable)
    }

    @Test(arguments: ["5f0e2a9c71d44b86", "契約書の鍵は海の底", "w7Kq-2mZp"])
    func `takes an unlikely secret for what it is`(secret: String) throws {
        try folder.write("secret", secret)
        #expect(try !#require(SecretFile(path: folder.path("secret"))).isGuessable)
    }
}
