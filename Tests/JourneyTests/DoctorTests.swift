import Foundation
import Testing

@testable import Trial

/// The doctor as an operator meets it: real folders, real processes.
@Suite(.serialized) struct `The doctor` {
    let trial: ExaminedTrial

    init() async throws {
        trial = try await ExaminedTrial()
    }

    @Test func `finds nothing wrong in a trial that was just made`() throws {
        #expect(try trial.service(["--offline"]).problems == [])
        #expect(try trial.signer().problems == [])
    }

    @Test func `misses everyone who does not run`() throws {
        let report = try trial.service([])
        #expect(report.status == 1)
        #expect(report.problems == ["SIGNER_UNREACHABLE", "CA_UNREACHABLE", "TSA_UNUSABLE"])
        #expect(report.notChecked == ["ENVIRONMENTS_DIFFER", "TSA_NOT_TRUSTED", "REVOCATION_UNREACHABLE"])
    }

    @Test func `finds nothing wrong in a trial that runs, and all of it when it is told to be production`() throws {
        let running = try RunningTrial(trial)
        try running.waitUntilReady()
        let report = try trial.service([])
        #expect(report.problems == [] && report.notChecked == [], "\(report.text)")
        #expect(try trial.signer().problems == [])

        try trial.change("service/settings.json") { $0["environment"] = "PRODUCTION" }
        let production = try trial.service([])
        let otherEnvironment =
            [TrialDatabases.ofEnvironment == nil ? "DATABASE_ENVIRONMENT" : "DATABASE_SERVER_ENVIRONMENT"]
            + (TrialBucket.ofEnvironment == nil ? [] : ["BUCKET_ENVIRONMENT"])
        #expect(Set(otherEnvironment).isSubset(of: production.problems))
        #expect(
            Set(production.problems).subtracting(otherEnvironment) == [
                "IDENTITY_PROOF_MISSING", "TIMESTAMP_POLICIES_MISSING", "TRIAL_CERTIFICATE", "LOOPBACK_ADDRESS",
                "PLAIN_HTTP", "ENVIRONMENTS_DIFFER", "SETTING_REFUSED", "MAIL_SPOOL",
            ]
        )
    }

    @Test func `names everything at once that keeps a trial's signer out of production`() throws {
        try trial.change("signer/settings.json") { $0["environment"] = "PRODUCTION" }
        try trial.write("signer/pin", "1234")
        let report = try trial.signer()
        #expect(report.status == 1)
        #expect(
            Set(report.problems) == [
                "SOFTHSM", "TRIAL_CERTIFICATE", "LOOPBACK_ADDRESS", "PLAIN_HTTP", "DEFAULT_SECRET", "TOKEN_MISSING",
            ]
        )
        // And the signer itself refuses to start with the same list, but for what only a look at the token tells.
        let start = try Products.run("chigiri-signer", ["--settings", trial.path("signer/settings.json")])
        #expect(start.status == 1)
        for code in Set(report.problems).subtracting(["TOKEN_MISSING"]) {
            #expect(start.output.contains(code), "\(start.output)")
        }
    }

    @Test func `names what a signer's settings cannot mean`() throws {
        try trial.change("signer/settings.json") { settings in
            settings["keys"] = ["person": "P-255", "pool": -1] as [String: Any]
            settings["allowedClients"] = [String]()
            settings["colour"] = "red"
        }
        let report = try trial.signer()
        #expect(report.problems == ["SETTING_UNKNOWN"] + Array(repeating: "SETTING_REFUSED", count: 3))
    }

    @Test(arguments: ["serve", "work", "up"])
    func `is heard at every start`(command: String) throws {
        try trial.change("service/settings.json") { $0["environment"] = "PRODUCTION" }
        let place =
            command == "up" ? ["--data", trial.root.path] : ["--settings", trial.path("service/settings.json")]
        let start = try Products.run("chigiri", [command] + place, environment: ["LC_ALL": "ja_JP.UTF-8"])
        #expect(start.status != 0)
        for code in ["IDENTITY_PROOF_MISSING", "TRIAL_CERTIFICATE", "LOOPBACK_ADDRESS", "PLAIN_HTTP"] {
            #expect(start.output.contains(code), "\(start.output)")
        }
        #expect(start.output.contains("原因:") && start.output.contains("対処:"))
    }

    @Test func `speaks Japanese or English`() throws {
        let arguments = ["doctor", "--offline", "--settings", trial.path("service/settings.json")]
        let japanese = ["LC_ALL": "ja_JP.UTF-8"]
        let english = ["LC_ALL": "C.UTF-8"]
        #expect(try Products.run("chigiri", arguments, environment: japanese).output.contains("問題はありません"))
        #expect(try Products.run("chigiri", arguments, environment: english).output.contains("no problem"))
        let asked = try Products.run("chigiri", arguments + ["--language", "ja"], environment: english)
        #expect(asked.output.contains("問題はありません"))
    }

    @Test func `never prints a secret`() throws {
        let names = ["signer/pin", "service/setup-token", "signer/tls/server.key.pem", "service/tls/client.key.pem"]
        let secrets = try names.map(trial.secret)
        // As wrong as can be: every secret is also where it does not belong.
        try trial.change("service/settings.json") { settings in
            settings["environment"] = "PRODUCTION"
            settings["pin"] = secrets[0]
            settings["publicURL"] = "https://operator:\(secrets[1])@localhost"
            settings["instance"] = secrets[1]
            settings["segments"] = "/\(secrets[1])"
        }
        try trial.change("signer/settings.json") { settings in
            settings["environment"] = "PRODUCTION"
            settings["database"] = "/\(secrets[0])/signer.db"
        }
        for file in names { try trial.allow(file, 0o644) }
        for side in ["service", "signer"] {
            let settings = ["--settings", trial.path("\(side)/settings.json")]
            let program = side == "service" ? "chigiri" : "chigiri-signer"
            for arguments in [
                ["doctor"] + settings, ["doctor", "--language", "ja"] + settings, ["doctor", "--json"] + settings,
                (side == "service" ? ["serve"] : []) + settings,
            ] {
                let run = try Products.run(program, arguments)
                #expect(run.status == 1)
                for secret in secrets { #expect(!run.output.contains(secret), "\(arguments)") }
            }
        }
    }
}
