import CMS
package import Logging
package import PKCS11
import SignerProtocol

/// Every key, behind PKCS#11: the only code that can produce a signature.
///
/// Three token keys serve all people: one wraps their keys (profile W), one wraps data keys, one authenticates what
/// belongs together. The service's own two signing keys are token objects (profile T).
///
/// - SeeAlso: KEY-1; SIGNING 0a, 6
package struct HSMKeyStore: Sendable {
    let sessions: SessionPool
    private let store: any ActivationStore
    private let logger: Logger

    package init(sessions: SessionPool, store: any ActivationStore, logger: Logger) {
        self.sessions = sessions
        self.store = store
        self.logger = logger
    }

    /// Whether the token answers.
    func probe() async throws(SignerError) {
        try await onToken("probe") { session throws(PKCS11Error) in try session.probe() }
    }

    /// Signs once, with the right that `permission` is.
    ///
    /// The value is verified with the public key of the certificate before it leaves; a value that fails is dropped.
    ///
    /// - Returns: for ECDSA DER `SEQUENCE { r, s }`, else as many bytes as the modulus has.
    /// - SeeAlso: CMS-B5
    func sign(
        _ permission: consuming SignaturePermission,
        with key: SigningKey
    ) async throws(SignerError) -> [UInt8] {
        try await signature(over: permission.use.signedAttributes, with: key)
    }

    /// Signs a certification request: the proof that the HSM has the key. KEY-3
    func signCertificationRequest(_ information: [UInt8], with key: SigningKey) async throws(SignerError) -> [UInt8] {
        try await signature(over: information, with: key)
    }

    private func signature(over message: [UInt8], with key: SigningKey) async throws(SignerError) -> [UInt8] {
        let type = key.type
        let input = type.input(for: message)
        // Counted first: the count may exceed the operations by one that a crash prevented, never fall short.
        try await store.writing { try $0.countSignatureOperation() }
        let raw = try await onToken("sign") { session throws(PKCS11Error) in
            try key.use(in: session) { (handle) throws(PKCS11Error) in
                try session.signature(over: input, with: handle, type.kind, type.mechanism)
            }
        }
        do throws(CMSError) {
            let value = try type.encoded(raw)
            try verifySignature(value, algorithm: type.algorithm, of: message, publicKeyInfo: key.publicKeyInfo)
            return value
        } catch {
            logger.critical("a signature value did not verify with its public key and was dropped")
            throw .keyMismatch
        }
    }

    /// The HSM's HMAC over what belongs together.
    func code(_ binding: KeyBinding) async throws(SignerError) -> [UInt8] {
        try await onToken("bind") { session throws(PKCS11Error) in
            try session.authenticationCode(
                of: binding.message,
                with: session.key(.secretKey, label: TokenLabel.binding)
            )
        }
    }

    /// - Throws: `SignerError.keyMismatch` when the code is not the HSM's for this binding.
    func verify(_ binding: KeyBinding, _ expected: [UInt8]) async throws(SignerError) {
        guard isSameCode(try await code(binding), expected) else {
            logger.critical("a record does not carry the code of its key")
            throw .keyMismatch
        }
    }

    /// Runs `body` on a thread of the HSM; the module's words stay in the log.
    func onToken<Value: Sendable>(
        _ purpose: StaticString,
        _ body: @escaping @Sendable (Session) throws(PKCS11Error) -> Value
    ) async throws(SignerError) -> Value {
        do throws(PKCS11Error) {
            return try await sessions.run(body)
        } catch {
            throw refusal(error, purpose)
        }
    }

    /// The same, while nobody else looks for a key and makes it.
    func onTokenAlone<Value: Sendable>(
        _ purpose: StaticString,
        _ body: @escaping @Sendable (Session) throws(PKCS11Error) -> Value
    ) async throws(SignerError) -> Value {
        do throws(PKCS11Error) {
            return try await sessions.runAlone(body)
        } catch {
            throw refusal(error, purpose)
        }
    }

    private func refusal(_ error: PKCS11Error, _ purpose: StaticString) -> SignerError {
        logger.error("the HSM refused to \(purpose): \(error)")
        return .hsmUnavailable
    }
}

/// Labels of the token's keys.
enum TokenLabel {
    static let userWrapping = "chigiri-user-wrapping"
    static let dataWrapping = "chigiri-data-wrapping"
    static let binding = "chigiri-binding"

    static func service(_ purpose: ServiceKeyPurpose) -> String { "chigiri-service-\(purpose.rawValue)" }
}

/// A private key that can be used now.
enum SigningKey: Hashable, Sendable {
    /// Wrapped; its binding has been verified.
    case user(KeyType, publicKeyInfo: [UInt8], wrapped: [UInt8])
    case service(ServiceKeyPurpose, KeyType, publicKeyInfo: [UInt8])

    var publicKeyInfo: [UInt8] {
        switch self {
        case .user(_, let publicKeyInfo, _), .service(_, _, let publicKeyInfo): publicKeyInfo
        }
    }

    var type: KeyType {
        switch self {
        case .user(let type, _, _), .service(_, let type, _): type
        }
    }

    /// Gives `body` the key's handle; an unwrapped copy is destroyed afterwards, whatever happens.
    func use<Value>(
        in session: Session,
        _ body: (KeyHandle) throws(PKCS11Error) -> Value
    ) throws(PKCS11Error) -> Value {
        switch self {
        case .service(let purpose, _, _):
            return try body(session.key(.privateKey, label: TokenLabel.service(purpose)))
        case .user(let type, _, let wrapped):
            let wrappingKey = try session.key(.secretKey, label: TokenLabel.userWrapping)
            let handle = try session.unwrappedPrivateKey(wrapped, type.kind, with: wrappingKey)
            let value: Value
            do throws(PKCS11Error) {
                value = try body(handle)
            } catch {
                try session.destroy(handle)
                throw error
            }
            try session.destroy(handle)
            return value
        }
    }
}
