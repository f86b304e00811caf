import Crypto
import Foundation
import SigningService

/// A message as it goes over the line: ASCII, no line longer than a header's longest address.
///
/// Bodies are always base64: Japanese is not readable in either encoding, and this way no byte of them can mean anything
/// to a relay.
///
/// - SeeAlso: RFC 5322, RFC 2045, RFC 2046 §5.1.4
struct ComposedMail: Hashable, Sendable {
    let recipient: String
    let bytes: [UInt8]

    /// What we send is a few sentences; anything near this is a mistake.
    static let largest = 256 * 1024

    /// `id` names the message: the same one has the same Message-ID whenever it is composed.
    ///
    /// - Throws: `OutboundError.messageRefused` when the address is none, or the message is too large.
    init(_ message: MailMessage, id: String, from origin: MailOrigin, at time: Date) throws(OutboundError) {
        do throws(ServiceError) {
            recipient = try MailAddress(message.to, field: "to").text
        } catch {
            throw .messageRefused(reason: "address")
        }
        guard message.text.utf8.count + (message.html?.utf8.count ?? 0) <= Self.largest / 2 else {
            throw .messageRefused(reason: "size")
        }
        let name = SHA256.hash(data: Data(id.utf8)).prefix(16).map { String(format: "%02x", $0) }.joined()
        var text = "Date: \(Self.date(time))\r\n"
        text += HeaderText.field("From", mailbox: origin.address.text, named: origin.name)
        text += HeaderText.field("To", mailbox: recipient, named: message.name)
        if let replyTo = origin.replyTo { text += HeaderText.field("Reply-To", mailbox: replyTo.text, named: nil) }
        text += HeaderText.field("Subject", message.subject)
        text += "Message-ID: <\(name)@\(origin.domain)>\r\n"
        // Nobody's holiday notice has to answer. RFC 3834 §5
        text += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        if let html = message.html {
            // No line of base64 has a `_` or begins with a hyphen.
            let boundary = "=_\(name)"
            text += "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n"
            text += "--\(boundary)\r\n\(Self.part(message.text, "plain"))"
            text += "--\(boundary)\r\n\(Self.part(html, "html"))--\(boundary)--\r\n"
        } else {
            text += Self.part(message.text, "plain")
        }
        bytes = Array(text.utf8)
        guard bytes.count <= Self.largest else { throw .messageRefused(reason: "size") }
    }

    /// Text has CRLF at the end of its lines before it is encoded. RFC 2045 §6.8
    private static func part(_ text: String, _ subtype: String) -> String {
        var canonical: [UInt8] = []
        var isAfterReturn = false
        for byte in text.utf8 {
            switch byte {
            case 0x0D: canonical += [0x0D, 0x0A]
            case 0x0A: if !isAfterReturn { canonical += [0x0D, 0x0A] }
            default: canonical.append(byte)
            }
            isAfterReturn = byte == 0x0D
        }
        let lines = Data(canonical).base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return "Content-Type: text/\(subtype); charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\(lines)\r\n"
    }

    private static func date(_ time: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return format.string(from: time)
    }
}
