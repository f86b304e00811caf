import CMS
import Foundation
import Outbound
import SigningService
import Web

/// The service's settings: read once, checked, then passed down as values.
struct Settings: Sendable {
    let service: ServiceSettings
    let listener: APIServer.Listener
    let database: String
    let segments: String
    let spool: URL
    let signerURL: URL
    let signerIdentity: MutualTLSSignerClient.Identity
    let authority: URL
    let timestampAuthorities: [URL]
    let timestampPolicies: Set<String>
    let exemptOrigins: Set<Origin>

    /// Policy of the trial's TSA. Decision 0014
    static let trialTimestampPolicy = "2.25.274637420155013839245863518163418915921.4"

    /// Reads the file at `path`, whose own relative paths begin at its folder.
    ///
    /// - Throws: `ServerError`.
    init(path: String, variables: [String: String]) throws(ServerError) {
        let place = URL(filePath: path)
        let bytes = try SettingsReading.bytes(place)
        let file = try SettingsFile.read(bytes, path: path)
        try self.init(file, beside: place.deletingLastPathComponent(), variables: variables)
    }

    init(_ file: SettingsFile, beside folder: URL, variables: [String: String]) throws(ServerError) {
        guard let environment = ServiceEnvironment(rawValue: file.environment) else {
            throw .settingRefused("environment", reason: "TEST or PRODUCTION is expected")
        }
        let reading = SettingsReading(folder: folder)
        let signers = try reading.certificates(file.trust.signers)
        let timestamps = try reading.certificates(file.trust.timestamps)
        let crashAt = variables["CHIGIRI_CRASH_AT"]
        service = ServiceSettings(
            environment: environment,
            instance: file.instance,
            publicURL: try SettingsReading.publicURL(file.publicURL),
            signerAnchors: signers.map(\.der),
            timestampAnchors: timestamps.map(\.der),
            setUpToken: try file.setupTokenFile.flatMap { name throws(ServerError) in try reading.token(name) },
            crashPoint: crashAt.flatMap(CrashPoint.init(rawValue:))
        )
        guard (1...65535).contains(file.listen.port) else { throw .settingRefused("listen.port", reason: "1 to 65535") }
        listener = APIServer.Listener(
            host: file.listen.host,
            port: file.listen.port,
            certificate: reading.path(file.tls.certificate),
            key: reading.path(file.tls.key)
        )
        database = reading.path(file.database)
        segments = reading.path(file.segments)
        spool = URL(filePath: reading.path(file.spool))
        signerURL = try SettingsReading.url(file.signer.url, "signer.url", schemes: ["https"])
        signerIdentity = MutualTLSSignerClient.Identity(
            certificate: reading.path(file.signer.certificate),
            key: reading.path(file.signer.key),
            trust: reading.path(file.signer.trust)
        )
        authority = try SettingsReading.url(file.ca.url, "ca.url", schemes: ["http", "https"])
        timestampAuthorities = try file.tsa.urls.map { text throws(ServerError) in
            try SettingsReading.url(text, "tsa.urls", schemes: ["http", "https"])
        }
        guard !timestampAuthorities.isEmpty else { throw .settingRefused("tsa.urls", reason: "name at least one") }
        exemptOrigins = Set(
            try file.exemptOrigins.map { text throws(ServerError) in
                guard let origin = Origin(text: text) else {
                    throw .settingRefused("exemptOrigins", reason: "\(text) is not scheme://host:port")
                }
                return origin
            }
        )
        switch environment {
        case .test:
            timestampPolicies = Set(file.tsa.policies ?? [Settings.trialTimestampPolicy])
        case .production:
            guard let policies = file.tsa.policies, !policies.isEmpty else {
                throw .settingRefused("tsa.policies", reason: "PRODUCTION needs the OIDs of the accepted policies")
            }
            timestampPolicies = Set(policies)
            try ProductionCheck(file: file, anchors: signers + timestamps, crashAt: crashAt).run()
        }
    }
}
