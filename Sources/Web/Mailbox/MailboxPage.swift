import Foundation
import Hummingbird
import SigningService

/// The mails of the trial, which leave this machine only here.
extension Pages {
    private struct View {
        let hasNone: Bool
        let messages: [Message]
    }

    private struct Message {
        let to: String
        let subject: String
        let text: String
        let link: String?
    }

    func addMailbox(to router: Router<APIContext>) {
        guard let mails, needs.environment == .test else { return }
        router.get("/mailbox") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let messages = try await mails().map { mail in
                    Message(to: mail.to, subject: mail.subject, text: mail.text, link: Self.link(in: mail.text))
                }
                let sender = try? await sender(visit)
                var frame = frame(words.text("common.mailbox", in: language), visit, language, sender)
                frame.isMailbox = true
                return html("mailbox", frame, View(hasNone: messages.isEmpty, messages: messages), in: language)
            }
        }
    }

    /// The path of the link to sign: browsers of a trial reach it at whichever address they use.
    private static func link(in text: String) -> String? {
        text.split(whereSeparator: \.isWhitespace).compactMap { URL(string: String($0)) }
            .map { $0.path(percentEncoded: true) }
            .first { $0.hasPrefix("/sign/") || $0.hasPrefix("/join/") }
    }
}
