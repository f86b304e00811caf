package import SigningService

/// Whom our mail is from.
package struct MailOrigin: Hashable, Sendable {
    package let address: MailAddress
    /// The operator, as people know it.
    package let name: String
    /// Where answers go, when not to `address`.
    package let replyTo: MailAddress?

    package init(address: MailAddress, name: String, replyTo: MailAddress? = nil) {
        self.address = address
        self.name = name
        self.replyTo = replyTo
    }

    /// What comes after the `@`: our name towards the relay, and the right half of each Message-ID.
    var domain: String { String(address.text.split(separator: "@").last ?? "") }
}
