import Foundation

/// Why a chain was not judged: an input that cannot be read.
enum UnreadableInput: Error, Equatable {
    case file(String)
    /// Neither DER nor PEM with a block of this label.
    case encoding(String, label: String)
    /// The structure is refused with this code.
    case structure(String, code: String)
    case time(String)
    case algorithmPolicy(String)

    private var words: (ja: String, en: String) {
        switch self {
        case .file(let path):
            (
                "ファイル \(path) を読み取れません。場所、権限、大きさ（64 MB まで）を確認してください。",
                "The file \(path) cannot be read. Check its place, permissions and size (64 MB at most)."
            )
        case .encoding(let path, let label):
            (
                "\(path) は DER でも PEM の \(label) でもありません。形式を確認してください。",
                "\(path) is neither DER nor a PEM \(label). Check its format."
            )
        case .structure(let path, let code):
            (
                "\(path) の構造が正しくありません（\(code)）。発行元から取り直してください。",
                "\(path) is malformed (\(code)). Get it from its issuer again."
            )
        case .time(let text):
            (
                "--at \(text): RFC 3339 の UTC の時刻を指定してください。例 2026-12-31T15:00:00Z",
                "--at \(text): RFC 3339 in UTC is expected, such as 2026-12-31T15:00:00Z"
            )
        case .algorithmPolicy(let path):
            (
                "アルゴリズム方針 \(path) を読み取れません。方針のファイルか none を指定してください。",
                "The algorithm policy \(path) cannot be read. Name a policy file, or none."
            )
        }
    }

    var text: String { "\(words.ja)\n\(words.en)" }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let error = ["code": "INPUT_UNREADABLE", "ja": words.ja, "en": words.en]
        return String(decoding: try encoder.encode(["error": error]), as: UTF8.self)
    }
}
