import ArgumentParser
import Foundation
import Hummingbird
import Logging

/// Runs the trial's CA, OCSP responder, CRLs and TSA.
struct AuthorityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authority",
        abstract: "Run the throw-away CA, OCSP responder and TSA on 127.0.0.1."
    )

    @Option(help: "The folder of the trial; made when it is not there.")
    var data = "var"

    @Option(help: "The port, if not the one written in the folder: two above the API's.")
    var port: Int?

    func run() async throws {
        let prepared = try PreparedFolder(
            folder: TrialFolder(path: data),
            portBase: port.map { $0 - 2 },
            module: try PreparedFolder.softHSMModule(),
            now: Date()
        )
        var logger = Logger(label: "chigiri-trial")
        logger.logLevel = .notice
        let application = Application(
            router: try AuthorityRoutes(prepared).router(),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: prepared.ports.authority),
                serverName: "chigiri-trial TEST ENVIRONMENT"
            ),
            logger: logger
        )
        say("authority: 試験環境 TEST ENVIRONMENT on \(prepared.ports.authorityURL)")
        try await application.runService()
    }
}
