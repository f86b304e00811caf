package import SignerProtocol

/// Derives every audit chain again: what `chigiri audit verify` does.
package struct CheckAuditLog: Sendable {
    private let store: any ServiceStore

    package init(store: any ServiceStore) {
        self.store = store
    }

    package struct Result: Hashable, Sendable {
        package let chains: Int
        package let entries: Int
        package let faults: [AuditChainFault]
    }

    package func run() async throws -> Result {
        let chains = try await store.read { try $0.auditChains() }
        var entries = 0
        var faults: [AuditChainFault] = []
        for chain in chains {
            let records = try await store.read { try $0.audit(chain: chain) }
            entries += records.count
            do throws(AuditChainFault) {
                try records.verifyAuditChain()
            } catch {
                faults.append(error)
            }
        }
        return Result(chains: chains.count, entries: entries, faults: faults)
    }
}
