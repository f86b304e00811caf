import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL

/// Asks the signer how often it has used a private key, with the service's own client certificate.
struct SignerStatusQuery {
    private struct Status: Decodable {
        let signatureOperations: Int
    }

    let prepared: PreparedFolder

    func signatureOperations() async throws -> Int {
        let folder = prepared.folder.service
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(prepared.folder.internalRoot.path)
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile(folder.appending(path: "tls/client.pem").path)
            .map { .certificate($0) }
        tls.privateKey = .privateKey(
            try NIOSSLPrivateKey(file: folder.appending(path: "tls/client.key.pem").path, format: .pem)
        )
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(tlsConfiguration: tls)
        )
        do {
            let request = HTTPClientRequest(url: prepared.ports.signerURL + "/v1/status")
            let response = try await client.execute(request, timeout: .seconds(10))
            let body = try await response.body.collect(upTo: 1 << 16)
            try await client.shutdown()
            return try JSONDecoder().decode(Status.self, from: Data(body.readableBytesView)).signatureOperations
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
