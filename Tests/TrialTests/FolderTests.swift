import CMS
import Foundation
import Testing

@testable import Trial

@Suite struct `A trial folder` {
    let fixture: TrialFixture

    init() throws {
        fixture = try TrialFixture()
    }

    @Test func `stays as it is when it is made again`() throws {
        let before = try contents()
        let again = try PreparedFolder(
            folder: fixture.prepared.folder,
            portBase: 30000,
            module: "/usr/lib/softhsm/libsofthsm2.so",
            now: fixture.now
        )
        #expect(try contents() == before)
        #expect(again.setupToken == fixture.prepared.setupToken)
    }

    @Test func `is not used for other ports than those in its certificates`() {
        #expect(throws: TrialError.port(asked: 31000, made: 30000)) {
            try PreparedFolder(folder: fixture.prepared.folder, portBase: 31000, module: "", now: fixture.now)
        }
    }

    @Test func `is not used for other types of keys than its signer makes`() {
        #expect(throws: TrialError.keyType(asked: "P-384", made: nil)) {
            try PreparedFolder(
                folder: fixture.prepared.folder,
                portBase: 30000,
                module: "/usr/lib/softhsm/libsofthsm2.so",
                keyType: "P-384",
                now: fixture.now
            )
        }
    }

    @Test func `keeps its secrets from everyone else`() throws {
        for name in ["signer/pin", "service/setup-token", "trial/issuing.key.pem", "service/tls/client.key.pem"] {
            let file = fixture.prepared.folder.root.appending(path: name)
            let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(permissions == 0o600, "\(name)")
        }
    }

    @Test func `says in every subject that it is a test`() {
        let hierarchy = fixture.hierarchy
        for identity in [
            hierarchy.root, hierarchy.issuing, hierarchy.timestampRoot, hierarchy.timestamp, hierarchy.internalRoot,
        ] {
            #expect(identity.certificate.subject.display.contains("TEST ENVIRONMENT 試験環境"))
        }
    }

    @Test func `has chains that verify`() throws {
        let hierarchy = fixture.hierarchy
        try hierarchy.issuing.certificate.verify(issuedBy: hierarchy.root.certificate)
        try hierarchy.timestamp.certificate.verify(issuedBy: hierarchy.timestampRoot.certificate)
        #expect(throws: CMSError.self) {
            try hierarchy.timestamp.certificate.verify(issuedBy: hierarchy.root.certificate)
        }
    }

    @Test func `lets the service read no part of the signer's`() throws {
        let folder = fixture.prepared.folder
        let service = try TrialFolder.text(folder.service.appending(path: "settings.json"))
        #expect(!service.contains(folder.signer.path))
        let signer = try TrialFolder.text(folder.signer.appending(path: "settings.json"))
        #expect(!signer.contains(folder.service.path))
    }

    @Test func `has settings for each of several processes, on the same records`() throws {
        let folder = TrialFolder(path: fixture.prepared.folder.root.path + "-2")
        defer { try? FileManager.default.removeItem(at: folder.root) }
        let prepared = try PreparedFolder(
            folder: folder,
            portBase: 30000,
            module: "/usr/lib/softhsm/libsofthsm2.so",
            now: fixture.now,
            databases: nil,
            processes: 2
        )
        #expect(Set(prepared.ports.all(processes: 2)).count == 7)
        let services = try [1, 2].map { number in
            try JSONDecoder().decode(
                ServiceSettingsFile.self,
                from: Data(contentsOf: folder.serviceSettings(number))
            )
        }
        #expect(services[0].database == services[1].database)
        #expect(services[0].publicURL == services[1].publicURL)
        let signers = try [1, 2].map { number in
            try JSONDecoder().decode(SignerSettingsFile.self, from: Data(contentsOf: folder.signerSettings(number)))
        }
        #expect(signers[0].pkcs11 == signers[1].pkcs11 && signers[0].database == signers[1].database)
        let ports = services.map(\.listen.port) + services.compactMap(\.trialHTTPPort) + signers.map(\.listen.port)
        #expect(Set(ports).count == 6)
        for (service, signer) in zip(services, signers) {
            #expect(service.signer.url == "https://localhost:\(signer.listen.port)")
        }
    }

    private func contents() throws -> [String: Data] {
        var files: [String: Data] = [:]
        let found = FileManager.default.enumerator(at: fixture.prepared.folder.root, includingPropertiesForKeys: nil)
        while let file = found?.nextObject() as? URL {
            if let data = try? Data(contentsOf: file) { files[file.path] = data }
        }
        return files
    }
}
