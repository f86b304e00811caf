import Doctor
import Foundation
import Outbound
import SigningService

/// One time-stamping authority, as the settings write it.
struct TimestampAuthorityEntry: Decodable, Sendable {
    let url: String
    /// In logs and pages; the host when it is left out.
    var name: String?
    /// Those of `tsa` when they are left out.
    var policies: [String]?
    /// The policy to ask for.
    var requestPolicy: String?
    /// A PEM file; `trust.timestamps` when it is left out.
    var anchors: String?
    /// For Basic authentication.
    var user: String?
    var passwordFile: String?
    /// For mutual TLS.
    var certificate: String?
    var key: String?
    /// The system's when it is left out.
    var trustRootsFile: String?
    /// 10 when it is left out.
    var timeoutInSeconds: Int?

    static let members: [SettingsDocument.Member] = [
        .optional("tsa.authorities", .objects), .required("tsa.authorities[].url", .text),
        .optional("tsa.authorities[].name", .text), .optional("tsa.authorities[].policies", .texts),
        .optional("tsa.authorities[].requestPolicy", .text), .optional("tsa.authorities[].anchors", .text),
        .optional("tsa.authorities[].user", .text), .optional("tsa.authorities[].passwordFile", .text),
        .optional("tsa.authorities[].certificate", .text), .optional("tsa.authorities[].key", .text),
        .optional("tsa.authorities[].trustRootsFile", .text),
        .optional("tsa.authorities[].timeoutInSeconds", .integer),
    ]

    /// Files that have to be seen wherever the service runs.
    var files: [String] { [anchors, passwordFile, certificate, key, trustRootsFile].compactMap(\.self) }

    /// What it is called.
    var shownName: String { name ?? URL(string: url)?.host() ?? "" }

    fileprivate var timeLimit: Duration? {
        guard let timeoutInSeconds else { return .seconds(10) }
        return (1...60).contains(timeoutInSeconds) ? .seconds(timeoutInSeconds) : nil
    }
}

extension SettingsFile {
    /// In the order they are asked.
    var timestampEntries: [TimestampAuthorityEntry] {
        tsa.authorities ?? (tsa.urls ?? []).map { TimestampAuthorityEntry(url: $0) }
    }

    /// Under which setting the authorities are.
    var timestampSetting: String { tsa.authorities == nil ? "tsa.urls" : "tsa.authorities" }

    /// The policies under which an authority's tokens are accepted; empty when none are named.
    func policies(of entry: TimestampAuthorityEntry) -> [String] { entry.policies ?? tsa.policies ?? [] }

    /// At least one, with names that tell them apart; nil when a value means nothing or a file cannot be read.
    func timestampAuthorities(path: (String) -> String) -> [TimestampAuthority]? {
        guard let common = CertificateFile.read(path(trust.timestamps)),
            SettingsFile.timestampRules.allSatisfy({ $0.accepts(self) })
        else { return nil }
        var authorities: [TimestampAuthority] = []
        for entry in timestampEntries {
            guard let url = url(entry.url, schemes: ["http", "https"]), let timeLimit = entry.timeLimit else {
                return nil
            }
            var anchors = common
            if let file = entry.anchors {
                guard let own = CertificateFile.read(path(file)) else { return nil }
                anchors = own
            }
            let policies = policies(of: entry)
            authorities.append(
                TimestampAuthority(
                    name: name(of: entry),
                    url: url,
                    // Production names its own: TIMESTAMP_POLICIES_MISSING.
                    policies: Set(policies.isEmpty ? [Settings.trialTimestampPolicy] : policies),
                    requestedPolicy: entry.requestPolicy,
                    anchors: anchors,
                    access: access(of: entry, path: path),
                    timeLimit: timeLimit
                )
            )
        }
        return authorities
    }

    private func name(of entry: TimestampAuthorityEntry) -> String {
        // Two at one host are told apart by what they are asked by.
        timestampEntries.count { $0.shownName == entry.shownName } == 1 ? entry.shownName : entry.name ?? entry.url
    }

    private func access(of entry: TimestampAuthorityEntry, path: (String) -> String) -> PartnerAccess {
        var login: PartnerAccess.Login?
        if let user = entry.user, let file = entry.passwordFile {
            login = PartnerAccess.Login(user: user, passwordFile: path(file))
        }
        var identity: PartnerAccess.Identity?
        if let certificate = entry.certificate, let key = entry.key {
            identity = PartnerAccess.Identity(certificate: path(certificate), key: path(key))
        }
        return PartnerAccess(login: login, identity: identity, trustRoots: entry.trustRootsFile.map(path))
    }
}

extension SettingsFile {
    /// What the members of `tsa` have to be.
    static let timestampRules: [ValueRule<SettingsFile>] = [
        ValueRule("tsa", Words(ja: "urls か authorities のどちらか 1 つだけ", en: "either urls or authorities, not both")) { _ in
            "urls, authorities"
        } holds: {
            ($0.tsa.urls == nil) != ($0.tsa.authorities == nil)
        },
        ValueRule("tsa.urls", addresses) { file in
            (file.tsa.urls ?? []).map(Redaction.printable).joined(separator: ", ")
        } holds: { file in
            file.tsa.urls.map { urls in
                !urls.isEmpty && urls.allSatisfy { file.url($0, schemes: ["http", "https"]) != nil }
            } ?? true
        },
        each("url", addresses, { Redaction.printable($0.url) }) { $0.url($1.url, schemes: ["http", "https"]) != nil },
        each("name", Words(ja: "64 文字までの 1 行で、ほかと異なる名前", en: "one line of at most 64, unlike the others"), \.name) {
            file,
            entry in
            guard let name = entry.name else { return true }
            return (1...64).contains(name.count) && !name.contains(where: \.isNewline)
                && file.timestampEntries.count { $0.shownName == name } == 1
        },
        each("policies", identifiers, { ($0.policies ?? []).joined(separator: ", ") }) { _, entry in
            entry.policies.map { !$0.isEmpty && $0.allSatisfy(isObjectIdentifier) } ?? true
        },
        each("requestPolicy", Words(ja: "policies のどれか", en: "one of policies"), \.requestPolicy) { file, entry in
            entry.requestPolicy.map { file.policies(of: entry).contains($0) } ?? true
        },
        each("user", login, \.user) { file, entry in
            guard let user = entry.user else { return entry.passwordFile == nil }
            // A colon would end the name. RFC 7617 §2
            return entry.passwordFile != nil && !user.contains(":") && file.isProtected(entry.url)
        },
        each("certificate", identity, \.certificate) { _, entry in
            (entry.certificate == nil) == (entry.key == nil)
                && (entry.certificate == nil || entry.url.hasPrefix("https://"))
        },
        each("timeoutInSeconds", Words(ja: "1 から 60", en: "1 to 60"), { $0.timeoutInSeconds.map(String.init) }) {
            $1.timeLimit != nil
        },
    ]

    /// A password travels over TLS, or to this machine in a test.
    private func isProtected(_ url: String) -> Bool { url.hasPrefix("https://") || serviceEnvironment == .test }

    private static func each(
        _ member: String,
        _ words: Words,
        _ value: @escaping @Sendable (TimestampAuthorityEntry) -> String?,
        _ holds: @escaping @Sendable (SettingsFile, TimestampAuthorityEntry) -> Bool
    ) -> ValueRule<SettingsFile> {
        ValueRule("tsa.authorities[].\(member)", words) { file in
            (file.tsa.authorities ?? []).filter { !holds(file, $0) }.compactMap(value).joined(separator: ", ")
        } holds: { file in
            (file.tsa.authorities ?? []).allSatisfy { holds(file, $0) }
        }
    }

    private static func isObjectIdentifier(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-2](\.(0|[1-9][0-9]*))+/) != nil
    }

    private static let addresses = Words(
        ja: "http:// か https:// で始まり、利用者名やパスワードを含まない URL（1 つ以上）",
        en: "URLs, at least one, that begin with http:// or https:// and hold no user or password"
    )
    private static let identifiers = Words(ja: "1 つ以上の OID", en: "at least one OID")
    private static let login = Words(
        ja: "コロンのない利用者名と passwordFile の両方（url は https://）",
        en: "a user without a colon together with passwordFile, over https://"
    )
    private static let identity = Words(
        ja: "certificate と key の両方（url は https://）",
        en: "certificate and key together, over https://"
    )
}
