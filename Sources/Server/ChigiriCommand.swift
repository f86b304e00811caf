import ArgumentParser

/// The `chigiri` command.
@main
struct ChigiriCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chigiri",
        abstract: "Send contracts, sign them with keys held in an HSM, keep the result provable.",
        subcommands: [
            UpCommand.self, ServeCommand.self, WorkCommand.self, SignerCommand.self, VerifyCommand.self,
            VerifyChainCommand.self, ExtractSignedCommand.self, AuditCommand.self, RenewalsCommand.self,
            CriteriaCommand.self, DoctorCommand.self, MigrateCommand.self,
            MoveCommand.self,
            DemoCommand.self, SandboxCommand.self,
        ]
    )
}
