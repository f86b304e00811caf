import AsyncHTTPClient
package import Foundation
import NIOCore
import NIOSSL
package import SignerProtocol
import SigningService

/// The signer process over mutual TLS 1.3: our certificate shows who asks, and only the pinned internal authority can
/// have issued the certificate of the one who answers.
package struct MutualTLSSignerClient: SignerClient {
    /// Files in PEM.
    package struct Identity: Hashable, Sendable {
        package let certificate: String
        package let key: String
        /// The internal authority; no other is trusted here.
        package let trust: String

        package init(certificate: String, key: String, trust: String) {
            self.certificate = certificate
            self.key = key
            self.trust = trust
        }
    }

    private let base: URL
    private let http: HTTPClient

    /// - Throws: `NIOSSLError` when a file cannot be read, `OutboundError.urlRefused` unless the URL is https.
    package init(url: URL, identity: Identity) throws {
        guard url.scheme == "https" else { throw OutboundError.urlRefused(url.absoluteString) }
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv13
        tls.certificateVerification = .fullVerification
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(identity.trust))
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile(identity.certificate).map { .certificate($0) }
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: identity.key, format: .pem))
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        base = url
        http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    /// Closes the connections; the client cannot be used after.
    package func shutdown() async throws {
        try await http.shutdown()
    }

    package func status() async throws -> SignerStatus {
        try await get(SignerRoute.status)
    }

    package func token() async throws -> TokenReport {
        try await get(SignerRoute.token)
    }

    package func tokenUnwraps() async throws -> UnwrapReport {
        try await get(SignerRoute.tokenUnwraps)
    }

    package func enrol(_ request: CredentialRequest) async throws -> CredentialEnrolment {
        try await post(request, to: SignerRoute.credentials)
    }

    package func registerPasskey(
        _ registration: PasskeyRegistrationBytes,
        for credential: String
    ) async throws -> CredentialRecord {
        try await post(registration, to: SignerRoute.passkey(credential))
    }

    package func installCertificate(_ chain: IssuedChain, for credential: String) async throws -> CredentialRecord {
        try await post(chain, to: SignerRoute.certificate(credential))
    }

    package func credential(_ id: String) async throws -> CredentialRecord {
        try await get(SignerRoute.credential(id))
    }

    package func auditChains() async throws -> [String] {
        try await get(SignerRoute.auditChains)
    }

    package func audit(chain: String) async throws -> [AuditRecord] {
        try await get(SignerRoute.audit(chain))
    }

    package func auditHeads(since: Timestamp, after chain: String?) async throws -> [AuditHead] {
        try await post(AuditHeadsRequest(since: since, after: chain), to: SignerRoute.auditHeads)
    }

    package func requestActivation(_ request: ActivationRequest) async throws -> PendingActivation {
        try await post(request, to: SignerRoute.activations)
    }

    package func activate(_ data: ActivationData) async throws -> SignatureResponse {
        try await post(data, to: SignerRoute.activate(data.activation))
    }

    package func settleActivation(_ id: String) async throws -> SignatureResponse {
        try await act(SignerRoute.settleActivation(id))
    }

    package func confirm(_ order: ConfirmationOrder) async throws -> SignatureResponse {
        try await post(order, to: SignerRoute.confirmations)
    }

    package func settleConfirmation(_ id: String) async throws -> SignatureResponse {
        try await act(SignerRoute.settleConfirmation(id))
    }

    package func seal(_ order: SealOrder) async throws -> SignatureResponse {
        try await post(order, to: SignerRoute.sealOrders)
    }

    package func settleSeal(_ id: String) async throws -> SignatureResponse {
        try await act(SignerRoute.settleSealOrder(id))
    }

    package func serviceKey(_ purpose: ServiceKeyPurpose) async throws -> ServiceKeyRecord {
        try await get(SignerRoute.serviceKey(purpose.rawValue))
    }

    package func installServiceCertificate(
        _ chain: IssuedChain,
        for purpose: ServiceKeyPurpose
    ) async throws -> ServiceKeyRecord {
        try await post(chain, to: SignerRoute.serviceKey(purpose.rawValue))
    }

    package func makeDataKey(_ request: DataKeyRequest) async throws -> OpenedDataKey {
        try await post(request, to: SignerRoute.dataKeys)
    }

    package func openDataKey(_ ticket: ReadTicket) async throws -> OpenedDataKey {
        try await post(ticket, to: SignerRoute.openDataKey)
    }

    package func operators() async throws -> [OperatorRecord] {
        try await get(SignerRoute.operators)
    }

    package func requestOperator(_ request: OperatorRequest) async throws -> OperatorEnrolment {
        try await post(request, to: SignerRoute.operators)
    }

    package func registerOperator(
        _ registration: OperatorRegistration,
        as id: String
    ) async throws -> OperatorRecord {
        try await post(registration, to: SignerRoute.operatorPasskey(id))
    }

    package func acts() async throws -> [CriticalActRecord] {
        try await get(SignerRoute.acts)
    }

    package func requestAct(_ request: CriticalActRequest) async throws -> CriticalActRecord {
        try await post(request, to: SignerRoute.acts)
    }

    package func approveAct(_ id: String, _ assertion: PasskeyAssertionBytes) async throws -> CriticalActRecord {
        try await post(assertion, to: SignerRoute.approveAct(id))
    }

    private func get<Answer: Decodable>(_ path: String) async throws(ExternalServiceError) -> Answer {
        try await send(.get, to: path)
    }

    /// A POST without a body.
    private func act<Answer: Decodable>(_ path: String) async throws(ExternalServiceError) -> Answer {
        try await send(.post(body: [], contentType: "application/json"), to: path)
    }

    private func post<Answer: Decodable>(
        _ body: some Encodable,
        to path: String
    ) async throws(ExternalServiceError) -> Answer {
        let bytes: Data
        do {
            bytes = try JSONEncoder().encode(body)
        } catch {
            throw OutboundError.answer(reason: "request cannot be written: \(error)").named("signer")
        }
        return try await send(.post(body: Array(bytes), contentType: "application/json"), to: path)
    }

    private func send<Answer: Decodable>(
        _ method: BoundedRequest.Method,
        to path: String
    ) async throws(ExternalServiceError) -> Answer {
        let request = BoundedRequest(
            url: base.appending(path: path),
            method: method,
            sizeLimit: 16 * 1024 * 1024,
            timeLimit: .seconds(30)
        )
        let answer: BoundedAnswer
        do throws(OutboundError) {
            answer = try await http.exchange(request)
        } catch {
            throw error.named("signer")
        }
        let decoder = JSONDecoder()
        guard (200...299).contains(answer.status) else {
            if let problem = try? decoder.decode(SignerProblem.self, from: Data(answer.body)) {
                throw .signer(problem.error)
            }
            throw OutboundError.status(answer.status).named("signer")
        }
        do {
            return try decoder.decode(Answer.self, from: Data(answer.body))
        } catch {
            throw OutboundError.answer(reason: "unreadable answer to \(path)").named("signer")
        }
    }
}
