import Doctor
import Foundation
import Outbound
import PostgresConnection
import SigningService

/// What the texts of a settings file mean; nil where one means nothing.
extension SettingsFile {
    var serviceEnvironment: ServiceEnvironment? { ServiceEnvironment(rawValue: environment) }

    /// Links begin with it, so it ends without a slash.
    var linkBase: String? {
        guard url(publicURL, schemes: ["https"]) != nil else { return nil }
        return publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
    }

    var port: Int? { (1...65535).contains(listen.port) ? listen.port : nil }

    var signerURL: URL? { url(signer.url, schemes: ["https"]) }

    var authority: URL? { url(ca.url, schemes: ["http", "https"]) }

    var exemptions: Set<Origin>? {
        let origins = exemptOrigins.compactMap { Origin(text: $0) }
        return origins.count < exemptOrigins.count ? nil : Set(origins)
    }

    /// Kinds of signature that are offered; at least one.
    var offeredKinds: Set<SignerKind>? {
        guard let signerKinds else { return Set(SignerKind.allCases) }
        let kinds = signerKinds.compactMap(SignerKind.init(rawValue:))
        return kinds.isEmpty || kinds.count < signerKinds.count ? nil : Set(kinds)
    }

    /// 200 MB when it is left out.
    var uploadLimit: UploadLimit? {
        guard let uploadLimitInBytes else { return .standard }
        return UploadLimit(bytes: uploadLimitInBytes)
    }

    /// Credentials have no place in a URL: it is printed and logged.
    func url(_ text: String, schemes: Set<String>) -> URL? {
        guard let url = URL(string: text), let scheme = url.scheme, schemes.contains(scheme), url.host() != nil,
            url.user() == nil, url.password() == nil
        else { return nil }
        return url
    }
}

extension SettingsFile {
    /// What each value has to be.
    static let rules: [ValueRule<SettingsFile>] = [
        ValueRule("environment", Words(ja: "TEST または PRODUCTION", en: "TEST or PRODUCTION")) {
            $0.environment
        } holds: {
            $0.serviceEnvironment != nil
        },
        ValueRule("publicURL", https) {
            $0.publicURL
        } holds: {
            $0.linkBase != nil
        },
        ValueRule("listen.port", Words(ja: "1 から 65535", en: "1 to 65535")) {
            String($0.listen.port)
        } holds: {
            $0.port != nil
        },
        ValueRule("signer.url", https) {
            $0.signer.url
        } holds: {
            $0.signerURL != nil
        },
        ValueRule("ca.url", web) {
            $0.ca.url
        } holds: {
            $0.authority != nil
        },
        ValueRule("exemptOrigins", Words(ja: "scheme://host:port だけ", en: "scheme://host:port only")) { file in
            file.exemptOrigins.map(Redaction.printable).joined(separator: ", ")
        } holds: {
            $0.exemptions != nil
        },
        ValueRule("signerKinds", Words(ja: "party と witness のうち 1 つ以上", en: "at least one of party and witness")) {
            ($0.signerKinds ?? []).joined(separator: ", ")
        } holds: {
            $0.offeredKinds != nil
        },
        ValueRule(
            "trialHTTPPort",
            Words(
                ja: "試験環境だけで、1 から 65535。本番では書かない",
                en: "1 to 65535, in the test environment only; left out in production"
            )
        ) {
            $0.trialHTTPPort.map(String.init) ?? ""
        } holds: { file in
            guard let port = file.trialHTTPPort else { return true }
            return file.serviceEnvironment == .test && (1...65535).contains(port)
        },
        .database {
            $0.database
        } accepts: {
            (try? ConnectionSettings(setting: $0)) != nil
        },
        ValueRule("uploadLimitInBytes", uploadRange) {
            $0.uploadLimitInBytes.map(String.init) ?? ""
        } holds: {
            $0.uploadLimit != nil
        },
    ]

    private static let uploadRange = Words(
        ja: "\(UploadLimit.range.lowerBound) から \(UploadLimit.range.upperBound)",
        en: "\(UploadLimit.range.lowerBound) to \(UploadLimit.range.upperBound)"
    )
    private static let https = Words(
        ja: "https:// で始まり、利用者名やパスワードを含まない URL",
        en: "a URL that begins with https:// and holds no user or password"
    )
    private static let web = Words(
        ja: "http:// か https:// で始まり、利用者名やパスワードを含まない URL",
        en: "a URL that begins with http:// or https:// and holds no user or password"
    )
}
