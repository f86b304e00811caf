import Foundation

/// Keeps secrets out of everything that is printed, wherever a text may have picked them up.
package struct Redaction: Sendable {
    private let secrets: [String]

    /// `files` hold a secret each; a URL's user information is one too.
    ///
    /// Secrets of fewer than four bytes would blot out half the report; they are default secrets, and named as such.
    package init(files: [String], urls: [String]) {
        let contents = files.compactMap { SecretFile(path: $0)?.text }
        let inURLs = urls.flatMap { text in
            let parts = URLComponents(string: text)
            return [parts?.password, parts?.percentEncodedPassword].compactMap { $0 }
        }
        secrets = Set(contents + inURLs).filter { $0.utf8.count >= 4 }.sorted { $0.count > $1.count }
    }

    /// The text with ••• for secrets, and without control characters, which would steer a terminal or fake a line.
    func applied(to text: String) -> String {
        let open = secrets.reduce(text) { $0.replacingOccurrences(of: $1, with: "•••") }
        return String(
            String.UnicodeScalarView(
                open.unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : $0 }
            )
        )
    }

    func applied(to words: Words) -> Words {
        Words(ja: applied(to: words.ja), en: applied(to: words.en))
    }

    func applied(to problem: Problem) -> Problem {
        Problem(
            code: problem.code,
            subject: applied(to: problem.subject),
            cause: applied(to: problem.cause),
            remedy: applied(to: problem.remedy),
            refusesStart: problem.refusesStart
        )
    }

    /// A URL as it may be printed.
    package static func printable(_ url: String) -> String {
        guard var parts = URLComponents(string: url), parts.password != nil || parts.user != nil else { return url }
        parts.user = nil
        parts.password = nil
        return (parts.string ?? "•••").replacingOccurrences(of: "://", with: "://•••@")
    }
}

/// A file that holds one secret, such as a PIN or a token.
package struct SecretFile {
    /// Never printed.
    let text: String

    /// Nil when it cannot be read.
    init?(path: String) {
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= 4096 else { return nil }
        text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Whether anyone would try it first: too short, one character or a row of them, or a word that manuals use.
    var isGuessable: Bool {
        let value = text.lowercased()
        guard value.utf8.count >= 8 else { return true }
        let bytes = Array(value.utf8)
        let steps = Set(zip(bytes, bytes.dropFirst()).map { Int($1) - Int($0) })
        return steps.isSubset(of: [0]) || steps.isSubset(of: [1, -9]) || steps.isSubset(of: [-1, 9])
            || SecretFile.known.contains { value.contains($0) }
    }

    private static let known = [
        "password", "changeme", "change-me", "change_me", "default", "example", "secret", "chigiri", "softhsm",
        "letmein",
        "qwerty", "test", "admin", "1234567",
    ]
}
