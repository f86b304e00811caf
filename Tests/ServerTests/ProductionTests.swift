import Doctor
import Foundation
import SigningService
import Testing

@testable import Server

@Suite struct `A production configuration` {
    /// One thing of a trial, put into a configuration that is otherwise fit.
    struct TrialPart: Sendable, CustomTestStringConvertible {
        let code: String
        let testDescription: String
        let put: @Sendable (SettingsFixture) throws -> Void

        init(_ code: String, _ what: String, put: @escaping @Sendable (SettingsFixture) throws -> Void) {
            self.code = code
            testDescription = what
            self.put = put
        }
    }

    static let parts = [
        TrialPart("TRIAL_CERTIFICATE", "a trial's CA by its name") {
            try $0.write("root.pem", $0.certificate("TEST ENVIRONMENT 試験環境 Root"), mode: 0o644)
        },
        TrialPart("TRIAL_CERTIFICATE", "a trial's TSA by its policy") {
            try $0.write(
                "tsa-root.pem",
                $0.certificate("TSA", policies: ["2.25.274637420155013839245863518163418915921.4"]),
                mode: 0o644
            )
        },
        TrialPart("TRIAL_CERTIFICATE", "a trial's TLS certificate") {
            try $0.write("server.pem", $0.certificate("試験環境 localhost"), mode: 0o644)
        },
        TrialPart("TRIAL_TIMESTAMPS", "a trial's timestamp policy") {
            $0["tsa.policies"] = [Settings.trialTimestampPolicy]
        },
        TrialPart("TIMESTAMP_POLICIES_MISSING", "no timestamp policy") { $0["tsa.policies"] = nil },
        TrialPart("LOOPBACK_ADDRESS", "this machine as its address") { $0["publicURL"] = "https://localhost:8443" },
        TrialPart("LOOPBACK_ADDRESS", "this machine as its CA") { $0["ca.url"] = "https://[::1]:8445" },
        TrialPart("LOOPBACK_ADDRESS", "this machine as its TSA") { $0["tsa.urls"] = ["https://127.0.0.1/tsa"] },
        TrialPart("LOOPBACK_ADDRESS", "this machine's passkeys") { $0["relyingParty.id"] = "localhost" },
        TrialPart("LOOPBACK_ADDRESS", "an exemption for this machine") {
            $0["exemptOrigins"] = ["http://127.0.0.1:8445"]
        },
        TrialPart("PLAIN_HTTP", "a CA over HTTP") { $0["ca.url"] = "http://ca.example.jp" },
        TrialPart("PLAIN_HTTP", "a TSA over HTTP") { $0["tsa.urls"] = ["http://tsa.example.jp"] },
        TrialPart("PLAIN_HTTP", "passkeys over HTTP") { $0["relyingParty.origins"] = ["http://keiyaku.example.jp"] },
        TrialPart("SETTING_REFUSED", "itself over HTTP") { $0["publicURL"] = "http://keiyaku.example.jp" },
        TrialPart("DEFAULT_SECRET", "a default set-up token") {
            try $0.write("setup-token", "changeme-changeme-changeme")
        },
        TrialPart("IDENTITY_PROOF_MISSING", "当事者型 without identity proof") {
            $0["signerKinds"] = ["party", "witness"]
        },
        TrialPart("IDENTITY_PROOF_MISSING", "every kind of signature") { $0["signerKinds"] = nil },
        TrialPart("MAIL_SPOOL", "mail that stays in a folder") {
            $0.members["mail"] = ["kind": "spool", "folder": "spool"]
        },
        TrialPart("DEFAULT_SECRET", "a default mail password") {
            try $0.useRelay()
            try $0.write("mail-password", "changeme")
        },
        TrialPart("CRASH_POINT", "a crash point") { $0.variables = ["CHIGIRI_CRASH_AT": "sealed"] },
    ]

    @Test func `is accepted without any part of a trial`() throws {
        let settings = try SettingsFixture.production().settings()
        #expect(settings.service.environment == .production)
        #expect(settings.service.crashPoint == nil)
        #expect(settings.service.signerKinds == [.witness])
    }

    @Test(arguments: parts)
    func `refuses a part of a trial`(part: TrialPart) throws {
        let fixture = try SettingsFixture.production()
        try part.put(fixture)
        #expect(try fixture.refusals().contains(part.code))
    }

    @Test(arguments: parts.filter { $0.code != "SETTING_REFUSED" })
    func `refuses nothing of it in a test environment`(part: TrialPart) throws {
        let fixture = try SettingsFixture.test()
        try part.put(fixture)
        #expect(try fixture.refusals() == [])
    }

    @Test func `names everything at once that a trial is made of`() throws {
        let fixture = try SettingsFixture.test()
        fixture["environment"] = "PRODUCTION"
        try fixture.write("setup-token", "test-token-of-a-trial")
        fixture.variables = ["CHIGIRI_CRASH_AT": "sealed", "LANG": "ja_JP.UTF-8"]
        let refusal = #expect(throws: RefusedStart.self) { try fixture.settings() }
        let problems = try #require(refusal).problems
        #expect(
            Set(problems.map(\.code)) == [
                "IDENTITY_PROOF_MISSING", "TIMESTAMP_POLICIES_MISSING", "TRIAL_CERTIFICATE", "LOOPBACK_ADDRESS",
                "PLAIN_HTTP", "DEFAULT_SECRET", "CRASH_POINT", "MAIL_SPOOL",
            ]
        )
        for problem in problems {
            #expect(problem.refusesStart)
            for words in [problem.cause, problem.remedy] {
                #expect(!words.ja.isEmpty && !words.en.isEmpty && words.ja != words.en)
                #expect(!words.ja.contains("{}") && !words.en.contains("{}"))
            }
        }
        let text = try #require(refusal).description
        #expect(text.contains("原因") && text.contains("対処"))
        #expect(!text.contains("test-token-of-a-trial"))
    }

    @Test func `is what an unknown environment is taken for`() throws {
        let fixture = try SettingsFixture.test()
        fixture["environment"] = "test"
        #expect(try fixture.refusals().contains("TRIAL_CERTIFICATE"))
    }
}
