import CMS
import Crypto
import Foundation
import Testing

@testable import Doctor

/// Premises in a folder of their own, in which nothing is wrong.
struct House {
    let folder: TemporaryFolder
    let key = P256.Signing.PrivateKey()
    var now = Date(timeIntervalSince1970: 1_790_000_000)
    var host = "127.0.0.1"
    var port = 0
    var program = "chigiri"
    /// Nil where the records are in a file.
    var databaseServer: ReadServer?

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("settings.json", "{}")
        try folder.write("server.key", key.pemRepresentation)
        try folder.write("server.pem", try certificate(fromDay: -1, toDay: 365), mode: 0o644)
        try folder.write("root.pem", try certificate(fromDay: -1, toDay: 365), mode: 0o644)
        try folder.write("pin", "5f0e2a9c71d44b86")
    }

    var premises: Premises {
        Premises(
            environment: "TEST",
            settingsFile: folder.path("settings.json"),
            identities: [Premises.Identity(certificate: named("server.pem"), key: named("server.key"))],
            secrets: [named("pin")],
            transportAnchors: [],
            anchors: [named("root.pem")],
            addresses: [],
            exemptions: [],
            relyingParty: Premises.Named("relyingParty.id", "localhost"),
            listener: Premises.Listener(host: host, port: port, program: program),
            database: databaseServer.map { .server(named("chigiri"), read: $0) } ?? .file(named("records.db")),
            folders: [],
            variables: [:],
            now: now
        )
    }

    /// Codes of what is wrong.
    func codes(_ examinations: [Examination<Premises>] = Premises.examinations) async -> [String] {
        let findings = await Examiner(examinations, environment: "TEST").all(premises, over: .left)
        return findings.problems.map(\.code)
    }

    func certificate(fromDay: Int, toDay: Int) throws -> String {
        let name = DistinguishedName([(oid: OID.commonName, value: "House")])
        let content = CertificateContent(
            serialNumber: [1],
            issuer: name,
            subject: name,
            notBefore: now.addingTimeInterval(Double(fromDay) * 86400),
            notAfter: now.addingTimeInterval(Double(toDay) * 86400),
            publicKeyInfo: Array(key.publicKey.derRepresentation),
            extensions: [],
            signatureAlgorithm: .ecdsaWithSHA256
        )
        let signature = try key.signature(for: content.toBeSigned)
        let der = content.assemble(signature: Array(signature.derRepresentation))
        return "-----BEGIN CERTIFICATE-----\n\(Data(der).base64EncodedString())\n-----END CERTIFICATE-----\n"
    }

    private func named(_ file: String) -> Premises.Named {
        Premises.Named(file, folder.path(file))
    }
}

/// A port of this machine that is listened at until this is gone.
final class OpenPort {
    let port: Int
    private let descriptor: Int32

    init() throws {
        let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(opened >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(opened, generic, length) + listen(opened, 1) + getsockname(opened, generic, &length)
            }
        }
        descriptor = opened
        port = Int(UInt16(bigEndian: address.sin_port))
        try #require(status == 0)
    }

    deinit {
        close(descriptor)
    }
}
