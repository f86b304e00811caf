import ArgumentParser
import Foundation

/// How many contracts an instance seals in a second, with so many on their way at once.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Seal many contracts and print contracts a second and processor time by process.",
        discussion: """
            Everything runs on this machine: the service, the signer, the authority, and the people with their \
            authenticators, whose share is printed too. The first contract of each pair of people, with which they enrol, \
            is not counted.
            """
    )

    @Option(help: "How many contracts on their way at once; may be repeated.")
    var inFlight: [Int] = [1, 8, 32]

    @Option(help: "How many contracts to count for each; at least two for each that is on its way.")
    var contracts = 64

    @Option(name: .customLong("in"), help: "The contract; a page of our own otherwise.")
    var input: String?

    func validate() throws {
        guard contracts > 0, !inFlight.isEmpty, inFlight.allSatisfy({ $0 > 0 }) else {
            throw ValidationError("counts are positive")
        }
    }

    func run() async throws {
        let (interruption, sources) = Interruption.watched()
        defer { sources.forEach { $0.cancel() } }
        let place = FileManager.default.temporaryDirectory.appending(path: "chigiri-load-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let prepared = try await PreparedFolder(
            folder: TrialFolder(path: place.path),
            portBase: TrialPorts.free().base,
            module: PreparedFolder.softHSMModule(),
            now: Date()
        )
        let instance = try await TendedInstance(prepared: prepared)
        let contract = try input.map { Array(try Data(contentsOf: URL(filePath: $0))) } ?? SmallContract.bytes
        let outcome: Result<Void, any Error>
        do {
            let sender = try await instance.openAccount()
            say(LoadRow.titles)
            for count in inFlight {
                let run = LoadRun(
                    instance: instance,
                    sender: sender,
                    contract: contract,
                    inFlight: count,
                    contracts: max(contracts, 2 * count),
                    interruption: interruption
                )
                say(try await run.run().line)
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await instance.stop()
        try outcome.get()
    }
}
