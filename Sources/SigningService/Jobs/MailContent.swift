/// What a mail says, before it is set as plain text and as a page.
struct MailContent: Sendable {
    enum Block: Hashable, Sendable {
        /// A paragraph, of one line or several; of a language where it is not the mail's.
        case words(String, in: Language? = nil)
        /// An address of ours; the label stands on a button.
        case link(String, label: String)
        /// What has to be copied by hand.
        case code(String)
    }

    /// What stands above everything in a test environment.
    let mark: String?
    let language: Language
    let subject: String
    let blocks: [Block]

    /// Paragraphs with an empty line between them.
    var text: String {
        let paragraphs = blocks.map { block in
            switch block {
            case .words(let text, _), .link(let text, _), .code(let text): text
            }
        }
        return ([mark].compactMap(\.self) + paragraphs).joined(separator: "\n\n") + "\n"
    }

    /// As it stands in a list of messages.
    var markedSubject: String { [mark.map { "[\($0)]" }, subject].compactMap(\.self).joined(separator: " ") }
}

extension MailMessage {
    /// Sets both forms of a content; every mail of ours is made here.
    init(to address: MailAddress, _ name: String, _ content: MailContent) {
        self.init(
            to: address.text,
            name: name,
            subject: content.markedSubject,
            text: content.text,
            html: content.html
        )
    }
}
