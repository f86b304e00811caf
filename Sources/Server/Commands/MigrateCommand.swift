import ArgumentParser
import Doctor
import Foundation
import PostgresStorage
import SQLiteStorage
import SignerProtocol

/// Brings the schema of the service's database up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the schema of the service's database up to date.",
        discussion: """
            A PostgreSQL database is migrated by this command only, an SQLite file also at every start. Run it once, \
            before the machines are replaced one by one: the release of before goes on with what was added. Exit: 0 the \
            schema is this release's, 1 it is not. The signer's side: chigiri-signer migrate.
            """
    )

    @OptionGroup var options: SettingsOption

    func run() async throws {
        let settings = try Settings(path: options.settings, variables: ProcessInfo.processInfo.environment, now: Date())
        let done: [String]
        switch settings.database {
        case .file(let path):
            let before = try SQLiteStore.state(ofFileAt: path)?.applied ?? []
            try SQLiteStore(path: path).close()
            done = try SQLiteStore.state(ofFileAt: path)?.known.filter { !before.contains($0) } ?? []
        case .server(let place, _):
            done = try await PostgresStore.migrate(place)
        }
        say("database \(settings.database.words)")
        for step in done { say("\(step): \(SchemaState.isContract(step) ? "contract" : "expand")") }
        say(
            done.isEmpty ? "the schema was up to date / 構造は最新でした" : "\(done.count) steps done / \(done.count) 段階を実行しました"
        )
    }
}
