import ArgumentParser
import Foundation

/// Many contracts while processes are killed and everything around them fails.
struct ChaosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chaos",
        abstract: "Sign many contracts while processes die, services fail, disks fill and clocks jump.",
        discussion: """
            Prints its seed and a table; exit 0 only if no contract was lost, none is invalid, nothing was signed twice, \
            every audit chain is whole, no process crashed, and every planned kill happened.
            """
    )

    @Option(help: "How many contracts.")
    var contracts = 200

    @Option(help: "How many kills: half at any moment, half at named steps, each step before any comes twice.")
    var kills = 100

    @Option(help: "The seed of the plan.")
    var seed: UInt64?

    @Option(help: "How many contracts at once.")
    var inFlight = 4

    @Option(help: "Faults to leave out: authority, disks or clocks; may be repeated.")
    var without: [FaultGroup] = []

    enum FaultGroup: String, ExpressibleByArgument, CaseIterable {
        case authority, disks, clocks
    }

    @Option(name: .customLong("in"), help: "A PDF, or a folder of PDFs; may be repeated. A page of our own otherwise.")
    var inputs: [String] = []

    @Option(help: "Folder for the sealed contracts and the instance; has to be new.")
    var out: String

    func validate() throws {
        guard contracts > 0, kills >= 0, inFlight > 0 else { throw ValidationError("counts are positive") }
    }

    func run() async throws {
        let out = URL(filePath: out, directoryHint: .isDirectory).absoluteURL.standardizedFileURL
        let folder = TrialFolder(path: out.appending(path: "instance").path)
        if !LimitedDisk.isInside {
            guard !TrialFolder.exists(out) else { throw ValidationError("\(out.path) is there already") }
            if let obstacle = LimitedDisk.obstacle() {
                say("no full disks: \(obstacle)")
            } else {
                try LimitedDisk.enter([folder.service, folder.signer], bytes: (64 + 4 * contracts) << 20)
            }
        }
        let plan = ChaosPlan(
            seed: seed ?? UInt64.random(in: 1...9_999_999),
            contracts: contracts,
            kills: kills,
            faults: faults
        )
        say("seed \(plan.seed)")
        let report = try await run(plan, in: folder, out)
        for line in report.lines { say(line) }
        if !report.failures.isEmpty { throw ExitCode.failure }
    }

    private var faults: [ChaosFault] {
        var faults: [ChaosFault] = without.contains(.authority) ? [] : ChaosFault.ofTheAuthority
        if LimitedDisk.isInside, !without.contains(.disks) { faults += ChaosFault.ofDisks }
        if FalseClock.library == nil {
            say("no clock jumps: libfalseclock.so is not beside chigiri-trial")
        } else if !without.contains(.clocks) {
            faults += ChaosFault.ofClocks
        }
        return faults
    }

    private func run(_ plan: ChaosPlan, in folder: TrialFolder, _ out: URL) async throws -> ChaosReport {
        let (interruption, sources) = Interruption.watched()
        defer { sources.forEach { $0.cancel() } }
        let files =
            try inputs.isEmpty
            ? [SmallContract.bytes]
            : Inputs(paths: inputs, output: out).contracts.map { Array(try Data(contentsOf: $0.file)) }
        let prepared = try await PreparedFolder(
            folder: folder,
            portBase: TrialPorts.free().base,
            module: PreparedFolder.softHSMModule(),
            now: Date()
        )
        let clocks: [KillStep.Process: FalseClock] = [
            .service: try FalseClock(file: folder.trial.appending(path: "clock-of-the-service")),
            .signer: try FalseClock(file: folder.trial.appending(path: "clock-of-the-signer")),
        ]
        let instance = try await TendedInstance(
            prepared: prepared,
            environments: without.contains(.clocks)
                ? [:]
                : [
                    .service: clocks[.service]?.environment ?? [:],
                    .signer: clocks[.signer]?.environment ?? [:],
                ]
        )
        let weather = FaultWeather(
            instance: instance,
            disks: [.service: LimitedDisk(folder: folder.service), .signer: LimitedDisk(folder: folder.signer)],
            clocks: clocks
        )
        let run = ChaosRun(
            plan: plan,
            instance: instance,
            files: files,
            out: out,
            inFlight: inFlight,
            weather: weather,
            interruption: interruption
        )
        let outcome: Result<ChaosReport, any Error>
        do {
            outcome = .success(try await run.run())
        } catch {
            outcome = .failure(error)
        }
        await instance.stop()
        if (try? outcome.get().failures.isEmpty) != true { keep(folder, in: out) }
        return try outcome.get()
    }

    /// What is on a limited disk is gone with this process, so a failed run leaves a copy to look at.
    private func keep(_ folder: TrialFolder, in out: URL) {
        guard LimitedDisk.isInside else { return }
        let place = out.appending(path: "left", directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for part in [folder.service, folder.signer] {
                let copy = place.appending(path: part.lastPathComponent)
                try FileManager.default.copyItem(at: part, to: copy)
            }
            say("the instance is in \(place.path)")
        } catch {
            say("the instance could not be kept: \(error)")
        }
    }
}
