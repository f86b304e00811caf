import BenchSupport
import CMS
import Crypto
import DeclaredPKI
import Foundation
import PAdES
import PDF
import SQLiteStorage
import SignatureValidation
import SignerProtocol
import SigningService
import Typesetting

/// Prints where the processor's time goes while one contract is signed by two people and sealed.
@main
struct MainJobBench {
    static func main() async throws {
        let rounds = CommandLine.arguments.contains("--smoke") ? 3 : 30
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-main-job-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let job = try MainJob(folder: folder)
        try await job.run(ProcessorTime())
        var best: [ProcessorTime] = []
        for _ in 0..<rounds {
            let time = ProcessorTime()
            try await job.run(time)
            best.append(time)
        }
        print("part\tCPU ms (best of \(rounds))\tshare")
        let parts = Part.allCases.map { part in (part, best.map { $0.milliseconds(of: part) }.min() ?? 0) }
        let whole = parts.map(\.1).reduce(0, +)
        for (part, milliseconds) in parts {
            print("\(part.rawValue)\t" + String(format: "%.2f\t%.0f %%", milliseconds, 100 * milliseconds / whole))
        }
        print("all\t" + String(format: "%.2f", whole))
    }
}

/// What one contract is made of.
enum Part: String, CaseIterable {
    case prepare
    case sign
    case timestamp
    case validationData = "validation data"
    case judge
    case store
    case audit
}

/// Processor time of this process, by part; nothing else runs in it meanwhile.
final class ProcessorTime {
    private var spent: [Part: UInt64] = [:]

    func measure<Value>(_ part: Part, _ work: () throws -> Value) rethrows -> Value {
        let start = now()
        defer { spent[part, default: 0] += now() - start }
        return try work()
    }

    func measure<Value>(_ part: Part, _ work: () async throws -> Value) async rethrows -> Value {
        let start = now()
        defer { spent[part, default: 0] += now() - start }
        return try await work()
    }

    func milliseconds(of part: Part) -> Double {
        Double(spent[part, default: 0]) / 1e6
    }

    private func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
