import Crypto
package import Logging
package import SignerProtocol

/// What every use of a key needs: the records, the HSM, the rules and the signer's own clock.
package struct SigningRoom: Sendable {
    let store: any ActivationStore
    let keys: HSMKeyStore
    let policy: SignerPolicy
    package let keyPool: KeyPool
    let now: @Sendable () -> Timestamp
    let crashPoint: CrashPoint
    let logger: Logger

    package init(
        store: any ActivationStore,
        keys: HSMKeyStore,
        policy: SignerPolicy,
        keyPool: KeyPool,
        now: @escaping @Sendable () -> Timestamp,
        crashPoint: CrashPoint,
        logger: Logger
    ) {
        self.store = store
        self.keys = keys
        self.policy = policy
        self.keyPool = keyPool
        self.now = now
        self.crashPoint = crashPoint
        self.logger = logger
    }

    /// Health for the service and for tests.
    package func status(tokenLabel: String) async throws(SignerError) -> SignerStatus {
        SignerStatus(
            instance: policy.instance,
            environment: policy.environment.rawValue,
            signatureOperations: try await store.reading { try $0.signatureOperations() },
            tokenLabel: tokenLabel
        )
    }

    /// The names of all audit chains.
    package func auditChains() async throws(SignerError) -> [String] {
        try await store.reading { try $0.auditChains() }
    }

    /// The next portion of heads of audit chains that have grown.
    package func auditHeads(_ request: AuditHeadsRequest) async throws(SignerError) -> [AuditHead] {
        try await store.reading { transaction in
            try transaction.auditHeads(since: request.since, after: request.after, limit: AuditHeadsRequest.portion)
        }
    }

    /// The audit chain of a credential, a service key or a document's data key.
    package func auditRecords(_ chain: String) async throws(SignerError) -> [AuditRecord] {
        try await store.reading { try $0.auditRecords(chain) }
    }
}

/// Fresh random bytes of the operating system.
func randomBytes(_ count: Int) -> [UInt8] {
    SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Array($0) }
}

func sha256(_ bytes: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: bytes))
}

extension [UInt8] {
    /// Lower-case hexadecimal.
    var hexadecimal: String {
        let digits = Array<UInt8>("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// Whether the text is a SHA-256 digest as we write it: 64 lower-case hexadecimal digits.
func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64
        && text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
}
