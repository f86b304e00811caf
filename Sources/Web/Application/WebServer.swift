import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
package import SigningService

/// The API and the pages behind TLS, and in a trial on loopback without it, until the surrounding task is shut down.
package struct WebServer: Sendable {
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

    private let secure: Pages
    private let plain: Pages
    private let listener: Listener
    private let trialHTTPPort: Int?
    private let log: Logger

    /// `mails` are those of a trial, `trialHTTPPort` a port of 127.0.0.1 for browsers that refuse passkeys behind a
    /// certificate which they do not trust.
    ///
    /// - Throws: `WebError` when embedded words or templates cannot be read.
    package init(
        _ needs: ServiceNeeds,
        listener: Listener,
        trialHTTPPort: Int?,
        mails: (@Sendable () async throws -> [MailMessage])?
    ) throws(WebError) {
        let verification = Verification(needs)
        secure = try Pages(needs, verification, api: API(needs, isSecure: true), mails: nil)
        // Mails are read where nobody but this machine can ask.
        plain = try Pages(needs, verification, api: API(needs, isSecure: false), mails: mails)
        self.listener = listener
        self.trialHTTPPort = trialHTTPPort
        log = needs.log
    }

    /// Serves until a graceful shutdown or cancellation; `whenListening` is called once the port is open.
    ///
    /// - Throws: when the certificate cannot be read or a port is taken.
    package func run(whenListening: @escaping @Sendable () async -> Void) async throws {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(listener.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: listener.key, format: .pem))
        )
        tls.minimumTLSVersion = .tlsv12
        let overTLS = Application(
            router: router(secure),
            server: try .tls(.http1(configuration: .init(idleTimeout: Self.patience)), tlsConfiguration: tls),
            configuration: ApplicationConfiguration(address: .hostname(listener.host, port: listener.port)),
            onServerRunning: { _ in await whenListening() },
            logger: log
        )
        guard let trialHTTPPort else { return try await overTLS.run() }
        let onLoopback = Application(
            router: router(plain),
            server: .http1(configuration: .init(idleTimeout: Self.patience)),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: trialHTTPPort)),
            logger: log
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await overTLS.run() }
            group.addTask { try await onLoopback.run() }
            try await group.waitForAll()
        }
    }

    /// A connection on which nothing moves is ended.
    private static let patience = TimeAmount.seconds(90)

    private func router(_ pages: Pages) -> Router<APIContext> {
        let router = pages.needs.router()
        pages.add(to: router)
        return router
    }
}
