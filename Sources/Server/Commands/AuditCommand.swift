import ArgumentParser
import Foundation
import Logging
import SQLiteStorage
import SignerProtocol
import SigningService

/// The audit log.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "The audit log.",
        subcommands: [AuditVerifyCommand.self]
    )
}

/// Derives every chain again, the service's and the signer's.
struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Derive every audit chain again; exit 0 when all hold, 1 when one is broken, 2 when the signer does not answer."
    )

    @OptionGroup var options: SettingsOption

    @Flag(help: "Leave out the chains that the signer keeps.")
    var withoutSigner = false

    func run() async throws {
        let settings = try Settings(path: options.settings, variables: [:])
        let composition = try Composition(settings, log: Logger(label: "chigiri"))
        let code = try await verify(composition)
        try await composition.shutdown()
        throw code
    }

    private func verify(_ composition: Composition) async throws -> ExitCode {
        let result = try await CheckAuditLog(store: composition.needs.store).run()
        print("service: \(result.chains) chains, \(result.entries) entries")
        var faults = result.faults
        var isWhole = true
        if !withoutSigner {
            do {
                let (chains, entries, found) = try await SignerAudit(needs: composition.needs).run()
                print("signer: \(chains) chains, \(entries) entries")
                faults += found
            } catch let error as ExternalServiceError {
                print("signer: not checked, it does not answer (\(error))")
                isWhole = false
            }
        }
        for fault in faults { print("BROKEN \(fault)") }
        guard faults.isEmpty else { return ExitCode(1) }
        print(isWhole ? "all chains hold" : "the service's chains hold")
        return ExitCode(isWhole ? 0 : 2)
    }
}

/// The chains in the signer's database: both service keys, and each credential that the service's log names.
private struct SignerAudit {
    let needs: ServiceNeeds

    func run() async throws -> (chains: Int, entries: Int, faults: [AuditChainFault]) {
        let names = try await credentials().sorted() + ServiceKeyPurpose.allCases.map(\.rawValue)
        var entries = 0
        var faults: [AuditChainFault] = []
        for name in names {
            let records = try await needs.signer.audit(chain: name)
            entries += records.count
            do throws(AuditChainFault) {
                try records.verifyAuditChain()
            } catch {
                faults.append(error)
            }
        }
        return (names.count, entries, faults)
    }

    private func credentials() async throws -> Set<String> {
        try await needs.store.read { transaction in
            var found: Set<String> = []
            for chain in try transaction.auditChains() {
                for record in try transaction.audit(chain: chain) {
                    guard let payload = record.payload,
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
