import ArgumentParser
import Doctor
import Foundation
import SignerProtocol

/// Brings the schema of the signer's database up to date.
struct SignerMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the schema of the signer's database up to date.",
        discussion: """
            A PostgreSQL database is migrated by this command only, an SQLite file also at every start. Exit: 0 the \
            schema is this release's, 1 it is not. The service's side: chigiri migrate.
            """
    )

    @Option(help: "Settings file, JSON.")
    var settings = "var/signer/settings.json"

    func run() async throws {
        do {
            let practice = Practice(
                SignerPatient.self,
                settings: settings,
                variables: ProcessInfo.processInfo.environment,
                now: Date()
            )
            let loaded = try practice.admitted().loaded
            guard let records = SignerRecords(loaded) else { preconditionFailure("SETTING_REFUSED names it") }
            let done = try await records.migrate()
            print("chigiri-signer: database \(records.words)")
            for step in done {
                print("chigiri-signer: \(step): \(SchemaState.isContract(step) ? "contract" : "expand")")
            }
            let steps = "\(done.count) steps done / \(done.count) 段階を実行しました"
            print("chigiri-signer: \(done.isEmpty ? "the schema was up to date / 構造は最新でした" : steps)")
        } catch let error as StartError {
            try RunCommand.refuse(error)
        } catch let error as RefusedStart {
            try RunCommand.refuse(error)
        }
    }
}
