import Doctor
import Foundation

/// The service as its doctor sees it: settings that could be read, and where they lie.
struct ServicePatient: Sendable {
    let file: SettingsFile
    let settingsPath: String
    let variables: [String: String]
    let now: Date

    /// Paths in settings begin at the folder of the file.
    func path(_ name: String) -> String {
        let folder = URL(filePath: settingsPath).absoluteURL.deletingLastPathComponent()
        return URL(filePath: name, relativeTo: folder).absoluteURL.standardizedFileURL.path(percentEncoded: false)
    }

    /// Nil when set-up is closed: no setting, or no file.
    var setUpTokenFile: String? {
        file.setupTokenFile.map(path).flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }

    var premises: Premises {
        Premises(
            settingsFile: settingsPath,
            keys: [named("tls.key", file.tls.key), named("signer.key", file.signer.key)],
            secrets: setUpTokenFile.map { [Premises.Named("setupTokenFile", $0)] } ?? [],
            certificates: [
                named("tls.certificate", file.tls.certificate), named("signer.certificate", file.signer.certificate),
                named("signer.trust", file.signer.trust),
            ],
            anchors: [named("trust.signers", file.trust.signers), named("trust.timestamps", file.trust.timestamps)],
            addresses: [Premises.Named("publicURL", file.publicURL), Premises.Named("ca.url", file.ca.url)]
                + file.tsa.urls.map { Premises.Named("tsa.urls", $0) }
                + file.relyingParty.origins.map { Premises.Named("relyingParty.origins", $0) },
            exemptions: file.exemptOrigins.map { Premises.Named("exemptOrigins", $0) },
            relyingParty: Premises.Named("relyingParty.id", file.relyingParty.id),
            listener: Premises.Listener(host: file.listen.host, port: file.listen.port, program: "chigiri"),
            database: named("database", file.database),
            folders: [named("segments", file.segments), named("spool", file.spool)],
            variables: variables,
            now: now
        )
    }

    private func named(_ setting: String, _ name: String) -> Premises.Named {
        Premises.Named(setting, path(name))
    }
}
