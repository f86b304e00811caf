import Hummingbird
import HummingbirdTLS
package import Logging
import NIOSSL
import SigningService

/// The API behind TLS, until the surrounding task is shut down.
package struct APIServer: Sendable {
    /// Where to listen, and who we are there.
    package struct Listener: Hashable, Sendable {
        package let host: String
        package let port: Int
        /// PEM files: the chain, leaf first, and its key.
        package let certificate: String
        package let key: String

        package init(host: String, port: Int, certificate: String, key: String) {
            self.host = host
            self.port = port
            self.certificate = certificate
            self.key = key
        }
    }

    private let api: API
    private let listener: Listener
    private let log: Logger

    package init(api: API, listener: Listener, log: Logger) {
        self.api = api
        self.listener = listener
        self.log = log
    }

    /// Serves until a graceful shutdown or cancellation; `whenListening` is called once the port is open.
    ///
    /// - Throws: when the certificate cannot be read or the port is taken.
    package func run(whenListening: @escaping @Sendable () async -> Void) async throws {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(listener.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: listener.key, format: .pem))
        )
        tls.minimumTLSVersion = .tlsv12
        let application = Application(
            router: api.router(),
            server: try .tls(.http1(), tlsConfiguration: tls),
            configuration: ApplicationConfiguration(address: .hostname(listener.host, port: listener.port)),
            onServerRunning: { _ in await whenListening() },
            logger: log
        )
        try await application.run()
    }
}
