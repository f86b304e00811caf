import ArgumentParser
import Foundation

/// Runs the whole job over the real API against an instance of its own.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Have contracts signed by two or more people and verify the results.",
        discussion: """
            Exit status: 0 all passed, 1 one failed, 4 one was refused at upload (0 with --expect-refusal, where one \
            that is not refused fails).
            """
    )

    @Option(
        name: .customLong("in"),
        help: "A PDF, or a folder of PDFs; may be repeated. With --processes, a page of our own where there is none."
    )
    var inputs: [String] = []

    @Option(name: .customLong("out"), help: "Folder for the results.")
    var output: String

    @Option(help: "Folder of the instance; a temporary one otherwise.")
    var data: String?

    @Option(help: "Type of every key: P-256, P-384, RSA-3072-PSS or RSA-3072-PKCS1.")
    var keyType: String?

    @Option(help: "How many people sign each contract, 1 to 5.")
    var signers = 2

    @Option(help: "The most bytes of a contract, for an instance that is new; 200000000 otherwise.")
    var uploadLimit: Int?

    @Option(
        help: "How many processes of each kind share one set of records on PostgreSQL (CHIGIRI_TRIAL_POSTGRES)."
    )
    var processes = 1

    @Option(help: "With --processes: how many contracts are on their way at once.")
    var contracts = 8

    @Flag(help: "Each signer fills in a text field.")
    var fields = false

    @Option(help: "How often each contract is renewed by an order before it is downloaded.")
    var renewals = 0

    @Flag(help: "Keep the temporary folder of the instance.")
    var keep = false

    @Flag(help: "The contracts have to be refused.")
    var expectRefusal = false

    func validate() throws {
        guard (1...DemoSigner.all.count).contains(signers) else {
            throw ValidationError("--signers is 1 to \(DemoSigner.all.count)")
        }
        guard renewals >= 0 else { throw ValidationError("--renewals is 0 or more") }
        try TrialDatabases.requireServer(for: processes)
        guard processes > 1 || !inputs.isEmpty else { throw ValidationError("--in is missing") }
        guard contracts > 0 else { throw ValidationError("--contracts is 1 or more") }
    }

    func run() async throws {
        let (interruption, sources) = Interruption.watched()
        defer { sources.forEach { $0.cancel() } }
        let folder = URL(filePath: output, directoryHint: .isDirectory).absoluteURL.standardizedFileURL
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if processes > 1 { return try await side(folder, interruption) }
        let inputs = try Inputs(paths: inputs, output: folder)
        let results = inputs.isSingle ? nil : try Results(file: folder.appending(path: "results.tsv"))

        let trial = try await place()
        say("demo: 試験環境 TEST ENVIRONMENT in \(trial.folder.root.path)")
        var progress = Progress()
        let instance = try await TrialInstance(prepared: trial)
        progress.done("started the authority, the signer and the service")
        var run = DemoRun(
            instance: instance,
            signers: Array(DemoSigner.all.prefix(signers)),
            results: results,
            interruption: interruption,
            withFields: fields,
            renewals: renewals
        )
        let outcome: Result<DemoRun.Counts, any Error>
        do {
            outcome = .success(try await run.all(inputs.contracts))
        } catch {
            outcome = .failure(error)
        }
        await instance.stop()
        if data == nil, !keep {
            TrialDatabases.drop(of: trial.folder)
            TrialBucket.drop(of: trial.folder)
            try? FileManager.default.removeItem(at: trial.folder.root)
        }

        let counts = try outcome.get()
        say(
            "demo: \(counts.passed) passed, \(counts.refused) refused, \(counts.failed) failed, \(counts.skipped) done before"
        )
        let code = counts.exitCode(expectRefusal: expectRefusal)
        if code != 0 { throw ExitCode(code) }
    }

    /// Contracts at once, with several processes side by side.
    private func side(_ folder: URL, _ interruption: Interruption) async throws {
        let files = try Inputs(paths: inputs, output: folder).contracts.map { Array(try Data(contentsOf: $0.file)) }
        let trial = try await place()
        say("demo: 試験環境 TEST ENVIRONMENT in \(trial.folder.root.path)")
        let instance = try await TendedInstance(prepared: trial)
        say("demo: \(processes) of each process are started, and the authority")
        let outcome: Result<SideBySideReport, any Error>
        do {
            let run = SideBySideRun(
                instance: instance,
                files: files.isEmpty ? [SmallContract.bytes] : files,
                contracts: contracts,
                out: folder,
                interruption: interruption
            )
            outcome = .success(try await run.run())
        } catch {
            outcome = .failure(error)
        }
        await instance.stop()
        if data == nil, !keep {
            TrialDatabases.drop(of: trial.folder)
            try? FileManager.default.removeItem(at: trial.folder.root)
        }
        let report = try outcome.get()
        for line in report.lines { say(line) }
        if !report.failures.isEmpty { throw ExitCode.failure }
    }

    private func place() async throws -> PreparedFolder {
        let module = try PreparedFolder.softHSMModule()
        if let data {
            let folder = TrialFolder(path: data)
            let base = TrialFolder.exists(folder.ports) ? nil : try await TrialPorts.free(processes: processes).base
            return try PreparedFolder(
                folder: folder,
                portBase: base,
                module: module,
                keyType: keyType,
                now: Date(),
                uploadLimit: uploadLimit,
                processes: processes
            )
        }
        let temporary = FileManager.default.temporaryDirectory.appending(path: "chigiri-demo-\(UUID().uuidString)")
        return try PreparedFolder(
            folder: TrialFolder(path: temporary.path),
            portBase: try await TrialPorts.free(processes: processes).base,
            module: module,
            keyType: keyType,
            now: Date(),
            uploadLimit: uploadLimit,
            processes: processes
        )
    }
}
