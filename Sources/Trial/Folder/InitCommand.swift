import ArgumentParser
import Foundation

/// Makes the folder of a trial: keys, certificates, settings, token folder, set-up token.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make the folder of a trial; safe to repeat."
    )

    @Option(help: "The folder.")
    var data = "var"

    @Option(
        help:
            "Port of the API; the signer gets the next one, the authority and the pages over HTTP those after (8080 for 8443)."
    )
    var portBase: Int?

    @Option(help: "Type of every key: P-256, P-384, RSA-3072-PSS or RSA-3072-PKCS1.")
    var keyType: String?

    @Option(
        help: """
            A PostgreSQL server that gets a database for each process, as "host=… port=… user=…"; \
            by default what CHIGIRI_TRIAL_POSTGRES says, and SQLite files without it.
            """
    )
    var postgres: String?

    func run() async throws {
        let prepared = try PreparedFolder(
            folder: TrialFolder(path: data),
            portBase: portBase,
            module: try PreparedFolder.softHSMModule(),
            keyType: keyType,
            now: Date(),
            databases: postgres.map { TrialDatabases(server: $0) } ?? .ofEnvironment
        )
        say("trial: once the service runs, begin at \(prepared.ports.pagesURL)/setup/\(prepared.setupToken)")
        say("trial: 試験環境 TEST ENVIRONMENT in \(prepared.folder.root.path)")
        say("trial: API and pages \(prepared.ports.serviceURL), pages for passkeys \(prepared.ports.pagesURL)")
        say("trial: authority \(prepared.ports.authorityURL), roots \(prepared.folder.trial.path)/{root,tsa-root}.pem")
    }
}
