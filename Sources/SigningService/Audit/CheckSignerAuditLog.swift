import Foundation
import SignerProtocol

/// Derives every audit chain of the signer again: the second half of what `chigiri audit verify` does.
///
/// A credential that the service's own log names must have a chain there, so that a chain taken away whole shows too.
package struct CheckSignerAuditLog: Sendable {
    private let store: any ServiceStore
    private let signer: any SignerAuditLog

    package init(store: any ServiceStore, signer: any SignerAuditLog) {
        self.store = store
        self.signer = signer
    }

    /// - Throws: `ExternalServiceError` when the signer does not answer.
    package func run() async throws -> CheckAuditLog.Result {
        var result = CheckAuditLog.Result()
        // First what we know of: a credential that is made meanwhile is not missing.
        let known = try await credentials()
        let chains = try await signer.auditChains()
        for chain in chains {
            result.add(try await signer.audit(chain: chain))
        }
        for credential in known.subtracting(chains).sorted() {
            result.add(missing: credential)
        }
        return result
    }

    /// Entries of these name a credential of the signer's; a passkey for signing in is none.
    private static let actions = Set(
        [AuditAction.credentialRequested, .passkeyRegistered, .credentialActive, .credentialEnded].map(\.rawValue)
    )

    private func credentials() async throws -> Set<String> {
        try await store.read { transaction in
            var found: Set<String> = []
            for chain in try transaction.auditChains() {
                for record in try transaction.audit(chain: chain) {
                    guard Self.actions.contains(record.entry.action), let payload = record.payload,
                        let facts = try? JSONDecoder().decode([String: String].self, from: Data(payload.bytes)),
                        let credential = facts["credential"]
                    else { continue }
                    found.insert(credential)
                }
            }
            return found
        }
    }
}
