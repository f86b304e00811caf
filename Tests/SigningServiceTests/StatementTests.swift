import Testing

@testable import SigningService

@Suite struct `The consent to sign` {
    /// A released wording is never edited: a change is a new version.
    @Test(arguments: [
        (Language.ja, "9ba54b23c9d26d569ddef9680cd5834c379f823d08482c8c87f50e80a751bf3c"),
        (Language.en, "6389fb406a11ce8bc67eb98d9f2116c8a7c79a4386b770c7ce2d5bd0abe14a1b"),
    ])
    func `is the wording of its digest`(language: Language, digest: String) {
        #expect(ConsentStatement.consentToSign(in: language).digest.hexadecimal == digest)
    }

    @Test(arguments: Language.allCases)
    func `speaks of both kinds of signature`(language: Language) {
        let text = ConsentStatement.consentToSign(in: language).text

        #expect(text.contains("当事者型"))
        #expect(text.contains("立会人型"))
    }
}

@Suite struct `A mail address` {
    @Test(arguments: ["a@b", "hanako.takahashi@party.example", "x+y@Sub.Example.JP"])
    func `is accepted with one at sign and a plain domain`(text: String) throws {
        #expect(try MailAddress(text, field: "email").text.split(separator: "@").count == 2)
    }

    @Test(arguments: [
        "", "a", "@b", "a@", "a@b@c", "a b@c", "花子@party.example", "a@-b", "a@b..c", ".a@b", "a@b\n", "a\u{0}@b",
    ])
    func `is refused otherwise`(text: String) {
        #expect(throws: ServiceError.addressRefused(field: "email")) { try MailAddress(text, field: "email") }
    }
}
