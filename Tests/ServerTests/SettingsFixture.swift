import CMS
import Crypto
import Doctor
import Foundation
import Testing

@testable import Server

/// A folder with settings and every file that they name, in which nothing is wrong.
final class SettingsFixture {
    let url: URL
    var members: [String: Any]
    var variables: [String: String] = [:]
    /// One for all.
    let key = P256.Signing.PrivateKey()
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// As `chigiri-trial init` would make it.
    static func test() throws -> SettingsFixture {
        try SettingsFixture(environment: "TEST", name: "TEST ENVIRONMENT 試験環境 Root")
    }

    /// As an operator would write it.
    static func production() throws -> SettingsFixture {
        let fixture = try SettingsFixture(environment: "PRODUCTION", name: "Example Root CA")
        fixture["publicURL"] = "https://keiyaku.example.jp"
        fixture["ca.url"] = "https://ca.example.jp"
        fixture["tsa.urls"] = ["https://tsa.example.jp"]
        fixture["tsa.policies"] = ["1.2.392.1"]
        fixture["exemptOrigins"] = [String]()
        fixture["relyingParty.id"] = "keiyaku.example.jp"
        fixture["relyingParty.origins"] = ["https://keiyaku.example.jp"]
        fixture["signerKinds"] = ["witness"]
        try fixture.useRelay()
        return fixture
    }

    private init(environment: String, name: String) throws {
        url = FileManager.default.temporaryDirectory.appending(
            path: "chigiri-settings-\(UUID().uuidString)",
            directoryHint: .isDirectory
        )
        let text = """
            {"environment": "\(environment)", "instance": "tests", "publicURL": "https://localhost:8443/",
             "listen": {"host": "127.0.0.1", "port": 8443}, "tls": {"certificate": "server.pem", "key": "server.key"},
             "database": "chigiri.db", "segments": "segments",
             "mail": {"kind": "spool", "folder": "spool"},
             "signer": {"url": "https://localhost:8444", "certificate": "client.pem", "key": "client.key",
                        "trust": "internal.pem"},
             "ca": {"url": "http://127.0.0.1:8445"}, "tsa": {"urls": ["http://127.0.0.1:8445/tsa"]},
             "trust": {"signers": "root.pem", "timestamps": "tsa-root.pem"},
             "exemptOrigins": ["http://127.0.0.1:8445"], "setupTokenFile": "setup-token",
             "relyingParty": {"id": "localhost", "origins": ["https://localhost:8443"]}}
            """
        members = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        try FileManager.default.createDirectory(at: url.appending(path: "spool"), withIntermediateDirectories: true)
        for file in ["server", "client", "internal", "root", "tsa-root"] {
            try write("\(file).pem", certificate(name), mode: 0o644)
            try write("\(file).key", key.pemRepresentation)
        }
        try write("setup-token", "5f0e2a9c71d44b865f0e2a9c\n")
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// A member by its name with dots.
    subscript(name: String) -> Any? {
        get { nil }
        set {
            let parts = name.split(separator: ".").map(String.init)
            guard parts.count == 2 else { return members[name] = newValue }
            var inner = members[parts[0]] as? [String: Any] ?? [:]
            inner[parts[1]] = newValue
            members[parts[0]] = inner
        }
    }

    /// Mail goes to a relay instead of the spool.
    func useRelay() throws {
        members["mail"] = [
            "kind": "smtp", "host": "mail.example.jp", "port": 587, "security": "starttls", "user": "keiyaku",
            "passwordFile": "mail-password", "from": "keiyaku@example.jp", "fromName": "契約株式会社",
        ]
        try write("mail-password", "9c71d44b865f0e2a\n")
    }

    func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

    func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: url.appending(path: name))
        try allow(name, mode)
    }

    func allow(_ name: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: name))
    }

    /// The settings, read from the file as at a start.
    func settings() throws -> Settings {
        try write("settings.json", String(decoding: JSONSerialization.data(withJSONObject: members), as: UTF8.self))
        return try Settings(path: path("settings.json"), variables: variables, now: Self.now)
    }

    /// What refuses a start, by code; empty when nothing does.
    func refusals() throws -> [String] {
        do {
            _ = try settings()
            return []
        } catch let error as RefusedStart {
            return error.problems.map(\.code)
        }
    }

    func certificate(
        _ name: String,
        policies: [String] = [],
        from begin: TimeInterval = -86400,
        to end: TimeInterval = 86400 * 365
    ) throws -> String {
        let subject = DistinguishedName([(oid: OID.commonName, value: name)])
        let content = CertificateContent(
            serialNumber: [1],
            issuer: subject,
            subject: subject,
            notBefore: Self.now.addingTimeInterval(begin),
            notAfter: Self.now.addingTimeInterval(end),
            publicKeyInfo: Array(key.publicKey.derRepresentation),
            extensions: [.basicConstraints(isAuthority: true, pathLength: nil), .keyUsage([.keyCertSign, .cRLSign])]
                + (policies.isEmpty ? [] : [.certificatePolicies(policies)]),
            signatureAlgorithm: .ecdsaWithSHA256
        )
        let signature = try key.signature(for: content.toBeSigned)
        let der = content.assemble(signature: Array(signature.derRepresentation))
        let base64 = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(base64)\n-----END CERTIFICATE-----\n"
    }
}
