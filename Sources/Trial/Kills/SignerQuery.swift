import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL

/// Asks the signer what it has done, with the service's own client certificate.
struct SignerQuery: Sendable {
    /// An entry of one of the signer's audit chains, as far as a count needs it.
    struct Record: Decodable, Sendable {
        struct Entry: Decodable, Sendable {
            let action: String
        }

        let entry: Entry
        /// UTF-8 JSON of texts.
        let payload: Data?

        var facts: [String: String] {
            payload.flatMap { try? JSONDecoder().decode([String: String].self, from: $0) } ?? [:]
        }
    }

    private struct Status: Decodable {
        let signatureOperations: Int
    }

    let prepared: PreparedFolder

    /// How often a private key was used.
    func signatureOperations() async throws -> Int {
        try await get("/v1/status", as: Status.self).signatureOperations
    }

    /// The chain of a credential, or of a service key by its purpose.
    func audit(_ chain: String) async throws -> [Record] {
        try await get("/v1/audit/\(chain)", as: [Record].self)
    }

    /// The count of operations once nothing moves it any more.
    func quietOperations() async throws -> Int {
        var last = -1
        for _ in 0..<50 {
            try await Task.sleep(for: .milliseconds(400))
            guard let now = try? await signatureOperations() else { continue }
            if now == last { return now }
            last = now
        }
        return last
    }

    private func get<Answer: Decodable>(_ path: String, as type: Answer.Type) async throws -> Answer {
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
            let request = HTTPClientRequest(url: prepared.ports.signerURL + path)
            let response = try await client.execute(request, timeout: .seconds(30))
            let body = try await response.body.collect(upTo: 64 << 20)
            try await client.shutdown()
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
