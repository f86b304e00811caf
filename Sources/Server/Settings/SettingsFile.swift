import Foundation

/// `service/settings.json`, member by member as it is written.
struct SettingsFile: Decodable {
    let environment: String
    let instance: String
    let publicURL: String
    let listen: Listen
    let tls: Identity
    let database: String
    let segments: String
    let spool: String
    let signer: Signer
    let ca: Authority
    let tsa: TimestampAuthorities
    let trust: Trust
    let exemptOrigins: [String]
    let setupTokenFile: String?
    let relyingParty: RelyingParty

    struct Listen: Decodable {
        let host: String
        let port: Int
    }

    struct Identity: Decodable {
        let certificate: String
        let key: String
    }

    struct Signer: Decodable {
        let url: String
        let certificate: String
        let key: String
        let trust: String
    }

    struct Authority: Decodable {
        let url: String
    }

    struct TimestampAuthorities: Decodable {
        /// In the order they are asked.
        let urls: [String]
        /// OIDs of the policies that are accepted; a trial may leave them out.
        let policies: [String]?
    }

    struct Trust: Decodable {
        let signers: String
        let timestamps: String
    }

    struct RelyingParty: Decodable {
        let id: String
        let origins: [String]
    }

    /// Every member there is, by its place.
    private static let members: [String: Set<String>] = [
        "": [
            "environment", "instance", "publicURL", "listen", "tls", "database", "segments", "spool", "signer", "ca",
            "tsa", "trust", "exemptOrigins", "setupTokenFile", "relyingParty",
        ],
        "listen": ["host", "port"],
        "tls": ["certificate", "key"],
        "signer": ["url", "certificate", "key", "trust"],
        "ca": ["url"],
        "tsa": ["urls", "policies"],
        "trust": ["signers", "timestamps"],
        "relyingParty": ["id", "origins"],
    ]

    /// - Throws: `ServerError.settingsUnreadable`, `.settingUnknown`.
    static func read(_ bytes: Data, path: String) throws(ServerError) -> SettingsFile {
        do {
            guard let root = try JSONSerialization.jsonObject(with: bytes) as? [String: Any] else {
                throw ServerError.settingsUnreadable(path: path, reason: "not a JSON object")
            }
            try refuseUnknown(in: root, at: "")
            for (name, value) in root {
                if let object = value as? [String: Any] { try refuseUnknown(in: object, at: name) }
            }
            return try JSONDecoder().decode(SettingsFile.self, from: bytes)
        } catch let error as ServerError {
            throw error
        } catch {
            throw .settingsUnreadable(path: path, reason: "\(error)")
        }
    }

    private static func refuseUnknown(in object: [String: Any], at place: String) throws(ServerError) {
        let unknown = Set(object.keys).subtracting(members[place, default: []]).sorted()
        if let name = unknown.first { throw .settingUnknown(place.isEmpty ? name : "\(place).\(name)") }
    }
}
