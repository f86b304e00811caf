import PKCS11
import SignerProtocol

extension ActivationStore {
    /// Whether nothing was ever recorded.
    package func isEmpty() async throws -> Bool {
        try await read { try $0.auditChains().isEmpty }
    }
}

extension SigningRoom {
    /// Makes the token's keys for a new signer, and reads back the attributes of every key.
    ///
    /// Keys are made only while nothing is recorded: records whose keys are gone are a fault to be seen, not repaired.
    ///
    /// - Throws: `PKCS11Error.keyNotFound` when a key is gone, `.keyAttributes` when one does not conform. KEY-1
    package func openKeys() async throws {
        if try await store.isEmpty() {
            try await keys.makeMasterKeys()
            let made = AuditEvent(.masterKeysMade, chain: signerChain, actor: "signer", at: now(), [:])
            try await store.write { try $0.record(made) }
        }
        try await keys.checkKeys()
    }
}
