import Foundation

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
    }

    struct RelyingParty: Decodable, Sendable {
        let id: String
        let origins: [String]
    }

    /// `TEST` or `PRODUCTION`.
    let environment: String
    /// Name of this signer; activation contexts are addressed to it.
    let instance: String
    let listen: Listen
    let tls: TLS
    /// Common names of the callers' certificates.
    let allowedClients: [String]
    let database: String
    let pkcs11: Token
    /// Absent: P-256 for all.
    let keys: Keys?
    let relyingParty: RelyingParty
    /// PEM file with the pinned roots.
    let issuers: String
}

/// A settings file that was read, with the folder that its paths start from.
struct LoadedSettings: Sendable {
    let settings: SignerSettings
    private let folder: URL

    /// - Throws: `StartError.settings`.
    init(file: String) throws {
        let url = URL(fileURLWithPath: file)
        do {
            settings = try JSONDecoder().decode(SignerSettings.self, from: Data(contentsOf: url))
        } catch {
            throw StartError.settings(file: file, reason: String(describing: error))
        }
        folder = url.deletingLastPathComponent()
    }

    func path(_ path: String) -> String {
        URL(fileURLWithPath: path, relativeTo: folder).standardizedFileURL.path
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
