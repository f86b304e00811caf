/// A line of text that a person entered and others will read.
///
/// - Throws: `ServiceError.textRefused` when it is blank, longer than `limit` characters, or holds control characters
///   or marks that change the direction of what follows (a name must not rearrange a page).
package func line(_ text: String, field: String, limit: Int) throws(ServiceError) -> String {
    guard !text.allSatisfy(\.isWhitespace), text.count <= limit, text.utf8.count <= limit * 16 else {
        throw .textRefused(field: field)
    }
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE00FF:
            throw .textRefused(field: field)
        default:
            break
        }
    }
    return text
}

/// A mail address: one `@`, ASCII, no white space or quoting, domain in lower case.
///
/// It becomes the subject of a certificate, so one spelling is accepted.
package struct MailAddress: Hashable, Sendable, Codable {
    package let text: String

    /// Throws `ServiceError.addressRefused` unless the text is such an address.
    package init(_ text: String, field: String) throws(ServiceError) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (1...190).contains(parts[1].utf8.count),
            parts[0].utf8.allSatisfy(Self.isLocal), parts[1].utf8.allSatisfy(Self.isDomain),
            !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains("..")
        else { throw .addressRefused(field: field) }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy({ (1...63).contains($0.utf8.count) && !$0.hasPrefix("-") && !$0.hasSuffix("-") })
        else { throw .addressRefused(field: field) }
        self.text = "\(parts[0])@\(parts[1].lowercased())"
    }

    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self), field: "address")
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// Whether both name one mailbox, as nearly every mail system sees it.
    package func isSameMailbox(as other: MailAddress) -> Bool {
        text.lowercased() == other.text.lowercased()
    }

    /// Enough to recognise one's own address by: `h•••@party.example`.
    package var masked: String {
        let parts = text.split(separator: "@")
        return "\(parts[0].prefix(1))•••@\(parts[1])"
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isDomain(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default:
            false
        }
    }
}
