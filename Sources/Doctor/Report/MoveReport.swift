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
        case segmentsMissing(String)
        case bucketRefused(String, reason: String)
        /// What was copied by then stays.
        case storeAway(String)

        package var description: String {
            switch self {
            case .otherEngines:
                """
                記録は SQLite（--from）から PostgreSQL（--to）へだけ移行できます。文書だけを写すときは、両方の設定に同じデータベースを書いてください。
                Records are moved from SQLite (--from) to PostgreSQL (--to) only. To copy documents alone, name the same \
                database in both settings.
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
            case .segmentsMissing(let path):
                """
                移行元の文書のフォルダー \(path) がありません。--from の設定の segments を確かめてください。
                The source's folder of documents \(path) is not there. Look at `segments` in the settings of --from.
                """
            case .bucketRefused(let place, let reason):
                """
                バケット \(place) を使えません（\(reason)）。設定の objectStore かバケットを直してください。
                The bucket \(place) cannot be used (\(reason)). Correct the settings objectStore, or the bucket.
                """
            case .storeAway(let place):
                """
                \(place) が応答しません。写した区分は残っています。応答するようになったら、同じコマンドをもう一度実行してください。
                \(place) does not answer. What was copied stays; run the same command again when it does.
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
