import CMS
import Crypto
import DeclaredPKI
import Foundation
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Testing

@testable import Outbound

/// TSP-7.
@Suite struct `A partner that wants to see a certificate` {
    @Test func `is shown ours, and is believed only below the roots of its settings`() async throws {
        let house = try TLSHouse()
        defer { house.remove() }
        try await house.serve { url in
            let ours = house.identity("client")
            let access = PartnerAccess(identity: ours, trustRoots: house.path("root.pem"))
            let seen = try await status(of: url, access)
            #expect(seen == 200)
            for refused in [
                PartnerAccess(trustRoots: house.path("root.pem")),
                PartnerAccess(identity: house.identity("foreign"), trustRoots: house.path("root.pem")),
                PartnerAccess(identity: ours, trustRoots: house.path("foreign-root.pem")),
                PartnerAccess(identity: ours),
            ] {
                await #expect(throws: OutboundError.self) { _ = try await status(of: url, refused) }
            }
        }
    }

    private func status(of url: URL, _ access: PartnerAccess) async throws -> Int {
        let request = BoundedRequest(url: url, method: .get, sizeLimit: 100, timeLimit: .seconds(60))
        return try await exchangeOnce(request, access).status
    }
}

/// A server that lets in whoever shows a certificate of its root, and the files of everybody.
private struct TLSHouse: Sendable {
    private let folder = NSTemporaryDirectory() + "chigiri-tls-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let start = Date().addingTimeInterval(-3_600)
        let end = start.addingTimeInterval(86_400)
        let root = try DeclaredIdentity(.authority("TEST TLS root").valid(from: start, until: end))
        let other = try DeclaredIdentity(.authority("TEST other root").valid(from: start, until: end))
        try write("root.pem", pem(root.certificate))
        try write("foreign-root.pem", pem(other.certificate))
        for (name, authority) in [("server", root), ("client", root), ("foreign", other)] {
            let key = P256.Signing.PrivateKey()
            let declared = DeclaredCertificate.signer(name).valid(from: start, until: end)
                .with([.subjectAltName([.dns("localhost")])])
            try write("\(name).pem", pem(authority.issue(declared, key: .p256(key)).certificate))
            try write("\(name).key", key.pemRepresentation)
        }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func identity(_ name: String) -> PartnerAccess.Identity {
        PartnerAccess.Identity(certificate: path("\(name).pem"), key: path("\(name).key"))
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    func serve(_ body: @escaping @Sendable (URL) async throws -> Void) async throws {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(path("server.pem")).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: path("server.key"), format: .pem))
        )
        tls.certificateVerification = .noHostnameVerification
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path("root.pem")))
        let router = Router()
        router.get("/") { _, _ in "seen" }
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let server = Application(
            router: router,
            server: try .tls(tlsConfiguration: tls),
            configuration: ApplicationConfiguration(address: .hostname("localhost", port: 0)),
            onServerRunning: { channel in announce.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "tls") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for await port in ports {
                try await body(#require(URL(string: "https://localhost:\(port)/")))
                break
            }
            group.cancelAll()
        }
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    private func pem(_ certificate: Certificate) -> String {
        let base64 = Data(certificate.der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(base64)\n-----END CERTIFICATE-----\n"
    }
}
