/// What a move of records says to whoever asked for it, in both languages.
package enum MoveReport {
    /// Why nothing is moved.
    package enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// The ways that there are.
        case otherEngines
        case environments(from: String, to: String)
        /// Who writes to the source meanwhile would be forgotten.
        case running(String)
        case sourceMissing(String)
        case sourceOlder(String, missing: [String])
        case sourceNewer(String, later: [String])

        package var description: String {
            switch self {
            case .otherEngines:
                """
                SQLite（--from）から PostgreSQL（--to）への移行だけができます。
                Records are moved from SQLite (--from) to PostgreSQL (--to) only.
                """
            case .environments(let from, let to):
                """
                移行元は \(from)、移行先は \(to) です。試験環境と本番環境のデータは混ぜられません。
                The source is \(from), the target \(to); data of test and production are never mixed.
                """
            case .running(let place):
                """
                \(place) で移行元のプロセスが動いています。止めてから移行してください。
                The process of the source runs at \(place). Stop it first.
                """
            case .sourceMissing(let path):
                "移行元 \(path) がありません。\nThe source \(path) is not there."
            case .sourceOlder(let path, let missing):
                """
                移行元 \(path) の構造が古く、\(missing.joined(separator: "、")) がありません。先に migrate を実行してください。
                The source \(path) is without \(missing.joined(separator: ", ")). Migrate it first.
                """
            case .sourceNewer(let path, let later):
                """
                移行元 \(path) の構造がこのプログラムより新しいです（\(later.joined(separator: "、"))）。
                The source \(path) is newer than this program, with \(later.joined(separator: ", ")).
                """
            }
        }
    }

    /// One line for each table, and one for all.
    package static func lines(
        _ tables: [(name: String, rows: Int)],
        digest: [UInt8],
        chains: Int,
        entries: Int
    ) -> [String] {
        let hexadecimal = digest.map { String(UInt16(0x100) + UInt16($0), radix: 16).dropFirst() }.joined()
        return tables.sorted { $0.name < $1.name }.map { "\($0.name): \($0.rows)" } + [
            "SHA-256 \(hexadecimal), the same on both sides / 両側で一致",
            "audit: \(chains) chains, \(entries) entries derived again / 監査の鎖を再導出",
        ]
    }
}
