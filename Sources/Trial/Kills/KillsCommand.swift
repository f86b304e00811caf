import ArgumentParser
import Foundation

/// Kills a process at each named step while a contract is signed, and looks whether anything was lost or done twice.
///
/// Prints a table; exit 0 only if every contract was sealed and valid, no instruction was signed twice, every audit
/// chain is whole, and every step was reached.
struct KillsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kills",
        abstract: "Kill a process at each named step and see that nothing is lost and nothing signed twice."
    )

    @Option(name: .customLong("in"), help: "The contract to sign each time; a page of our own otherwise.")
    var input: String?

    @Option(help: "Where the sealed contracts and the instance go.")
    var out: String

    @Option(help: "How many processes of each kind, on PostgreSQL (CHIGIRI_TRIAL_POSTGRES).")
    var processes = 1

    @Option(help: "Only this step; may be repeated.")
    var step: [String] = []

    func validate() throws {
        try TrialDatabases.requireServer(for: processes)
    }

    func run() async throws {
        let steps = KillStep.all.filter { step.isEmpty || step.contains($0.name) }
        guard !steps.isEmpty else { throw ValidationError("no such step; steps are \(KillStep.all.map(\.name))") }
        let (interruption, sources) = Interruption.watched()
        defer { sources.forEach { $0.cancel() } }
        let out = URL(filePath: out, directoryHint: .isDirectory)
        let folder = TrialFolder(path: out.appending(path: "instance").path)
        let prepared = try await PreparedFolder(
            folder: folder,
            portBase: TrialPorts.free(processes: processes).base,
            module: PreparedFolder.softHSMModule(),
            now: Date(),
            processes: processes
        )
        let instance = try await TendedInstance(prepared: prepared)
        let contract = try input.map { Array(try Data(contentsOf: URL(filePath: $0))) } ?? SmallContract.bytes
        let run = KillRun(instance: instance, contract: contract, out: out, interruption: interruption)
        do {
            let rows = try await run.all(steps)
            await instance.stop()
            let failed = rows.count { !$0.passed }
            say(
                "\(rows.count) steps: \(rows.count - failed) passed, \(failed) failed;"
                    + " lost \(rows.count { $0.lost != nil }), signed twice \(rows.count { $0.signedTwice > 0 }),"
                    + " audit broken \(rows.count { !$0.audit.isWhole }), not killed \(rows.count { $0.kills == 0 })"
            )
            if failed > 0 { throw ExitCode.failure }
        } catch {
            await instance.stop()
            throw error
        }
    }
}
