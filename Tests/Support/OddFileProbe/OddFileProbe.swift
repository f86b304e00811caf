import Foundation
import Glibc
import PDF
import SignatureValidation

/// Reads one file in every way that we read files, within limits that the kernel keeps.
///
///     odd-file-probe FILE [SECONDS]     prints: reading, preflight, verdict, peak memory in kB
///
/// - SeeAlso: FND-6
@main
enum OddFileProbe {
    private static let memoryLimit = 256 << 20
    private static let secondsLimit = 5

    static func main() {
        guard (2...3).contains(CommandLine.arguments.count) else { exit(64) }
        let seconds = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? secondsLimit
        limit(__rlimit_resource_t(RLIMIT_DATA.rawValue), to: memoryLimit)
        limit(__rlimit_resource_t(RLIMIT_CPU.rawValue), to: seconds)
        let path = CommandLine.arguments[1]
        print(reading(path), preflight(path), verdict(path), peakMemory(), separator: "\t")
    }

    private static func limit(_ resource: __rlimit_resource_t, to value: Int) {
        var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
        guard setrlimit(resource, &limit) == 0 else { exit(71) }
    }

    /// Every object, every page, and every revision.
    private static func reading(_ path: String) -> String {
        do {
            let document = try Document(judging: MappedFile(path: path))
            for number in document.entries.numbers {
                guard case .stream(let stream)? = try? document.object(Reference(number: number)) else { continue }
                _ = try? document.data(of: stream)
            }
            for index in document.revisions.indices { _ = try document.atRevision(index) }
            return "\(try document.pages().count) pages"
        } catch {
            return "refused"
        }
    }

    private static func preflight(_ path: String) -> String {
        do {
            let findings = Preflight.findings(in: try Document(MappedFile(path: path)))
            return findings.isEmpty ? "accepted" : "refused"
        } catch {
            return "refused"
        }
    }

    private static func verdict(_ path: String) -> String {
        do {
            let input = ValidationInput(
                source: try MappedFile(path: path),
                time: Date(timeIntervalSince1970: 1_790_000_000),
                fetched: nil
            )
            let policy = ValidationPolicy(trustAnchors: [], timestampAnchors: nil)
            return try validate(input, policy: policy).conclusion.rawValue
        } catch let error as ValidationError {
            return error.code
        } catch {
            return "UNREADABLE"
        }
    }

    /// `VmHWM` of this process.
    private static func peakMemory() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first ?? Int.max
    }
}
