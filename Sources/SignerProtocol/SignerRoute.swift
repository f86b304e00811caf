/// Paths of the signer's endpoint, used by both ends.
package enum SignerRoute {
    /// GET → `SignerStatus`.
    package static let status = "/v1/status"
    /// GET → `TokenReport`: what the token says now of itself and of its keys.
    package static let token = "/v1/token"
    /// GET → `UnwrapReport`: stored wrapped keys, tried where they must not open.
    package static let tokenUnwraps = "/v1/token/unwraps"
    /// POST `CredentialRequest` → `CredentialEnrolment`.
    package static let credentials = "/v1/credentials"
    /// GET → `CredentialRecord`.
    package static func credential(_ id: String) -> String { "/v1/credentials/\(id)" }
    /// POST `PasskeyRegistrationBytes` → `CredentialRecord`.
    package static func passkey(_ id: String) -> String { "/v1/credentials/\(id)/passkey" }
    /// POST `IssuedChain` → `CredentialRecord`.
    package static func certificate(_ id: String) -> String { "/v1/credentials/\(id)/certificate" }
    /// POST, empty → `CredentialRecord`: SUSPENDED, ACTIVE again, REVOKED.
    package static func suspend(_ id: String) -> String { "/v1/credentials/\(id)/suspend" }
    package static func resume(_ id: String) -> String { "/v1/credentials/\(id)/resume" }
    package static func revoke(_ id: String) -> String { "/v1/credentials/\(id)/revoke" }
    /// GET → `[OperatorRecord]`.
    ///
    /// POST `OperatorRequest` → `OperatorEnrolment`.
    package static let operators = "/v1/operators"
    /// POST `OperatorRegistration` → `OperatorRecord`.
    package static func operatorPasskey(_ id: String) -> String { "/v1/operators/\(id)/passkey" }
    /// GET → `[CriticalActRecord]`.
    ///
    /// POST `CriticalActRequest` → `CriticalActRecord`: the only way to destroy a key, and to admit or remove an operator.
    package static let acts = "/v1/acts"
    /// POST `PasskeyAssertionBytes` → `CriticalActRecord`; the second approval performs the act.
    package static func approveAct(_ id: String) -> String { "/v1/acts/\(id)/approve" }
    /// GET → `[String]`: the names of all audit chains.
    package static let auditChains = "/v1/audit"
    /// GET → `[AuditRecord]`: the chain of a credential, of a service key by its purpose, or of a document's data key.
    package static func audit(_ chain: String) -> String { "/v1/audit/\(chain)" }
    /// POST `AuditHeadsRequest` → `[AuditHead]`: the next portion of heads of chains that have grown.
    package static let auditHeads = "/v1/audit-heads"
    /// POST `ActivationRequest` → `PendingActivation`.
    package static let activations = "/v1/activations"
    /// POST `ActivationData` → `SignatureResponse`; `alreadyRedeemed` the second time.
    package static func activate(_ id: String) -> String { "/v1/activations/\(id)/activate" }
    /// GET → `SignatureResponse` kept from an earlier activation; `resultUnknown` when there is none.
    package static func settleActivation(_ id: String) -> String { "/v1/activations/\(id)/settle" }
    /// POST `ConfirmationOrder` → `SignatureResponse`; `alreadyUsed` the second time.
    package static let confirmations = "/v1/confirmations"
    /// GET → `SignatureResponse` kept from an earlier confirmation.
    package static func settleConfirmation(_ id: String) -> String { "/v1/confirmations/\(id)/settle" }
    /// POST `SealOrder` → `SignatureResponse`; `alreadyUsed` the second time.
    package static let sealOrders = "/v1/seal-orders"
    /// GET → `SignatureResponse` kept from an earlier order.
    package static func settleSealOrder(_ id: String) -> String { "/v1/seal-orders/\(id)/settle" }
    /// GET → `ServiceKeyRecord`; makes the key the first time.
    ///
    /// POST `IssuedChain` installs its certificate.
    package static func serviceKey(_ purpose: String) -> String { "/v1/service-keys/\(purpose)" }
    /// POST `DataKeyRequest` → `OpenedDataKey`.
    package static let dataKeys = "/v1/data-keys"
    /// POST `ReadTicket` → `OpenedDataKey`.
    package static let openDataKey = "/v1/data-keys/open"
}
