package import SignerProtocol

/// Why a service outside this process did not do its part.
package enum ExternalServiceError: Error, Hashable, Sendable {
    /// No answer, or not one that can be understood: try again later.
    case unavailable(service: String, reason: String)
    /// An answer that says no: trying again changes nothing.
    case refused(service: String, reason: String)
    /// The signer's typed refusal.
    case signer(SignerError)
}

/// The audit chains that the signer process keeps.
///
/// Every method throws `ExternalServiceError`.
package protocol SignerAuditLog: Sendable {
    /// The names of all chains.
    func auditChains() async throws -> [String]
    func audit(chain: String) async throws -> [AuditRecord]
    /// Heads of the chains that have an entry from `since` on, by name, those after `chain` only; a portion of them.
    func auditHeads(since: Timestamp, after chain: String?) async throws -> [AuditHead]
}

extension SignerAuditLog {
    /// Derived from whole chains, for logs that offer nothing cheaper.
    package func auditHeads(since: Timestamp, after chain: String?) async throws -> [AuditHead] {
        var heads: [AuditHead] = []
        for name in try await auditChains().sorted() where name > chain ?? "" {
            guard let last = try await audit(chain: name).last?.entry, last.time >= since else { continue }
            heads.append(AuditHead(chain: name, sequence: last.sequence, digest: last.digest))
        }
        return heads
    }
}

/// The signer process, as the service sees it: the calls of `SignerRoute` over mutual TLS.
///
/// Every method throws `ExternalServiceError`.
package protocol SignerClient: SignerAuditLog, DualControlClient {
    func status() async throws -> SignerStatus
    func token() async throws -> TokenReport
    func tokenUnwraps() async throws -> UnwrapReport
    func enrol(_ request: CredentialRequest) async throws -> CredentialEnrolment
    func registerPasskey(_ registration: PasskeyRegistrationBytes, for credential: String) async throws
        -> CredentialRecord
    func installCertificate(_ chain: IssuedChain, for credential: String) async throws -> CredentialRecord
    func credential(_ id: String) async throws -> CredentialRecord
    func requestActivation(_ request: ActivationRequest) async throws -> PendingActivation
    func activate(_ data: ActivationData) async throws -> SignatureResponse
    func settleActivation(_ id: String) async throws -> SignatureResponse
    func confirm(_ order: ConfirmationOrder) async throws -> SignatureResponse
    func settleConfirmation(_ id: String) async throws -> SignatureResponse
    func seal(_ order: SealOrder) async throws -> SignatureResponse
    func settleSeal(_ id: String) async throws -> SignatureResponse
    func serviceKey(_ purpose: ServiceKeyPurpose) async throws -> ServiceKeyRecord
    func installServiceCertificate(_ chain: IssuedChain, for purpose: ServiceKeyPurpose) async throws
        -> ServiceKeyRecord
    func makeDataKey(_ request: DataKeyRequest) async throws -> OpenedDataKey
    func openDataKey(_ ticket: ReadTicket) async throws -> OpenedDataKey
}
