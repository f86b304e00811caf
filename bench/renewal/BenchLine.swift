import Foundation

/// What a step cost, as a line of the table.
struct BenchLine: Sendable {
    let name: String
    let documents: Int
    let timestamps: Int
    let seconds: Double
    let bytes: Int
    let checks: Int
    let checking: Double

    init(
        _ name: String,
        _ documents: Int,
        _ timestamps: Int,
        _ seconds: Double,
        bytes: Int = 0,
        checks: Int = 0,
        checking: Double = 0
    ) {
        self.name = name
        self.documents = documents
        self.timestamps = timestamps
        self.seconds = seconds
        self.bytes = bytes
        self.checks = checks
        self.checking = checking
    }

    static let head = "batch\tdocuments\ttimestamps\tseconds\tµs/document\tbytes/record\tchecked\tµs/check\tRssAnon kB"

    func write() {
        let check = checks == 0 ? 0 : checking * 1e6 / Double(checks)
        print(
            "\(name)\t\(documents)\t\(timestamps)\t\(Self.text(seconds))\t\(Self.text(seconds * 1e6 / Double(documents)))\t"
                + "\(bytes)\t\(checks)\t\(Self.text(check))\t\(Self.residentKilobytes())"
        )
    }

    static func text(_ number: Double) -> String {
        String(format: number < 10 ? "%.3f" : "%.1f", number)
    }

    private static func residentKilobytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}

/// What ends the bench with exit 1.
enum BenchFault: Error {
    /// A record that does not prove its document, or proves another one.
    case record(Int)
    case timestamps(Int, expected: Int)
    case batch(Int, expected: Int)
    /// A renewed file that the judge does not pass.
    case file(String)
}

func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    let time = start.duration(to: .now)
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
}
