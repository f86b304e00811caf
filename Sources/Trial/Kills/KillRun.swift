import Foundation

/// One contract for each step, and a line about it.
struct KillRun {
    let instance: TendedInstance
    let input: URL
    let out: URL
    let interruption: Interruption

    /// How many steps failed.
    func all(_ steps: [KillStep]) async throws -> Int {
        let account = try await instance.client.post(
            "/v1/setup",
            bearer: nil,
            API.Setup(
                setupToken: instance.prepared.setupToken,
                organisation: API.Setup.Organisation(name: "株式会社ちぎり試験"),
                account: API.Setup.Account(name: "試験 送信者", email: "sender@sender.example")
            ),
            as: API.Account.self
        )
        let operations = SignerStatusQuery(prepared: instance.prepared)
        // What a contract without a kill costs: the measure for all others.
        let before = try await operations.signatureOperations()
        _ = try await walk(account.token, "none").run(input, to: out.appending(path: "none"))
        let usual = try await waitForQuiet(operations) - before
        print("process\tstep\tkilled\toutcome\tHSM operations (usual \(usual))\tseconds")
        var failures = 0
        for step in steps {
            try interruption.check()
            if try await !one(step, account.token, operations, usual: usual) { failures += 1 }
        }
        print("\(steps.count - failures) passed, \(failures) failed")
        return failures
    }

    private func one(
        _ step: KillStep,
        _ token: String,
        _ operations: SignerStatusQuery,
        usual: Int
    ) async throws -> Bool {
        let before = try await operations.signatureOperations()
        let start = ContinuousClock.now
        try await instance.arm(step)
        var problems: [String] = []
        do {
            _ = try await walk(token, step.name).run(input, to: out.appending(path: step.name))
        } catch {
            problems.append("lost: \(error)")
        }
        let used = try await waitForQuiet(operations) - before
        // A value that died with the process may be signed for again, on a new instruction; a new key made because the
        // first enrolment was cut off signs its own request.
        let allowed =
            usual
            + (step.losesValue || step.name == "credential-generated" || step.name == "certificate-installed" ? 1 : 0)
        if used > allowed { problems.append("signed \(used - usual) times too often") }
        if instance.kills == 0 { problems.append("step not reached") }
        problems += try auditProblems()
        let seconds = (ContinuousClock.now - start).components.seconds
        let outcome = problems.isEmpty ? "sealed, valid, chains whole" : problems.joined(separator: "; ")
        print("\(step.process.rawValue)\t\(step.name)\t\(instance.kills)\t\(outcome)\t\(used)\t\(seconds)")
        fflush(nil)
        return problems.isEmpty
    }

    private func walk(_ token: String, _ name: String) -> PatientWalk {
        let people = [
            DemoSigner(name: "髙橋 花子", email: "hanako.\(name)@party.example", kind: .party),
            DemoSigner(name: "﨑山 太郎", email: "taro.\(name)@witness.example", kind: .witness),
        ]
        return PatientWalk(instance: instance, sender: token, signers: people, interruption: interruption)
    }

    /// The count once the certificate's seal and the mails are through.
    private func waitForQuiet(_ operations: SignerStatusQuery) async throws -> Int {
        var last = -1
        for _ in 0..<50 {
            try instance.tend()
            try await Task.sleep(for: .milliseconds(400))
            guard let now = try? await operations.signatureOperations() else { continue }
            if now == last { return now }
            last = now
        }
        return last
    }

    private func auditProblems() throws -> [String] {
        let logs = instance.prepared.folder.logs
        let status = try ChildProcess.run(
            "chigiri",
            ["audit", "verify", "--settings", instance.prepared.folder.service.appending(path: "settings.json").path],
            output: logs.appending(path: "audit.txt"),
            errors: logs.appending(path: "audit.log")
        )
        return status == 0 ? [] : ["audit verify exit \(status)"]
    }
}
