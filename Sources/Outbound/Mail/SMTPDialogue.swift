/// What a relay said to a command: three digits and, where it has one, the enhanced status.
///
/// Its sentence is not kept: it is a stranger's text, and often names the recipient.
///
/// - SeeAlso: RFC 5321 §4.2, RFC 3463
package struct SMTPReply: Hashable, Sendable, CustomStringConvertible {
    package let code: Int
    package let status: String?

    package init(code: Int, status: String? = nil) {
        self.code = code
        self.status = status
    }

    package var description: String { [String(code), status].compactMap(\.self).joined(separator: " ") }

    /// Reads the last line of a reply; nil for one that is not the last, and for anything else.
    init?(line: some StringProtocol) {
        let digits = line.prefix(3)
        guard digits.utf8.count == 3, let code = Int(digits), (200..<600).contains(code), line.dropFirst(3).first != "-"
        else { return nil }
        self.code = code
        let word = line.dropFirst(4).prefix { !$0.isWhitespace }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        let isStatus =
            parts.count == 3
            && parts.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }
        status = isStatus ? String(word) : nil
    }
}

/// What a relay is asked for.
package enum SMTPCommand: String, Hashable, Sendable {
    case hello = "EHLO"
    case helloOfOld = "HELO"
    case tls = "STARTTLS"
    case login = "AUTH"
    case sender = "MAIL"
    case recipient = "RCPT"
    case data = "DATA"
    /// What comes after DATA, up to the dot.
    case message = "."
    case nothing = "NOOP"
    case quit = "QUIT"
}

/// The conversation with a relay, as far as it tells why it failed.
struct SMTPDialogue {
    private(set) var command: SMTPCommand?
    /// The refusal after which nothing was granted any more.
    private(set) var refusal: (command: SMTPCommand?, reply: SMTPReply)?

    /// Whether the relay may have taken the message although we did not hear of it.
    var isMessageUnderWay: Bool { command == .message }

    mutating func sent(_ line: some StringProtocol) {
        // Answers of a login are lines without a verb; that they are in base64 keeps them from looking like one.
        let verb = line.prefix { !$0.isWhitespace }
        guard let command = SMTPCommand(rawValue: String(verb)) else { return }
        // What is said after a good-bye tells nothing, until another connection begins.
        if self.command != .quit || command == .hello { self.command = command }
    }

    mutating func received(_ line: some StringProtocol) {
        guard command != .quit, let reply = SMTPReply(line: line) else { return }
        refusal = reply.code >= 400 ? (command, reply) : nil
        if command == .data, reply.code == 354 { command = .message }
    }
}
