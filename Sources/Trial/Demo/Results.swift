import Foundation

/// The table of a sweep: one line for each contract, written when it is done, so that a sweep goes on where it ended.
struct Results {
    enum Outcome: Hashable {
        case passed
        case refused(code: String)
        case failed(String)

        var text: String {
            switch self {
            case .passed: "passed"
            case .refused(let code): "refused \(code)"
            case .failed(let reason): "failed \(reason)"
            }
        }

        init(text: some StringProtocol) {
            if text == "passed" {
                self = .passed
            } else if text.hasPrefix("refused ") {
                self = .refused(code: String(text.dropFirst(8)))
            } else {
                self = .failed(String(text.dropFirst(7)))
            }
        }
    }

    /// One line of the table.
    struct Row {
        let input: String
        let outcome: Outcome
        let bytes: Int
        let pages: Int?
        let seconds: Double

        fileprivate var line: String {
            let fields = [
                input, outcome.text, "\(bytes)", pages.map { "\($0)" } ?? "-", String(format: "%.1f", seconds),
            ]
            return fields.map { $0.replacing("\t", with: " ").replacing("\n", with: " ") }.joined(separator: "\t")
                + "\n"
        }
    }

    private static let header = "file\toutcome\tbytes\tpages\tseconds\n"

    private let file: URL
    private(set) var outcomes: [String: Outcome] = [:]

    init(file: URL) throws {
        self.file = file
        guard TrialFolder.exists(file) else {
            try Data(Self.header.utf8).write(to: file)
            return
        }
        for line in try TrialFolder.text(file).split(separator: "\n").dropFirst() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 5 else { continue }
            outcomes[String(fields[0])] = Outcome(text: fields[1])
        }
    }

    /// Passed and refused contracts are done; a failed one is tried again.
    func isDone(_ input: String) -> Bool {
        switch outcomes[input] {
        case .passed, .refused: true
        case .failed, nil: false
        }
    }

    mutating func add(_ row: Row) throws {
        outcomes[row.input] = row.outcome
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(row.line.utf8))
    }
}
