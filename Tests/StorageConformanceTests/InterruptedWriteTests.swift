import Foundation
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SignerProtocol
import SigningService
import Synchronization
import Testing

/// The server ends our session at every statement of a write.
@Suite(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
struct `A write whose connection ends` {
    /// How often a connection is ended: once, or again when the body runs once more on another.
    enum Persistence: CaseIterable {
        case once
        case always
    }

    @Test(arguments: Persistence.allCases)
    func `is done whole or not at all, at whichever statement`(persistence: Persistence) async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            let calm = try await PostgresStore(settings, connections: 2)
            let interruption = Interruption(settings, persistence)
            let store = try await PostgresStore(settings, connections: 1, observer: interruption.observer)
            var statement = 0
            repeat {
                statement += 1
                let stored = try await calm.withDraft()
                let before = try await calm.dump()
                interruption.arm(atStatement: statement)
                let error = try await self.error(of: store, stored)
                let ended = interruption.disarm()
                let after = try await calm.dump()

                switch persistence {
                case .once:
                    // Before COMMIT it is known that nothing was done, so the body may run again. The last write, an entry of
                    // a chain, goes out together with COMMIT.
                    #expect(error == nil || interruption.wasWithCommit, "statement \(statement)")
                case .always:
                    #expect((error != nil) == (ended > 0), "statement \(statement)")
                }
                #expect((error == nil) == (after != before), "statement \(statement)")
                let envelope = try #require(try await calm.read { try $0.envelope(stored.envelope.id) })
                #expect(envelope.version == (error == nil ? 2 : 1))
                let records = try await calm.read { try $0.audit(chain: stored.envelope.chain) }
                #expect(records.count == (error == nil ? 2 : 1))
                try records.verifyAuditChain()
                #expect(
                    try await calm.read { try $0.openAttempts() }.contains { $0.envelope == envelope.id }
                        == (error == nil)
                )
            } while interruption.hasStruck
            #expect(statement > 10)
            await store.close()
            await calm.close()
        }
    }

    @Test func `after COMMIT was done and before its answer arrived is reported as unknown, and not done twice`()
        async throws
    {
        try await PostgresServer.required().withDatabase { settings, _ in
            let calm = try await PostgresStore(settings, connections: 2)
            let stored = try await calm.withDraft()
            let observer = ConnectionObserver { _, _ in
            } didSend: { connection, sql in
                guard sql == "COMMIT" else { return }
                // The answer is taken away unread, and with it the connection.
                var ready = pollfd(fd: connection.socket, events: Int16(POLLIN), revents: 0)
                poll(&ready, 1, 10_000)
                var answer = [UInt8](repeating: 0, count: 4_096)
                _ = recv(connection.socket, &answer, answer.count, 0)
                shutdown(connection.socket, Int32(SHUT_RDWR))
            }
            let store = try await PostgresStore(settings, connections: 1, observer: observer)
            let runs = Mutex(0)
            let change = try stored.envelope.sending(by: stored.account)

            await #expect {
                try await store.write { transaction in
                    runs.withLock { $0 += 1 }
                    try transaction.save(change)
                }
            } throws: { error in
                guard case .storage(let message) = error as? ServiceError else { return false }
                return message.hasPrefix("PostgreSQL: the outcome of a commit is unknown")
            }

            #expect(runs.withLock { $0 } == 1)
            #expect(try await calm.read { try $0.envelope(stored.envelope.id) }?.version == 2)
            #expect(try await calm.read { try $0.audit(chain: stored.envelope.chain) }.count == 2)
            await store.close()
            await calm.close()
        }
    }

    @Test func `leaves the pool with another connection`() async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            let store = try await PostgresStore(settings, connections: 1)
            let backend = try await store.run { try $0.ready().backend }
            try Interruption.end(backend, settings)

            #expect(try await !store.read { try $0.isSetUp() })
            #expect(try await store.run { try $0.ready().backend } != backend)
            await store.close()
        }
    }

    private func error(of store: PostgresStore, _ stored: Stored) async throws -> ServiceError? {
        let change = try stored.envelope.sending(by: stored.account)
        let revision = try Revision.example(5)
        let attempt = try stored.envelope.attempt()
        do {
            try await store.write { transaction in
                try transaction.save(change)
                try transaction.append(revision, to: stored.document.id, after: 1)
                try transaction.insert(attempt)
                try transaction.append(AuditNote(.viewed, by: "signer"), to: "other/\(stored.envelope.id)", at: .noon)
            }
            return nil
        } catch let error as ServiceError {
            return error
        }
    }
}

/// Ends the session of a connection before its n-th statement since `BEGIN`.
private final class Interruption: Sendable {
    private struct State {
        var armedAt: Int?
        var count = 0
        var ended = 0
        /// The one that was struck, and those sent after it.
        var statements: [String] = []
    }

    private let state = Mutex(State())
    private let settings: ConnectionSettings
    private let persistence: `A write whose connection ends`.Persistence

    init(_ settings: ConnectionSettings, _ persistence: `A write whose connection ends`.Persistence) {
        self.settings = settings
        self.persistence = persistence
    }

    var observer: ConnectionObserver {
        ConnectionObserver { connection, sql in
            let strikes = self.state.withLock { state in
                guard let armedAt = state.armedAt else { return false }
                if state.ended > 0 { state.statements.append(sql) }
                state.count = sql.hasPrefix("BEGIN") ? 1 : state.count + 1
                guard state.count == armedAt, state.ended == 0 || self.persistence == .always else { return false }
                state.ended += 1
                state.statements = [sql]
                return true
            }
            if strikes {
                do {
                    try Self.end(connection.backend, self.settings)
                } catch {
                    Issue.record(error)
                }
            }
        }
    }

    func arm(atStatement number: Int) {
        state.withLock { $0 = State(armedAt: number) }
    }

    /// How many sessions were ended.
    func disarm() -> Int {
        state.withLock { state in
            state.armedAt = nil
            return state.ended
        }
    }

    var hasStruck: Bool { state.withLock { $0.ended > 0 } }

    /// Whether the statement that was struck is COMMIT, or a write whose answer is read with that of COMMIT.
    var wasWithCommit: Bool { state.withLock { $0.statements.prefix(2).contains("COMMIT") } }

    /// Ends a session and waits until it is gone.
    static func end(_ backend: Int32, _ settings: ConnectionSettings) throws {
        let connection = try Connection(settings)
        _ = try connection.rows("SELECT pg_terminate_backend($1::int, 10000)", [.integer(Int64(backend))])
        // The server tells of the end before it has closed the socket.
        while try connection.row("SELECT 1 FROM pg_stat_activity WHERE pid = $1", [.integer(Int64(backend))]) != nil {}
    }
}
