import Doctor
import Foundation
import PostgresConnection
import SQLiteSignerStorage
import SignerProtocol
import SigningKeys

/// The signer as its doctor sees it.
struct SignerPatient: Patient {
    let loaded: LoadedSettings
    private let settingsPath: String
    private let variables: [String: String]
    private let now: Date

    init(file: SignerSettings, settingsPath: String, variables: [String: String], now: Date) {
        loaded = LoadedSettings(file, file: settingsPath)
        self.settingsPath = settingsPath
        self.variables = variables
        self.now = now
    }

    static let members = SignerSettings.members

    /// Every check of the signer, in the order of the report.
    static let examinations: [Examination<SignerPatient>] = [
        [.values(rules) { $0.loaded.settings }], tokenSettings, common, token,
    ].flatMap { $0 }

    private static let common: [Examination<SignerPatient>] =
        (Premises.examinations + Premises.database(readDatabase, command: "chigiri-signer migrate")).map {
            $0.of(\.premises)
        }

    var environment: String { loaded.settings.environment }

    var premises: Premises {
        let settings = loaded.settings
        return Premises(
            environment: settings.environment,
            settingsFile: settingsPath,
            identities: [
                Premises.Identity(
                    certificate: named("tls.certificate", settings.tls.certificate),
                    key: named("tls.key", settings.tls.key)
                )
            ],
            secrets: [named("pkcs11.pinFile", settings.pkcs11.pinFile)]
                + (settings.operatorCodes.map {
                    [
                        named("operatorCodes.keyCustodian", $0.keyCustodian),
                        named("operatorCodes.securityOfficer", $0.securityOfficer),
                    ]
                } ?? []),
            transportAnchors: [named("tls.trust", settings.tls.trust)],
            anchors: [named("issuers", settings.issuers)],
            addresses: settings.relyingParty.origins.map { Premises.Named("relyingParty.origins", $0) },
            exemptions: [],
            relyingParty: Premises.Named("relyingParty.id", settings.relyingParty.id),
            listener: Premises.Listener(
                host: settings.listen.host,
                port: settings.listen.port,
                program: "chigiri-signer"
            ),
            // `SETTING_REFUSED` says why there is none.
            database: SignerRecords(loaded)?.premises ?? .server(Premises.Named("database", "?")) { nil },
            folders: [],
            variables: variables,
            now: now
        )
    }

    private func named(_ setting: String, _ name: String) -> Premises.Named {
        Premises.Named(setting, loaded.path(name))
    }

    private static let readDatabase: ReadDatabase = { path in
        try SQLiteActivationStore.state(ofFileAt: path).map(DatabaseState.init)
    }

    private static let rules: [ValueRule<SignerSettings>] = [
        ValueRule("environment", Words(ja: "TEST または PRODUCTION", en: "TEST or PRODUCTION")) {
            $0.environment
        } holds: {
            SignerPolicy.Environment(rawValue: $0.environment) != nil
        },
        ValueRule("listen.port", Words(ja: "1 から 65535", en: "1 to 65535")) {
            String($0.listen.port)
        } holds: {
            (1...65535).contains($0.listen.port)
        },
        ValueRule("allowedClients", Words(ja: "1 つ以上の名前", en: "at least one name")) {
            $0.allowedClients.joined(separator: ", ")
        } holds: {
            !$0.allowedClients.isEmpty && !$0.allowedClients.contains("")
        },
        ValueRule("pkcs11.tokenLabel", Words(ja: "32 バイトまで", en: "at most 32 bytes")) {
            $0.pkcs11.tokenLabel
        } holds: {
            $0.pkcs11.tokenLabel.utf8.count <= 32
        },
        .database {
            $0.database
        } accepts: {
            (try? ConnectionSettings(setting: $0)) != nil
        },
        ValueRule("keys.person", keyTypes) {
            $0.keyTypes.person ?? ""
        } holds: {
            $0.keyTypes.personType != nil
        },
        ValueRule("keys.service", keyTypes) {
            $0.keyTypes.service ?? ""
        } holds: {
            $0.keyTypes.serviceType != nil
        },
        ValueRule("keys.pool", Words(ja: "0 から 1000", en: "0 to 1000")) {
            $0.keyTypes.pool.map(String.init) ?? ""
        } holds: {
            $0.keyTypes.poolSize != nil
        },
    ]

    private static let keyTypes: Words = {
        let names = KeyType.allCases.map(\.rawValue).joined(separator: ", ")
        return Words(ja: "\(names) のどれか", en: "one of \(names)")
    }()
}
