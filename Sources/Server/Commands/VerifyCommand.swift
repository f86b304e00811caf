import ArgumentParser
import Foundation
import Outbound
import SignatureValidation
import SigningService
import VerificationCommand

/// Judges what is signed, like `chigiri-verify`; fetches revocation data that is missing.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Judge every signature and timestamp of a PDF, a CAdES signature, a container or an evidence record.",
        discussion: "Exit: 0 passed, 1 failed, 2 indeterminate, 3 unreadable or unsigned."
    )

    @OptionGroup var arguments: VerificationArguments

    @Flag(help: "Fetch nothing: what is in the file has to be enough.")
    var offline = false

    func run() async throws {
        try await arguments.conclude {
            let time = try arguments.moment()
            let policy = try arguments.policy()
            let file = try arguments.signedFile()
            guard !offline else { return try file.report(at: time, fetched: nil, policy: policy) }
            let fetched = await OnlineMaterial(time: time).fetch(try file.needs(at: time, policy: policy))
            return try file.report(at: time, fetched: fetched, policy: policy)
        }
    }
}

/// What is fetched now for certificates that the file brings no usable revocation data for.
private struct OnlineMaterial {
    let time: Date

    /// Whatever can be had; what cannot stays missing, and the report says so.
    func fetch(_ needs: [RevocationNeed]) async -> FetchedMaterial {
        // Strangers wrote these addresses, so there are no exemptions here. REV-11
        let client = RevocationClient(
            addresses: PublicAddressGuard(exemptOrigins: [], resolve: resolveWithSystem),
            now: { time },
            randomBytes: systemRandomBytes
        )
        var data = RevocationData()
        for need in needs {
            guard let found = try? await client.revocation(of: need.certificate, issuedBy: need.issuer, .now) else {
                continue
            }
            data.add(found)
        }
        return FetchedMaterial(crls: data.crls, ocspResponses: data.ocspResponses)
    }
}
