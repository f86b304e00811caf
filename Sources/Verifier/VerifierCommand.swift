import ArgumentParser
import VerificationCommand

/// The `chigiri-verify` command: judges files without us, without a network, without an account.
///
/// - SeeAlso: VAL-15, docs/verification.md
@main
struct VerifierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chigiri-verify",
        abstract: "Judge a signed PDF, a CAdES signature, an ASiC container or an evidence record, offline.",
        discussion: "Exit: 0 passed, 1 failed, 2 indeterminate, 3 unreadable or unsigned."
    )

    @OptionGroup var arguments: VerificationArguments

    func run() async throws {
        try await arguments.conclude {
            try arguments.signedFile().report(at: arguments.moment(), fetched: nil, policy: arguments.policy())
        }
    }
}
