import Foundation

/// All contracts of a demonstration, one after the other, against one instance.
struct DemoRun {
    struct Counts {
        var passed = 0
        var refused = 0
        var failed = 0
        var skipped = 0

        func exitCode(expectRefusal: Bool) -> Int32 {
            if failed > 0 || (expectRefusal && passed > 0) { return 1 }
            return refused > 0 && !expectRefusal ? 4 : 0
        }
    }

    let instance: TrialInstance
    let signers: [DemoSigner]
    var results: Results?
    let interruption: Interruption
    let withFields: Bool
    let renewals: Int

    private var memoryFile: URL { instance.prepared.folder.trial.appending(path: "demo.json") }

    init(
        instance: TrialInstance,
        signers: [DemoSigner],
        results: Results?,
        interruption: Interruption,
        withFields: Bool,
        renewals: Int
    ) {
        self.instance = instance
        self.signers = signers
        self.results = results
        self.interruption = interruption
        self.withFields = withFields
        self.renewals = renewals
    }

    mutating func all(_ contracts: [Inputs.Contract]) async throws -> Counts {
        var counts = Counts()
        var memory = try DemoMemory.load(memoryFile)
        let sender = try await sender(&memory)
        for (index, contract) in contracts.enumerated() {
            try interruption.check()
            if let earlier = results?.outcomes[contract.file.path], results?.isDone(contract.file.path) == true {
                counts.skipped += 1
                if case .refused = earlier { counts.refused += 1 }
                if case .passed = earlier { counts.passed += 1 }
                continue
            }
            say("demo: \(index + 1) of \(contracts.count): \(contract.file.path)")
            let outcome = try await one(contract, sender: sender, memory: &memory)
            switch outcome {
            case .passed: counts.passed += 1
            case .refused: counts.refused += 1
            case .failed: counts.failed += 1
            }
            say("demo: \(outcome.text)")
        }
        return counts
    }

    private mutating func one(
        _ contract: Inputs.Contract,
        sender: String,
        memory: inout DemoMemory
    ) async throws -> Results.Outcome {
        var progress = Progress()
        var pages: Int?
        let outcome: Results.Outcome
        do {
            let walk = ContractWalk(
                instance: instance,
                sender: sender,
                signers: signers,
                interruption: interruption,
                withFields: withFields,
                renewals: renewals
            )
            pages = try await walk.run(contract.file, to: contract.results, memory: &memory, progress: &progress)
            outcome = .passed
        } catch let refusal as APIRefusal where refusal.isOfTheFile {
            say("  \(refusal)")
            outcome = .refused(code: refusal.code)
        } catch let error as TrialError {
            // A program of ours is gone: nothing after this can work.
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            outcome = .failed("\(error)")
        }
        // Counters of passkeys have moved, whatever came of it.
        try memory.save(to: memoryFile)
        let size = try? contract.file.resourceValues(forKeys: [.fileSizeKey]).fileSize
        try results?.add(
            Results.Row(
                input: contract.file.path,
                outcome: outcome,
                bytes: size ?? 0,
                pages: pages,
                seconds: progress.seconds
            )
        )
        return outcome
    }

    /// The sender's API token, from the set-up token the first time.
    private func sender(_ memory: inout DemoMemory) async throws -> String {
        if let sender = memory.sender { return sender.token }
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
        memory.sender = account
        try memory.save(to: memoryFile)
        return account.token
    }
}
