import SignerProtocol

@testable import SigningService

/// A signer that says what a test tells it to.
struct ScriptedSigner: SignerClient {
    var environment = "TEST"
    var chains: [String: [AuditRecord]] = [:]
    /// Answers an activation that nobody asked for.
    var signsAnything = false
    var people: [OperatorRecord] = []
    var performed: [CriticalActRecord] = []
    var seals: @Sendable (ServiceKeyPurpose) async throws -> ServiceKeyRecord = { _ in throw Self.down }
    var orders: @Sendable (SealOrder) async throws -> SignatureResponse = { _ in throw Self.down }
    let keys = DataKeys()
    var report: @Sendable () async throws -> TokenReport = { throw Self.down }
    var unwraps: @Sendable () async throws -> UnwrapReport = { throw Self.down }
    /// What happens while the chains are listed.
    var whileListing: @Sendable () async throws -> Void = {}

    func status() async throws -> SignerStatus {
        SignerStatus(instance: "tests", environment: environment, signatureOperations: 0, tokenLabel: "tests")
    }

    func token() async throws -> TokenReport { try await report() }
    func tokenUnwraps() async throws -> UnwrapReport { try await unwraps() }

    func auditChains() async throws -> [String] {
        try await whileListing()
        return chains.keys.sorted()
    }
    func audit(chain: String) async throws -> [AuditRecord] { chains[chain] ?? [] }

    func activate(_ data: ActivationData) async throws -> SignatureResponse {
        guard signsAnything else { throw ExternalServiceError.signer(.unknownActivation) }
        return SignatureResponse(signatures: [])
    }

    func serviceKey(_ purpose: ServiceKeyPurpose) async throws -> ServiceKeyRecord { try await seals(purpose) }

    func operators() async throws -> [OperatorRecord] { people }
    func acts() async throws -> [CriticalActRecord] { performed }
    func requestOperator(_: OperatorRequest) async throws -> OperatorEnrolment { throw Self.down }
    func registerOperator(_: OperatorRegistration, as _: String) async throws -> OperatorRecord { throw Self.down }
    func requestAct(_: CriticalActRequest) async throws -> CriticalActRecord { throw Self.down }
    func approveAct(_: String, _: PasskeyAssertionBytes) async throws -> CriticalActRecord { throw Self.down }

    func enrol(_: CredentialRequest) async throws -> CredentialEnrolment { throw Self.down }
    func registerPasskey(_: PasskeyRegistrationBytes, for _: String) async throws -> CredentialRecord {
        throw Self.down
    }
    func installCertificate(_: IssuedChain, for _: String) async throws -> CredentialRecord { throw Self.down }
    func credential(_: String) async throws -> CredentialRecord { throw Self.down }
    func requestActivation(_: ActivationRequest) async throws -> PendingActivation { throw Self.down }
    func settleActivation(_: String) async throws -> SignatureResponse { throw Self.down }
    func confirm(_: ConfirmationOrder) async throws -> SignatureResponse { throw Self.down }
    func settleConfirmation(_: String) async throws -> SignatureResponse { throw Self.down }
    func seal(_ order: SealOrder) async throws -> SignatureResponse { try await orders(order) }
    func settleSeal(_: String) async throws -> SignatureResponse { throw Self.down }
    func installServiceCertificate(_: IssuedChain, for _: ServiceKeyPurpose) async throws -> ServiceKeyRecord {
        throw Self.down
    }
    func makeDataKey(_ request: DataKeyRequest) async throws -> OpenedDataKey { keys.make(request) }
    func openDataKey(_ ticket: ReadTicket) async throws -> OpenedDataKey { try keys.open(ticket) }

    static let down = ExternalServiceError.unavailable(service: "signer", reason: "not scripted")
}

/// An installation that looks as a test tells it to.
struct ScriptedView: InstallationView {
    var refusesStrangers = true
    var refusesOld = true
    var answer = PublicPage(
        status: 200,
        headers: [
            "strict-transport-security": "x", "content-security-policy": "x", "x-content-type-options": "nosniff",
        ]
    )

    func signerRefusesStrangers() async throws -> Bool { refusesStrangers }
    func refusesOldTLS() async throws -> Bool { refusesOld }
    func page(_ path: String) async throws -> PublicPage { answer }
}
