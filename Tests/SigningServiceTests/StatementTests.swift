import Testing

@testable import SigningService

@Suite struct `The consent to sign` {
    /// A released wording is never edited: a change is a new version.
    @Test(arguments: [
        (1, Language.ja, "9ba54b23c9d26d569ddef9680cd5834c379f823d08482c8c87f50e80a751bf3c"),
        (1, Language.en, "6389fb406a11ce8bc67eb98d9f2116c8a7c79a4386b770c7ce2d5bd0abe14a1b"),
        (2, Language.ja, "9fe3176d4351d788084e62be3fb33731d8e7cb84a28c6414e05b3c6ff74aa042"),
        (2, Language.en, "7df5a17a9b1c7efc35d5a4bc77806f7a27d55e9d05ec56c361ce8fd1037d18b6"),
    ])
    func `is the wording of its digest`(version: Int, language: Language, digest: String) {
        #expect(ConsentStatement.consentToSign(in: language, version: version).digest.hexadecimal == digest)
    }

    @Test(arguments: Language.allCases)
    func `asks for the newest wording`(language: Language) {
        #expect(ConsentStatement.consentToSign(in: language).version == 2)
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
