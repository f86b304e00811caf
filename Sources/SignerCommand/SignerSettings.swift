import Doctor
import Foundation
import SigningKeys

/// The settings file of the signer process, JSON.
///
/// Paths are absolute or relative to the file.
struct SignerSettings: Decodable, Sendable {
    struct Listen: Decodable, Sendable {
        let host: String
        let port: Int
    }

    struct TLS: Decodable, Sendable {
        let certificate: String
        let key: String
        let trust: String
    }

    struct Token: Decodable, Sendable {
        /// Path of the PKCS#11 module.
        let module: String
        let tokenLabel: String
        let pinFile: String
        /// Configuration file of SoftHSM; absent for other modules.
        let softHSMConfig: String?
    }

    /// The types of the keys to be made; keys that there are stay what they are.
    struct Keys: Decodable, Sendable {
        /// People's keys: `P-256`, `P-384`, `RSA-3072-PSS` or `RSA-3072-PKCS1`.
        let person: String?
        /// The service's own keys, likewise.
        let service: String?
        /// RSA keys that are kept ready for people; 8 where nothing is said.
        let pool: Int?

        var personType: KeyType? { Keys.type(person) }
        var serviceType: KeyType? { Keys.type(service) }

        /// Nil when there is no such number of keys.
        var poolSize: Int? {
            let size = pool ?? 8
            return (0...1000).contains(size) ? size : nil
        }

        /// P-256 where nothing is said; nil when there is no such type.
        private static func type(_ name: String?) -> KeyType? {
            guard let name else { return .p256 }
            return KeyType(rawValue: name)
        }
    }

    struct RelyingParty: Decodable, Sendable {
        let id: String
        let origins: [String]
    }

    /// Files with the codes of the first operator of each duty; without both, nothing that needs two operators can be done.
    struct OperatorCodes: Decodable, Sendable {
        let keyCustodian: String
        let securityOfficer: String
    }

    /// `TEST` or `PRODUCTION`.
    let environment: String
    /// Name of this signer; activation contexts are addressed to it.
    let instance: String
    let listen: Listen
    let tls: TLS
    /// Common names of the callers' certificates.
    let allowedClients: [String]
    let database: DatabaseSetting
    let pkcs11: Token
    private let keys: Keys?
    let operatorCodes: OperatorCodes?
    let relyingParty: RelyingParty
    /// PEM file with the pinned roots.
    let issuers: String

    /// P-256 for all where nothing is said.
    var keyTypes: Keys { keys ?? Keys(person: nil, service: nil, pool: nil) }

    /// Every member there is.
    static let members: [SettingsDocument.Member] =
        [
            .required("environment", .text), .required("instance", .text),
            .required("listen.host", .text), .required("listen.port", .integer),
            .required("tls.certificate", .text), .required("tls.key", .text), .required("tls.trust", .text),
            .required("allowedClients", .texts),
            .required("pkcs11.module", .text), .required("pkcs11.tokenLabel", .text),
            .required("pkcs11.pinFile", .text),
            .optional("pkcs11.softHSMConfig", .text),
            .optional("keys.person", .text), .optional("keys.service", .text), .optional("keys.pool", .integer),
            .optional("operatorCodes.keyCustodian", .text), .optional("operatorCodes.securityOfficer", .text),
            .required("relyingParty.id", .text), .required("relyingParty.origins", .texts), .required("issuers", .text),
        ] + DatabaseSetting.members
}

/// A settings file that was read, with the folder that its paths start from.
struct LoadedSettings: Sendable {
    let settings: SignerSettings
    private let folder: URL

    init(_ settings: SignerSettings, file: String) {
        self.settings = settings
        folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    }

    func path(_ path: String) -> String {
        URL(fileURLWithPath: path, relativeTo: folder).standardizedFileURL.path
    }

    /// The PKCS#11 module: a bare name is looked for by the dynamic linker.
    var modulePath: String {
        let name = settings.pkcs11.module
        return name.contains("/") ? path(name) : name
    }

    func text(_ path: String) throws -> String {
        let whole = self.path(path)
        do {
            return try String(contentsOf: URL(fileURLWithPath: whole), encoding: .utf8)
        } catch {
            throw StartError.unreadable(file: whole)
        }
    }
}
