import Doctor
import Foundation
import Outbound
import SigningService

/// How mail leaves the house.
enum MailRoute: Hashable, Sendable {
    /// Into a folder, where a trial reads it.
    case spool(URL)
    case smtp(MailRelay, MailOrigin)

    /// Files that have to be seen while mail is sent.
    var files: [String] {
        switch self {
        case .spool: []
        case .smtp(let relay, _): [relay.login?.passwordFile, relay.trustRoots].compactMap(\.self)
        }
    }
}

extension SettingsFile.Mail {
    /// With paths as `path` makes them; nil where the members mean nothing.
    func route(path: (String) -> String) -> MailRoute? {
        switch kind {
        case "spool": folder.map { .spool(URL(filePath: path($0))) }
        case "smtp": relay(path: path).flatMap { relay in origin.map { .smtp(relay, $0) } }
        default: nil
        }
    }

    private func relay(path: (String) -> String) -> MailRelay? {
        guard let host, let port, let security = security.flatMap(MailRelay.Security.init(rawValue:)) else {
            return nil
        }
        var login: MailRelay.Login?
        if let user, let passwordFile { login = MailRelay.Login(user: user, passwordFile: path(passwordFile)) }
        return MailRelay(
            host: host,
            port: port,
            security: security,
            login: login,
            trustRoots: trustRootsFile.map(path)
        )
    }

    private var origin: MailOrigin? {
        guard let address = Self.address(from), let name = fromName.flatMap(Self.name) else { return nil }
        return MailOrigin(address: address, name: name, replyTo: Self.address(replyTo))
    }

    fileprivate static func address(_ text: String?) -> MailAddress? {
        text.flatMap { try? MailAddress($0, field: "mail") }
    }

    fileprivate static func name(_ text: String) -> String? { try? line(text, field: "mail.fromName", limit: 100) }

    fileprivate var isSMTP: Bool { kind == "smtp" }

    /// Whether a member that a relay must have is there and holds, or is not there beside a spool.
    fileprivate func needs<Value>(_ value: Value?, where holds: (Value) -> Bool) -> Bool {
        isSMTP ? value.map(holds) ?? false : value == nil
    }

    /// The same for a member that may be left out.
    fileprivate func allows<Value>(_ value: Value?, where holds: (Value) -> Bool) -> Bool {
        value.map { isSMTP && holds($0) } ?? true
    }
}

extension SettingsFile {
    /// What the members of `mail` have to be.
    static let mailRules: [ValueRule<SettingsFile>] = [
        ValueRule("mail.kind", Words(ja: "spool または smtp", en: "spool or smtp")) {
            $0.mail.kind
        } holds: {
            ["spool", "smtp"].contains($0.mail.kind)
        },
        rule("folder", Words(ja: "spool のときに書き、smtp のときは書かない", en: "given for spool and left out for smtp")) {
            $0.folder
        } holds: {
            ($0.folder == nil) == ($0.kind != "spool")
        },
        rule("host", smtp(Words(ja: "ホスト名かアドレス", en: "a host's name or address"))) {
            $0.host
        } holds: { mail in
            mail.needs(mail.host) { MailRelay(host: $0, port: 465, security: .tls) != nil }
        },
        rule("port", smtp(Words(ja: "1 から 65535", en: "1 to 65535"))) {
            $0.port.map(String.init)
        } holds: { mail in
            mail.needs(mail.port) { (1...65535).contains($0) }
        },
        ValueRule("mail.security", smtp(securities)) {
            $0.mail.security ?? ""
        } holds: { file in
            file.mail.needs(file.mail.security) { text in
                switch MailRelay.Security(rawValue: text) {
                case .tls, .starttls: true
                case .onThisMachine:
                    file.serviceEnvironment == .test && file.mail.user == nil
                        && ["127.0.0.1", "::1"].contains(file.mail.host)
                case nil: false
                }
            }
        },
        rule("user", login) {
            $0.user
        } holds: { mail in
            mail.allows(mail.user) { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }
                && (mail.user == nil) == (mail.passwordFile == nil)
        },
        rule("passwordFile", login) {
            $0.passwordFile
        } holds: {
            $0.allows($0.passwordFile) { _ in true }
        },
        rule("trustRootsFile", smtp(Words(ja: "証明書のファイル", en: "a file of certificates"))) {
            $0.trustRootsFile
        } holds: {
            $0.allows($0.trustRootsFile) { _ in true }
        },
        rule("from", smtp(mailbox)) {
            $0.from
        } holds: {
            $0.needs($0.from) { Mail.address($0) != nil }
        },
        rule("fromName", smtp(Words(ja: "100 文字までの 1 行", en: "one line of at most 100 characters"))) {
            $0.fromName
        } holds: {
            $0.needs($0.fromName) { Mail.name($0) != nil }
        },
        rule("replyTo", smtp(mailbox)) {
            $0.replyTo
        } holds: {
            $0.allows($0.replyTo) { Mail.address($0) != nil }
        },
    ]

    private static func rule(
        _ member: String,
        _ expected: Words,
        value: @escaping @Sendable (Mail) -> String?,
        holds: @escaping @Sendable (Mail) -> Bool
    ) -> ValueRule<SettingsFile> {
        ValueRule("mail.\(member)", expected) {
            value($0.mail) ?? ""
        } holds: {
            holds($0.mail)
        }
    }

    private static func smtp(_ words: Words) -> Words {
        Words(ja: "smtp のときだけ書く、\(words.ja)", en: "\(words.en), and there for smtp only")
    }

    private static let securities = Words(
        ja: "tls か starttls（試験環境で 127.0.0.1 か ::1 へ、user なしのときだけ none）",
        en: "tls or starttls (or none, in the test environment to 127.0.0.1 or ::1 and without user)"
    )
    private static let login = smtp(Words(ja: "user と passwordFile の両方", en: "user and passwordFile together"))
    private static let mailbox = Words(ja: "ASCII のメールアドレス", en: "a mail address in ASCII")
}
