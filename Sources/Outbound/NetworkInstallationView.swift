import AsyncHTTPClient
package import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import SignerProtocol
package import SigningService

/// Looks at our own installation from outside: without certificates, cookies or credentials.
///
/// Whether the certificates that it meets are trusted is not its question, so it takes any.
package struct NetworkInstallationView: InstallationView {
    private let signer: URL
    private let publicURL: URL

    package init(signer: URL, publicURL: URL) {
        self.signer = signer
        self.publicURL = publicURL
    }

    package func signerRefusesStrangers() async throws -> Bool {
        // Whether it answers at all is asked by a caller with a certificate, just before.
        guard let status = try? await status(of: signer.appending(path: SignerRoute.status)) else { return true }
        return status == 401 || status == 403
    }

    package func refusesOldTLS() async throws -> Bool {
        // It has to answer at all before its refusal means anything.
        _ = try await page("/signin")
        return await (try? status(of: publicURL.appending(path: "/signin"), newest: .tlsv11)) == nil
    }

    package func page(_ path: String) async throws -> PublicPage {
        try await ask(publicURL.appending(path: path)) { response in
            var headers: [String: String] = [:]
            for (name, value) in response.headers { headers[name.lowercased()] = value }
            let body = try await response.body.collect(upTo: Self.pageLimit)
            return PublicPage(
                status: Int(response.status.code),
                headers: headers,
                body: Array(body.readableBytesView)
            )
        }
    }

    /// Largest page, in bytes.
    private static let pageLimit = 1 << 20

    private func status(of url: URL, newest: TLSVersion? = nil) async throws -> Int {
        try await ask(url, newest: newest) { Int($0.status.code) }
    }

    private func ask<Answer>(
        _ url: URL,
        newest: TLSVersion? = nil,
        _ read: (HTTPClientResponse) async throws -> Answer
    ) async throws -> Answer {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .none
        tls.minimumTLSVersion = newest == nil ? .tlsv12 : .tlsv1
        tls.maximumTLSVersion = newest
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        let answer: Result<Answer, any Error>
        do {
            answer = .success(
                try await read(client.execute(HTTPClientRequest(url: url.absoluteString), timeout: .seconds(10)))
            )
        } catch {
            answer = .failure(error)
        }
        try await client.shutdown()
        switch answer {
        case .success(let value): return value
        case .failure(let error): throw OutboundError.unreachable(reason: "\(error)").named("installation")
        }
    }
}
