import ArgumentParser

/// `chigiri-trial`: throw-away stand-ins for what a trial lacks, and a demonstration of the whole job.
@main
struct TrialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chigiri-trial",
        abstract: "A throw-away CA, OCSP responder and TSA, and a demonstration. 試験環境 TEST ENVIRONMENT.",
        subcommands: [
            InitCommand.self, AuthorityCommand.self, DemoCommand.self, KillsCommand.self, ChaosCommand.self,
            LoadCommand.self,
        ]
    )
}
