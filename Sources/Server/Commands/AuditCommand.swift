import ArgumentParser
import Foundation
import Logging
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
        let settings = try Settings(path: options.settings, variables: [:], now: Date())
        let composition = try await Composition(settings, log: Logger(label: "chigiri"))
        let code = try await verify(composition)
        try await composition.shutdown()
        throw code
    }

    private func verify(_ composition: Composition) async throws -> ExitCode {
        let result = try await CheckAuditLog(store: composition.needs.store).run()
        print("service: \(result.chains) chains, \(result.entries) entries")
        var faults = result.faults
        var anchorFaults: [CheckAnchors.Fault] = []
        var isWhole = true
        if withoutSigner {
            try await checkAnchors(composition, signer: nil, &anchorFaults)
        } else {
            do {
                let needs = composition.needs
                let result = try await CheckSignerAuditLog(store: needs.store, signer: needs.signer).run()
                print("signer: \(result.chains) chains, \(result.entries) entries")
                faults += result.faults
                try await checkAnchors(composition, signer: needs.signer, &anchorFaults)
            } catch let error as ExternalServiceError {
                print("signer: not checked, it does not answer (\(error))")
                try await checkAnchors(composition, signer: nil, &anchorFaults)
                isWhole = false
            }
        }
        for fault in faults { print("BROKEN \(fault)") }
        for fault in anchorFaults { print("BROKEN \(fault)") }
        guard faults.isEmpty, anchorFaults.isEmpty else { return ExitCode(1) }
        print(isWhole ? "all chains hold" : "the service's chains hold")
        return ExitCode(isWhole ? 0 : 2)
    }

    private func checkAnchors(
        _ composition: Composition,
        signer: (any SignerAuditLog)?,
        _ faults: inout [CheckAnchors.Fault]
    ) async throws {
        let check = CheckAnchors(
            store: composition.needs.store,
            signer: signer,
            timestampAnchors: composition.needs.settings.timestampAnchors
        )
        let result = try await check.run()
        let newest = result.newest.map { ", the newest of \($0.rfc3339)" } ?? ""
        print("anchors: \(result.anchors) timestamps over \(result.leaves) heads and documents\(newest)")
        faults += result.faults
    }
}
