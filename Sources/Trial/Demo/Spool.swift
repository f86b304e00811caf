import Foundation

/// The mail spool, read as the people would read their mail.
struct Spool: Sendable {
    private struct Message: Decodable {
        let to: String
        let text: String
    }

    let folder: URL
    let publicURL: String

    /// The tokens of all links ever mailed to this address, or of those about one envelope.
    func tokens(for address: String, envelope: String? = nil) throws -> Set<String> {
        var tokens: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "json" && (envelope.map { file.lastPathComponent.contains($0) } ?? true) {
            guard let message = try? JSONDecoder().decode(Message.self, from: Data(contentsOf: file)),
                message.to == address
            else { continue }
            tokens.formUnion(Self.tokens(in: message.text, below: publicURL))
        }
        return tokens
    }

    /// The codes for links that were opened before, of mails to this address, newest first.
    func codes(for address: String) throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(
            at: folder,
            includingPropertiesForKeys: [.contentModificationDateKey]
        )
        return try files.filter { $0.lastPathComponent.hasPrefix("code-") }
            .map { ($0, try $0.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate) }
            .sorted { ($0.1 ?? .distantPast) > ($1.1 ?? .distantPast) }
            .compactMap { file, _ in
                let message = try JSONDecoder().decode(Message.self, from: Data(contentsOf: file))
                guard message.to == address else { return nil }
                return message.text.firstMatch(of: /(?m)^\d{4} \d{4}$/).map { String($0.output) }
            }
    }

    /// A link is the public URL and a path whose last part, or fragment, is the token.
    static func tokens(in text: String, below publicURL: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).compactMap { word in
            guard word.hasPrefix(publicURL + "/") else { return nil }
            let token = word.split { "/#=?".contains($0) }.last.map(String.init) ?? ""
            return token.utf8.count >= 20 ? token : nil
        }
    }
}
