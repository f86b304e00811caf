import CMS
import Crypto
import Foundation
import SigningService
import Testing

@testable import Server

@Suite struct `The settings` {
    @Test func `of a trial are read, with paths beside the file`() throws {
        try withFolder { folder in
            let settings = try Settings(try file(), beside: folder, variables: ["CHIGIRI_CRASH_AT": "sealed"])
            #expect(settings.service.environment == .test)
            #expect(settings.database == folder.appending(path: "chigiri.db").path)
            #expect(settings.service.publicURL == "https://localhost:8443")
            #expect(settings.service.setUpToken == TokenDigest(of: "a set-up token, long enough"))
            #expect(settings.timestampPolicies == [Settings.trialTimestampPolicy])
        }
    }

    @Test(arguments: ["colour", "signer.password", "tsa.ulrs"])
    func `know no other names`(name: String) throws {
        var object = try members()
        let parts = name.split(separator: ".").map(String.init)
        if parts.count == 1 {
            object[name] = "x"
        } else {
            var inner = try #require(object[parts[0]] as? [String: Any])
            inner[parts[1]] = "x"
            object[parts[0]] = inner
        }
        let bytes = try JSONSerialization.data(withJSONObject: object)
        #expect(throws: ServerError.settingUnknown(name)) { try SettingsFile.read(bytes, path: "settings.json") }
    }

    @Test(
        arguments: [
            ("environment", "STAGING"), ("publicURL", "http://example.jp"), ("publicURL", "example.jp"),
        ]
    )
    func `refuse a value that cannot be meant`(name: String, value: String) throws {
        try withFolder { folder in
            #expect(throws: ServerError.self) {
                try Settings(try file { $0[name] = value }, beside: folder, variables: [:])
            }
        }
    }

    @Test func `refuse exemptions that are more than an origin`() throws {
        try withFolder { folder in
            #expect(throws: ServerError.self) {
                try Settings(try file { $0["exemptOrigins"] = ["http://10.0.0.1/any"] }, beside: folder, variables: [:])
            }
        }
    }

    @Test func `close set-up when there is no token file`() throws {
        try withFolder { folder in
            try FileManager.default.removeItem(at: folder.appending(path: "setup-token"))
            #expect(try Settings(try file(), beside: folder, variables: [:]).service.setUpToken == nil)
        }
    }
}

@Suite struct `Production` {
    @Test func `accepts a configuration without a trial's parts`() throws {
        try withFolder(anchor: "Example Root CA") { folder in
            let settings = try Settings(try file(production), beside: folder, variables: [:])
            #expect(settings.service.environment == .production)
            #expect(settings.service.crashPoint == nil)
        }
    }

    @Test(
        arguments: [
            "publicURL": "https://localhost:8443", "ca.url": "http://127.0.0.1:8445",
            "relyingParty.id": "localhost",
        ]
    )
    func `refuses this machine as its address`(name: String, value: String) throws {
        try withFolder(anchor: "Example Root CA") { folder in
            #expect(throws: ServerError.self) {
                try Settings(
                    try file { object in
                        production(&object)
                        let parts = name.split(separator: ".").map(String.init)
                        if parts.count == 1 { return object[name] = value }
                        var inner = object[parts[0]] as? [String: Any] ?? [:]
                        inner[parts[1]] = value
                        object[parts[0]] = inner
                    },
                    beside: folder,
                    variables: [:]
                )
            }
        }
    }

    @Test func `refuses the trial's roots, its TSA policy and crash points`() throws {
        try withFolder(anchor: "TEST ENVIRONMENT 試験環境 Root") { folder in
            #expect {
                try Settings(try file(production), beside: folder, variables: [:])
            } throws: { error in
                if case ServerError.trialInProduction = error { true } else { false }
            }
        }
        try withFolder(anchor: "Example Root CA") { folder in
            #expect(throws: ServerError.self) {
                try Settings(
                    try file { object in
                        production(&object)
                        object["tsa"] =
                            [
                                "urls": ["https://tsa.example.jp"], "policies": [Settings.trialTimestampPolicy],
                            ] as [String: Any]
                    },
                    beside: folder,
                    variables: [:]
                )
            }
            #expect(throws: ServerError.trialInProduction("CHIGIRI_CRASH_AT=x")) {
                try Settings(try file(production), beside: folder, variables: ["CHIGIRI_CRASH_AT": "x"])
            }
        }
    }

    private func production(_ object: inout [String: Any]) {
        object["environment"] = "PRODUCTION"
        object["publicURL"] = "https://keiyaku.example.jp"
        object["ca"] = ["url": "https://ca.example.jp"]
        object["tsa"] = ["urls": ["https://tsa.example.jp"], "policies": ["1.2.392.1"]] as [String: Any]
        object["exemptOrigins"] = [String]()
        object["relyingParty"] =
            ["id": "keiyaku.example.jp", "origins": ["https://keiyaku.example.jp"]] as [String: Any]
    }
}

private func members() throws -> [String: Any] {
    let text = """
        {"environment": "TEST", "instance": "tests", "publicURL": "https://localhost:8443/",
         "listen": {"host": "127.0.0.1", "port": 8443}, "tls": {"certificate": "tls/server.pem", "key": "tls/key.pem"},
         "database": "chigiri.db", "segments": "segments", "spool": "spool",
         "signer": {"url": "https://localhost:8444", "certificate": "c.pem", "key": "k.pem", "trust": "t.pem"},
         "ca": {"url": "http://127.0.0.1:8445"}, "tsa": {"urls": ["http://127.0.0.1:8445/tsa"]},
         "trust": {"signers": "root.pem", "timestamps": "root.pem"}, "exemptOrigins": ["http://127.0.0.1:8445"],
         "setupTokenFile": "setup-token", "relyingParty": {"id": "localhost", "origins": ["https://localhost:8443"]}}
        """
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
}

private func file(_ change: (inout [String: Any]) -> Void = { _ in }) throws -> SettingsFile {
    var object = try members()
    change(&object)
    return try SettingsFile.read(JSONSerialization.data(withJSONObject: object), path: "settings.json")
}

/// A folder with the files that the settings name; the root's common name is `anchor`.
private func withFolder(anchor: String = "TEST ENVIRONMENT Root", _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
        path: "chigiri-settings-\(UUID().uuidString)",
        directoryHint: .isDirectory
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("a set-up token, long enough\n".utf8).write(to: folder.appending(path: "setup-token"))
    try Data(try rootPEM(anchor).utf8).write(to: folder.appending(path: "root.pem"))
    try body(folder)
}

private func rootPEM(_ name: String) throws -> String {
    let key = P256.Signing.PrivateKey()
    let subject = DistinguishedName([(oid: OID.commonName, value: name)])
    let content = CertificateContent(
        serialNumber: [1],
        issuer: subject,
        subject: subject,
        notBefore: Date(timeIntervalSince1970: 1_700_000_000),
        notAfter: Date(timeIntervalSince1970: 2_000_000_000),
        publicKeyInfo: Array(key.publicKey.derRepresentation),
        extensions: [.basicConstraints(isAuthority: true, pathLength: nil), .keyUsage([.keyCertSign, .cRLSign])],
        signatureAlgorithm: .ecdsaWithSHA256
    )
    let signature = try key.signature(for: content.toBeSigned)
    let der = content.assemble(signature: Array(signature.derRepresentation))
    let base64 = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
    return "-----BEGIN CERTIFICATE-----\n\(base64)\n-----END CERTIFICATE-----\n"
}
