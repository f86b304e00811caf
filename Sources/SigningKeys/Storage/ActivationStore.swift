package import SignerProtocol

/// The signer's own records: credentials, activations, redemptions, and the audit chains.
///
/// Bodies are synchronous, so no transaction waits for the HSM. They may run again after a conflict and have no effect
/// but through the transaction. What a write has committed survives a loss of power.
///
/// - SeeAlso: ARCHITECTURE §6, §7
package protocol ActivationStore: Sendable {
    /// Runs `body` on one consistent snapshot.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SignerReadTransaction) throws -> Value
    ) async throws -> Value

    /// Runs `body` alone, and commits all of it or nothing.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SignerWriteTransaction) throws -> Value
    ) async throws -> Value

    /// Overwrites what erased rows have left in the files.
    func removeRemains() async throws
}

package protocol SignerReadTransaction {
    func credential(_ id: String) throws -> Credential?
    /// The newest credential of a person that has no passkey yet and waits for one.
    func unfinishedCredential(of subject: String) throws -> Credential?
    func credential(withPasskey id: [UInt8]) throws -> Credential?
    /// Credentials in these states.
    func credentials(in states: Set<CredentialState>) throws -> [Credential]
    /// Some credentials that have a wrapped key, others each time.
    func sampleOfCredentials(limit: Int) throws -> [Credential]
    func serviceKey(_ purpose: ServiceKeyPurpose) throws -> ServiceKey?
    /// How many keys wait in the pool.
    func pooledKeys() throws -> Int
    func oldestPooledKey() throws -> PooledKey?
    func activation(_ id: String) throws -> StoredActivation?
    /// The passkey's count before this assertion was accepted for this activation, if it was.
    func signCount(before assertion: [UInt8], activation: String) throws -> UInt32?
    func isSpent(_ use: PermissionUse) throws -> Bool
    /// Whether any use of a permission is spent.
    func isTouched(_ kind: PermissionKind, _ id: String) throws -> Bool
    /// Whether a signer process may be at work with any spent use of a permission.
    func isHeld(_ kind: PermissionKind, _ id: String, at time: Timestamp) throws -> Bool
    /// Whether the service has been told that nothing will be signed.
    func isWithdrawn(_ kind: PermissionKind, _ id: String) throws -> Bool
    /// Values kept for a permission, by index.
    func signatures(_ kind: PermissionKind, _ id: String) throws -> [SignatureValue]
    func isDestroyed(keyFingerprint: [UInt8]) throws -> Bool
    /// `thisUpdate` of the newest revocation list that was accepted from this issuer.
    func newestList(of issuer: [UInt8]) throws -> Timestamp?
    func `operator`(_ id: String) throws -> Operator?
    /// All there ever were, by the time they were asked for.
    func operators() throws -> [Operator]
    func act(_ id: String) throws -> StoredAct?
    /// All there ever were, the newest first.
    func acts() throws -> [StoredAct]
    /// Those that were written after this moment, the newest first.
    func acts(since: Timestamp) throws -> [StoredAct]
    func auditHead(_ chain: String) throws -> Blob
    func auditRecords(_ chain: String) throws -> [AuditRecord]
    func auditChains() throws -> [String]
    /// Heads of the chains that have an entry from `since` on, by name, those after `chain` only.
    func auditHeads(since: Timestamp, after chain: String?, limit: Int) throws -> [AuditHead]
    func signatureOperations() throws -> Int
}

package protocol SignerWriteTransaction: SignerReadTransaction {
    /// Saves a credential with the entry that says why.
    ///
    /// - Throws: `SignerError.illegalTransition` when somebody else has changed it since it was read.
    func save(_ change: CredentialChange) throws
    func save(_ key: ServiceKey, recording event: AuditEvent) throws
    /// Puts a new key into the pool.
    func keep(_ key: PooledKey, recording event: AuditEvent) throws
    /// Takes a key out of the pool; false, with nothing recorded, when it is not there any more.
    func remove(_ key: PooledKey, recording event: AuditEvent) throws -> Bool
    func keep(_ activation: StoredActivation, recording event: AuditEvent) throws
    /// Notes that an assertion was accepted, and the passkey's new count.
    func accept(_ assertion: AcceptedAssertion) throws
    /// Spends permissions, all or none; each is held until its value is kept.
    ///
    /// - Throws: `SignerError.alreadyRedeemed` or `.alreadyUsed` when one is spent or withdrawn.
    func spend(_ uses: [PermissionUse], held hold: PermissionHold, recording event: AuditEvent) throws
    /// Ends a permission of which nothing was spent: it can never be spent after.
    func withdraw(_ kind: PermissionKind, _ id: String, recording event: AuditEvent) throws
    /// Keeps values, and ends the holds on their permissions.
    ///
    /// - Throws: `SignerError.resultUnknown` when a hold was ended by somebody else: the service has been told that there
    ///   is no value.
    func keep(
        _ signatures: [SignatureValue],
        of kind: PermissionKind,
        _ id: String,
        recording event: AuditEvent
    ) throws
    /// Ends the hold on one use; false when there is none.
    @discardableResult
    func putDown(_ kind: PermissionKind, _ id: String, _ index: Int) throws -> Bool
    /// Ends every hold on a permission.
    func endHolds(on kind: PermissionKind, _ id: String) throws
    /// Ends every hold of a process.
    func endHolds(of holder: String) throws
    func bury(keyFingerprint: [UInt8], of credential: String, at time: Timestamp) throws
    func noteList(of issuer: [UInt8], thisUpdate: Timestamp) throws
    /// Saves an operator with the entry that says why.
    ///
    /// - Throws: `SignerError.illegalTransition` when somebody else has changed her since she was read.
    func save(_ change: OperatorChange) throws
    func keep(_ act: StoredAct, recording event: AuditEvent) throws
    /// Keeps an approval; one person approves an act once.
    func keep(_ approval: ActApproval) throws
    /// Notes that an act was performed, which happens once, after two approvals.
    func notePerformed(act id: String, by approvers: Approvers, at time: Timestamp, recording event: AuditEvent) throws
    func record(_ event: AuditEvent) throws
    /// Counts one use of a private key.
    func countSignatureOperation() throws
}

/// An assertion that opened an activation.
package struct AcceptedAssertion: Hashable, Sendable {
    package let activation: String
    package let credential: String
    /// SHA-256 of its parts.
    package let digest: [UInt8]
    package let signCountBefore: UInt32
    package let signCountAfter: UInt32
    package let backupState: Bool
}

extension ActivationStore {
    /// `read` with the errors that cross the line.
    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (any SignerReadTransaction) throws -> Value
    ) async throws(SignerError) -> Value {
        do {
            return try await read(body)
        } catch let error as SignerError {
            throw error
        } catch {
            throw .storageUnavailable
        }
    }

    /// `write` with the errors that cross the line.
    func writing<Value: Sendable>(
        _ body: @escaping @Sendable (any SignerWriteTransaction) throws -> Value
    ) async throws(SignerError) -> Value {
        do {
            return try await write(body)
        } catch let error as SignerError {
            throw error
        } catch {
            throw .storageUnavailable
        }
    }
}
