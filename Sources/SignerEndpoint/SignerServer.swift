import Hummingbird
import HummingbirdTLS
package import Logging
import NIOSSL
import ServiceLifecycle
import SigningKeys
import UnixSignals

/// Where the signer listens, and whom it lets in.
package struct EndpointSettings: Sendable {
    package let host: String
    package let port: Int
    /// PEM files.
    package let certificate: String
    package let key: String
    /// The internal authority that issues callers' certificates; no other is trusted.
    package let trust: String
    package let allowedClients: Set<String>

    package init(
        host: String,
        port: Int,
        certificate: String,
        key: String,
        trust: String,
        allowedClients: Set<String>
    ) {
        self.host = host
        self.port = port
        self.certificate = certificate
        self.key = key
        self.trust = trust
        self.allowedClients = allowedClients
    }
}

/// The signer behind mutual TLS 1.3: the only way in.
package struct SignerServer: Sendable {
    private let settings: EndpointSettings
    private let operations: SignerOperations
    private let logger: Logger

    package init(settings: EndpointSettings, operations: SignerOperations, logger: Logger) {
        self.settings = settings
        self.operations = operations
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT; requests under way are finished first.
    ///
    /// `listening` is called with the port once callers can come; 0 in the settings means any free one.
    package func run(listening: @escaping @Sendable (Int) async -> Void) async throws {
        let group = ServiceGroup(
            services: [
                try application(listening),
                ExpiryWatch(credentials: operations.credentials, logger: logger),
                PoolFilling(room: operations.room),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
    }

    private func application(
        _ listening: @escaping @Sendable (Int) async -> Void
    ) throws -> Application<RouterResponder<SignerRequestContext>> {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(settings.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: settings.key, format: .pem))
        )
        tls.minimumTLSVersion = .tlsv13
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(settings.trust))
        // The caller must show a certificate; its name is checked by `PeerIdentity`, not as a host name.
        tls.certificateVerification = .noHostnameVerification
        return Application(
            router: SignerRoutes(operations: operations, allowedClients: settings.allowedClients).router(),
            server: try .tls(.http1(), tlsConfiguration: tls),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                serverName: "chigiri-signer"
            ),
            onServerRunning: { channel in await listening(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }
}

/// Makes keys ahead of time for as long as the signer serves.
private struct PoolFilling: Service {
    let room: SigningRoom

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await room.keyPool.keepFilled(for: room)
        }
    }
}

/// Ends credentials whose certificate has ended, once an hour.
private struct ExpiryWatch: Service {
    let credentials: Credentials
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await credentials.expireOverdue()
                } catch {
                    logger.error("credentials that have ended could not be looked for: \(error)")
                }
                do {
                    try await Task.sleep(for: .seconds(3600))
                } catch {
                    return
                }
            }
        }
    }
}
