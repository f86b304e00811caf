import Foundation

/// Has one contract signed by two people over the real API and watches the processes meanwhile.
struct ServiceRun {
    let products: URL
    let contract: LargeContract
    let folder: URL
    /// What hashing the file once and copying it once has cost.
    let limit: Cost

    /// Where the service and the signer keep everything.
    var data: URL { folder.appending(path: "data") }
    /// What they may take for a folder of temporary files.
    var temporary: URL { folder.appending(path: "temporary") }

    private static let service = "chigiri serve"
    private static let signer = "chigiri-signer"

    /// Prints a line for each step of the demonstration; the most bytes that each program held.
    func run() throws -> [String: Int] {
        let demo = Process()
        let output = Pipe()
        demo.executableURL = products.appending(path: "chigiri-trial")
        demo.arguments = [
            "demo", "--in", contract.file.path, "--out", folder.appending(path: "results").path,
            "--data", data.path, "--upload-limit", "1000000000",
        ]
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        demo.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": temporary.path]) { $1 }
        demo.standardOutput = output
        try demo.run()

        let processes = Processes(below: demo.processIdentifier)
        let memory = ProcessMemory { processes.programs.map(\.id) }
        defer { memory.stop() }
        printLine([
            "service, \(contract.bytes) bytes, \(contract.pages) pages", "s", "ratio", "service CPU s", "CPU ratio",
            "signer CPU s", "service MB held", "signer MB held",
        ])
        var account = Account()
        for line in Lines(output.fileHandleForReading) {
            let held = memory.takePeaks()
            account.add(processes.programs, held: held)
            guard let (seconds, step) = Self.step(in: line) else {
                printLine([line])
                continue
            }
            let used = account.takeSeconds()
            printLine([
                step, Figure.seconds(seconds), Figure.ratio(seconds / limit.seconds),
                Figure.seconds(used[Self.service, default: 0]),
                Figure.ratio(used[Self.service, default: 0] / limit.processorSeconds),
                Figure.seconds(used[Self.signer, default: 0]),
                Figure.megabytes(account.takeStep(Self.service)), Figure.megabytes(account.takeStep(Self.signer)),
            ])
        }
        demo.waitUntilExit()
        guard demo.terminationStatus == 0 else { throw BenchFailure.demo(status: demo.terminationStatus) }
        return account.peaks
    }

    /// The seconds and the words of a line of the demonstration.
    private static func step(in line: String) -> (seconds: Double, step: String)? {
        let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
        guard line.hasPrefix("  "), words.count == 3, words[1] == "s", let seconds = Double(words[0]) else {
            return nil
        }
        return (seconds, words[2].trimmingCharacters(in: .whitespaces))
    }
}

/// What programs have used and held, by name.
private struct Account {
    private(set) var peaks: [String: Int] = [:]
    private var steps: [String: Int] = [:]
    private var used: [Processes.Program: Double] = [:]
    private var told: [String: Double] = [:]

    mutating func add(_ programs: [Processes.Program], held: [Int32: Int]) {
        for program in programs {
            let bytes = held[program.id] ?? 0
            peaks[program.name] = max(peaks[program.name, default: 0], bytes)
            steps[program.name] = max(steps[program.name, default: 0], bytes)
            if let seconds = Processes.seconds(of: program.id) { used[program] = seconds }
        }
    }

    mutating func takeStep(_ name: String) -> Int {
        steps.removeValue(forKey: name) ?? 0
    }

    /// Processor seconds by name since the last call.
    mutating func takeSeconds() -> [String: Double] {
        let sums = used.reduce(into: [:] as [String: Double]) { $0[$1.key.name, default: 0] += $1.value }
        defer { told = sums }
        return sums.merging(told) { $0 - $1 }
    }
}

/// The lines of a pipe as they come.
private struct Lines: Sequence, IteratorProtocol {
    private let handle: FileHandle
    private var rest = Data()
    private var isOver = false

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    mutating func next() -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest = Data(rest[rest.index(after: end)...])
                return line
            }
            let more = isOver ? Data() : handle.availableData
            guard !more.isEmpty else {
                isOver = true
                return nil
            }
            rest += more
        }
    }
}
