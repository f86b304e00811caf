/// The server that takes our mail, and how it is reached.
///
/// - SeeAlso: RFC 8314
package struct MailRelay: Hashable, Sendable {
    package enum Security: String, Hashable, Sendable, CaseIterable {
        /// TLS from the first byte, usually on port 465.
        case tls
        /// TLS by command before anything else, usually on port 587; a server without it is refused.
        case starttls
        /// No TLS; only to this machine itself, and only in a test environment.
        case onThisMachine = "none"
    }

    /// Name and password; the password is read from its file for each connection, so that it can be changed.
    package struct Login: Hashable, Sendable {
        package let user: String
        package let passwordFile: String

        package init(user: String, passwordFile: String) {
            self.user = user
            self.passwordFile = passwordFile
        }
    }

    package let host: String
    package let port: Int
    package let security: Security
    /// Nil for a relay that knows us otherwise.
    package let login: Login?
    /// A PEM file of the only roots that are believed; nil for those of the system.
    package let trustRoots: String?
    package let connectLimit: Duration
    /// For one message, with everything before it.
    package let timeLimit: Duration

    /// Nil when the host is neither a name nor an address, or when there is no such port.
    ///
    /// A name may lead anywhere, so `onThisMachine` goes with a loopback address only, and never with a password.
    package init?(
        host: String,
        port: Int,
        security: Security,
        login: Login? = nil,
        trustRoots: String? = nil,
        connectLimit: Duration = .seconds(10),
        timeLimit: Duration = .seconds(60)
    ) {
        guard (1...65535).contains(port), Self.isHost(host) else { return nil }
        if security == .onThisMachine, login != nil || !["127.0.0.1", "::1"].contains(host) { return nil }
        self.host = host
        self.port = port
        self.security = security
        self.login = login
        self.trustRoots = trustRoots
        self.connectLimit = connectLimit
        self.timeLimit = timeLimit
    }

    /// A name in ASCII, or an address of IPv4 or IPv6 without brackets.
    private static func isHost(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        if text.contains(":") {
            return text.utf8.allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
        }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
