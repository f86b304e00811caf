import CMS
import Crypto
import DeclaredPKI
import Foundation
import HummingbirdTesting
import Logging
import NIOCore
import NIOSSL
import SignerEndpoint
import SignerProtocol
import SignerTestSupport
import SigningKeys

/// A signer that listens on a free port, and the internal authority of both its ends.
struct TestEndpoint: Sendable {
    let signer: SignerFixture
    let port: Int
    private let authority: InternalAuthority

    /// Starts a signer for the caller `service`, runs `body` with it and stops it.
    static func serve(_ body: @escaping @Sendable (TestEndpoint) async throws -> Void) async throws {
        let signer = try await SignerFixture.make()
        let authority = try InternalAuthority()
        let folder = NSTemporaryDirectory() + "chigiri-endpoint-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let identity = try authority.identity("signer")
        try identity.certificate.write(toFile: folder + "/signer.pem", atomically: true, encoding: .utf8)
        try identity.key.write(toFile: folder + "/signer.key", atomically: true, encoding: .utf8)
        try authority.pem.write(toFile: folder + "/trust.pem", atomically: true, encoding: .utf8)
        let server = SignerServer(
            settings: EndpointSettings(
                host: "localhost",
                port: 0,
                certificate: folder + "/signer.pem",
                key: folder + "/signer.key",
                trust: folder + "/trust.pem",
                allowedClients: ["service"]
            ),
            operations: SignerOperations(room: signer.room, tokenLabel: "signer-tests"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let (ports, announce) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.run { announce.yield($0) }
            }
            for await port in ports {
                try await body(TestEndpoint(signer: signer, port: port, authority: authority))
                break
            }
            group.cancelAll()
        }
    }

    /// A caller whom the internal authority has named.
    func caller(_ name: String) throws -> TLSConfiguration {
        try caller(authority.identity(name))
    }

    /// A caller whom another authority has named.
    func stranger(_ name: String) throws -> TLSConfiguration {
        try caller(InternalAuthority().identity(name))
    }

    /// A caller who shows no certificate.
    func nobody() throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.pem.utf8)))
        tls.certificateVerification = .noHostnameVerification
        return tls
    }

    private func caller(_ identity: TransportIdentity) throws -> TLSConfiguration {
        var tls = try nobody()
        tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(identity.certificate.utf8))
            .map { .certificate($0) }
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(identity.key.utf8), format: .pem))
        return tls
    }

    /// One request on a connection of its own.
    func get(_ path: String, as tls: TLSConfiguration) async throws -> TestClient.Response {
        try await TestClient.withClient(
            host: "localhost",
            port: port,
            configuration: .init(tlsConfiguration: tls, timeout: .seconds(120))
        ) { try await $0.get(path) }
    }

    func post(_ path: String, _ body: [UInt8], as tls: TLSConfiguration) async throws -> TestClient.Response {
        try await TestClient.withClient(
            host: "localhost",
            port: port,
            configuration: .init(tlsConfiguration: tls, timeout: .seconds(120))
        ) { try await $0.post(path, body: ByteBuffer(bytes: body)) }
    }
}

/// The authority of the line between service and signer.
struct InternalAuthority: Sendable {
    private let root: DeclaredIdentity
    private let from = Date().addingTimeInterval(-3600)

    init() throws {
        root = try DeclaredIdentity(.authority("internal").valid(from: from, until: from.addingTimeInterval(86400)))
    }

    var pem: String { Self.pem(root.certificate) }

    func identity(_ name: String) throws -> TransportIdentity {
        let own = P256.Signing.PrivateKey()
        let declared = DeclaredCertificate.signer(name).valid(from: from, until: from.addingTimeInterval(86400))
        let identity = try root.issue(declared, key: .p256(own))
        return TransportIdentity(certificate: Self.pem(identity.certificate), key: own.pemRepresentation)
    }

    private static func pem(_ certificate: Certificate) -> String {
        let base64 = Data(certificate.der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(base64)\n-----END CERTIFICATE-----\n"
    }
}

/// A certificate with its key, both PEM.
struct TransportIdentity: Sendable {
    let certificate: String
    let key: String
}
