import SignerProtocol

@testable import SigningService

/// A signer that says what a test tells it to.
struct ScriptedSigner: SignerClient {
    var environment = "TEST"
    var chains: [String: [AuditRecord]] = [:]
    /// Answers an activation that nobody asked for.
    var signsAnything = false
    var seal: ServiceKeyRecord?
    var people: [OperatorRecord] = []
    var performed: [CriticalActRecord] = []
    /// What happens while the chains are listed.
    var whileListing: @Sendable () async throws -> Void = {}

    func status() async throws -> SignerStatus {
        SignerStatus(instance: "tests", environment: environment, signatureOperations: 0, tokenLabel: "tests")
    }

    func auditChains() async throws -> [String] {
        try await whileListing()
        return chains.keys.sorted()
    }
    func audit(chain: String) async throws -> [AuditRecord] { chains[chain] ?? [] }

    func activate(_ data: ActivationData) async throws -> SignatureResponse {
        guard signsAnything else { throw ExternalServiceError.signer(.unknownActivation) }
        return SignatureResponse(signatures: [])
    }

    func serviceKey(_: ServiceKeyPurpose) async throws -> ServiceKeyRecord {
        guard let seal else { throw down }
        return seal
    }

    func operators() async throws -> [OperatorRecord] { people }
    func acts() async throws -> [CriticalActRecord] { performed }
    func requestOperator(_: OperatorRequest) async throws -> OperatorEnrolment { throw down }
    func registerOperator(_: OperatorRegistration, as _: String) async throws -> OperatorRecord { throw down }
    func requestAct(_: CriticalActRequest) async throws -> CriticalActRecord { throw down }
    func approveAct(_: String, _: PasskeyAssertionBytes) async throws -> CriticalActRecord { throw down }

    func enrol(_: CredentialRequest) async throws -> CredentialEnrolment { throw down }
    func registerPasskey(_: PasskeyRegistrationBytes, for _: String) async throws -> CredentialRecord { throw down }
    func installCertificate(_: IssuedChain, for _: String) async throws -> CredentialRecord { throw down }
    func credential(_: String) async throws -> CredentialRecord { throw down }
    func requestActivation(_: ActivationRequest) async throws -> PendingActivation { throw down }
    func settleActivation(_: String) async throws -> SignatureResponse { throw down }
    func confirm(_: ConfirmationOrder) async throws -> SignatureResponse { throw down }
    func settleConfirmation(_: String) async throws -> SignatureResponse { throw down }
    func seal(_: SealOrder) async throws -> SignatureResponse { throw down }
    func settleSeal(_: String) async throws -> SignatureResponse { throw down }
    func installServiceCertificate(_: IssuedChain, for _: ServiceKeyPurpose) async throws -> ServiceKeyRecord {
        throw down
    }
    func makeDataKey(_: DataKeyRequest) async throws -> OpenedDataKey { throw down }
    func openDataKey(_: ReadTicket) async throws -> OpenedDataKey { throw down }

    private var down: ExternalServiceError { .unavailable(service: "signer", reason: "not scripted") }
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
