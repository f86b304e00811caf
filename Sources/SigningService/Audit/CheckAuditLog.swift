package import SignerProtocol

/// Derives every audit chain of the service again: the first half of what `chigiri audit verify` does.
package struct CheckAuditLog: Sendable {
    private let store: any ServiceStore

    package init(store: any ServiceStore) {
        self.store = store
    }

    package struct Result: Hashable, Sendable {
        package private(set) var chains = 0
        package private(set) var entries = 0
        package private(set) var faults: [AuditChainFault] = []

        mutating func add(_ records: [AuditRecord]) {
            chains += 1
            entries += records.count
            do throws(AuditChainFault) {
                try records.verifyAuditChain()
            } catch {
                faults.append(error)
            }
        }

        mutating func add(missing chain: String) {
            faults.append(.missing(chain: chain))
        }
    }

    package func run() async throws -> Result {
        var result = Result()
        for chain in try await store.read({ try $0.auditChains() }) {
            result.add(try await store.read { try $0.audit(chain: chain) })
        }
        return result
    }
}
