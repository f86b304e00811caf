import ArgumentParser
import Doctor
import Foundation
import PostgresConnection
import PostgresSignerStorage
import SQLiteSignerStorage
import SQLiteSnapshot
import SignerProtocol
import SigningKeys

/// Takes the signer's records from SQLite to PostgreSQL.
struct SignerMoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Take the signer's records from an SQLite file to an empty PostgreSQL database.",
        discussion: """
            The signer of the source has to be stopped; its file is only read. All is written in one transaction, read \
            back and compared before it counts; then every audit chain is derived again. The token with the keys stays \
            what it is. Exit: 0 all is there, 1 it is not.
            """
    )

    @Option(help: "Settings whose database is the SQLite file.")
    var from: String

    @Option(help: "Settings whose database is the PostgreSQL database, migrated and empty.")
    var to: String

    func run() async throws {
        do {
            let source = try loaded(from)
            let target = try loaded(to)
            guard let from = SignerRecords(source), let to = SignerRecords(target),
                let environment = SignerPolicy.Environment(rawValue: target.settings.environment)
            else { preconditionFailure("SETTING_REFUSED names each of these") }
            let digests = try await move(source, from, target, to, environment)
            let (store, close) = try await to.open(environment)
            let outcome: Result<(chains: Int, entries: Int, faults: [AuditChainFault]), any Error>
            do {
                outcome = .success(try await derive(store))
            } catch {
                outcome = .failure(error)
            }
            await close()
            let (chains, entries, faults) = try outcome.get()
            for fault in faults { print("chigiri-signer: BROKEN \(fault)") }
            guard faults.isEmpty else { throw ExitCode(1) }
            let lines = MoveReport.lines(
                digests.map { ($0.table, $0.rows) },
                digest: TableDigest.whole(digests),
                chains: chains,
                entries: entries
            )
            for line in lines { print("chigiri-signer: \(line)") }
        } catch let error as ExitCode {
            throw error
        } catch {
            try RunCommand.refuse(error)
        }
    }

    private func loaded(_ settings: String) throws -> LoadedSettings {
        try Practice(
            SignerPatient.self,
            settings: settings,
            variables: ProcessInfo.processInfo.environment,
            now: Date()
        ).admitted().loaded
    }

    /// Copies and compares.
    private func move(
        _ source: LoadedSettings,
        _ from: SignerRecords,
        _ target: LoadedSettings,
        _ to: SignerRecords,
        _ environment: SignerPolicy.Environment
    ) async throws -> [TableDigest] {
        guard case .file(let path) = from, case .server(let place, _) = to else {
            throw MoveReport.Refusal.otherEngines
        }
        let environments = (source.settings.environment, target.settings.environment)
        guard environments.0 == environments.1 else {
            throw MoveReport.Refusal.environments(from: environments.0, to: environments.1)
        }
        let listen = source.settings.listen
        guard !ListeningPort.isTaken(listen.host, listen.port) else {
            throw MoveReport.Refusal.running("\(listen.host):\(listen.port)")
        }
        guard let state = try SQLiteActivationStore.state(ofFileAt: path) else {
            throw MoveReport.Refusal.sourceMissing(path)
        }
        guard state.missing.isEmpty else { throw MoveReport.Refusal.sourceOlder(path, missing: state.missing) }
        guard state.later.isEmpty else { throw MoveReport.Refusal.sourceNewer(path, later: state.later) }
        let stamp: EnvironmentStamp = environment == .test ? .test : .production
        return try await ConnectionPool.once(place) { connection in
            try SQLiteSnapshot.read(path) { try PostgresActivationStore.fill(connection, stamp, from: $0) }
        }
    }

    /// Every audit chain, again.
    private func derive(
        _ store: any ActivationStore
    ) async throws -> (chains: Int, entries: Int, faults: [AuditChainFault]) {
        var (chains, entries, faults) = (0, 0, [AuditChainFault]())
        for chain in try await store.read({ try $0.auditChains() }) {
            let records = try await store.read { try $0.auditRecords(chain) }
            chains += 1
            entries += records.count
            do throws(AuditChainFault) {
                try records.verifyAuditChain()
            } catch {
                faults.append(error)
            }
        }
        return (chains, entries, faults)
    }
}
