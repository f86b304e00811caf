import Doctor
import Foundation
import PostgresConnection
import PostgresStorage
import SignerProtocol

/// The service as its doctor sees it: settings that could be read, and where they lie.
struct ServicePatient: Patient {
    let file: SettingsFile
    let settingsPath: String
    let variables: [String: String]
    let now: Date

    static let members = SettingsFile.members

    var environment: String { file.environment }

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
            environment: file.environment,
            settingsFile: settingsPath,
            identities: [
                identity("tls", file.tls.certificate, file.tls.key),
                identity("signer", file.signer.certificate, file.signer.key),
            ],
            secrets: (setUpTokenFile.map { [Premises.Named("setupTokenFile", $0)] } ?? []) + bucketSecrets
                + optional("mail.passwordFile", file.mail.passwordFile) + timestampSecrets,
            transportAnchors: [named("signer.trust", file.signer.trust)]
                + optional("objectStore.trustRootsFile", file.objectStore?.trustRootsFile)
                + optional("mail.trustRootsFile", file.mail.trustRootsFile)
                + file.timestampEntries.flatMap { optional("tsa.authorities[].trustRootsFile", $0.trustRootsFile) },
            anchors: [named("trust.signers", file.trust.signers), named("trust.timestamps", file.trust.timestamps)]
                + optional("trust.accreditedTimestamps", file.trust.accreditedTimestamps)
                + file.timestampEntries.flatMap { optional("tsa.authorities[].anchors", $0.anchors) },
            trustLists: optional("trust.anchors", file.trust.anchors),
            addresses: [Premises.Named("publicURL", file.publicURL), Premises.Named("ca.url", file.ca.url)]
                + file.timestampEntries.map { Premises.Named(file.timestampSetting, $0.url) }
                + (file.objectStore?.endpoint.map { [Premises.Named("objectStore.endpoint", $0)] } ?? [])
                + file.relyingParty.origins.map { Premises.Named("relyingParty.origins", $0) },
            exemptions: file.exemptOrigins.map { Premises.Named("exemptOrigins", $0) },
            relyingParty: Premises.Named("relyingParty.id", file.relyingParty.id),
            listener: Premises.Listener(host: file.listen.host, port: file.listen.port, program: "chigiri"),
            database: databaseOnPremises,
            folders: [named("segments", file.segments)] + optional("mail.folder", file.mail.folder),
            variables: variables,
            now: now
        )
    }

    private var timestampSecrets: [Premises.Named] {
        file.timestampEntries.flatMap { entry in
            optional("tsa.authorities[].passwordFile", entry.passwordFile)
                + optional("tsa.authorities[].key", entry.key)
        }
    }

    private var databaseOnPremises: Premises.DatabasePlace {
        switch databasePlace {
        // `SETTING_REFUSED` says so.
        case nil: .server(Premises.Named("database", "?")) { nil }
        case .file(let path): .file(Premises.Named("database", path))
        case .server(let settings, _):
            .server(Premises.Named("database", settings.place)) {
                guard let state = try await PostgresStore.state(settings) else {
                    throw SchemaRefusal(.absent, command: "chigiri migrate")
                }
                return DatabaseState(state)
            }
        }
    }

    private func identity(_ setting: String, _ certificate: String, _ key: String) -> Premises.Identity {
        Premises.Identity(
            certificate: named("\(setting).certificate", certificate),
            key: named("\(setting).key", key)
        )
    }

    func named(_ setting: String, _ name: String) -> Premises.Named {
        Premises.Named(setting, path(name))
    }

    private func optional(_ setting: String, _ name: String?) -> [Premises.Named] {
        name.map { [named(setting, $0)] } ?? []
    }
}

extension DatabaseState {
    init(_ state: SchemaState) {
        self.init(
            missing: state.missing,
            laterContracts: state.laterContracts,
            environment: state.stamp?.environment
        )
    }
}
