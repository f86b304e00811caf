package import Foundation
package import PostgresConnection

/// The schema of the databases that a test asks for.
package struct DatabaseTemplate: Sendable {
    let name: String
    let migrate: @Sendable (ConnectionSettings) async throws -> [String]

    package init(_ name: String, migrate: @escaping @Sendable (ConnectionSettings) async throws -> [String]) {
        self.name = name
        self.migrate = migrate
    }
}

/// A test asks for a server, and there is none.
package struct ServerIsAbsent: Error {}

/// The server on which tests make databases, from templates that were migrated.
///
/// A database is named after the process that made it, which holds a lock of that name as long as it lives: what a dead
/// process left behind is removed by the next one.
package actor PostgresServer {
    /// Nil unless `TEST_POSTGRES_URL` is set.
    package static let shared: PostgresServer? = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"]
        .flatMap { $0.isEmpty ? nil : PostgresServer($0) }

    /// What skipped tests say.
    package static let absence = "PostgreSQL is not here: TEST_POSTGRES_URL is not set"

    package static func required() throws -> PostgresServer {
        guard let shared else { throw ServerIsAbsent() }
        return shared
    }

    package nonisolated let text: String
    private let process = UInt32.random(in: 1...UInt32.max)
    private let turns = Turns(count: 6)
    private var administration: Task<Administration, any Error>?
    private var templates: [String: Task<String, any Error>] = [:]
    private var made = 0

    private init(_ text: String) {
        self.text = text
    }

    /// Where the database of a folder's name is.
    package nonisolated func settings(of folder: URL) throws -> ConnectionSettings {
        try ConnectionSettings(text).database(folder.lastPathComponent)
    }

    /// Makes a database with the schema of this release, and removes it afterwards.
    package nonisolated func withDatabase(
        _ template: DatabaseTemplate,
        _ body: (ConnectionSettings, URL) async throws -> Void
    ) async throws {
        try await withDatabase(await make(from: prepared(template)), body)
    }

    /// Makes a database without any schema, and removes it afterwards.
    package nonisolated func withEmptyDatabase(_ body: (ConnectionSettings, URL) async throws -> Void) async throws {
        try await withDatabase(await make(from: "template0"), body)
    }

    nonisolated private func withDatabase(
        _ folder: URL,
        _ body: (ConnectionSettings, URL) async throws -> Void
    ) async throws {
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(try settings(of: folder), folder))
        } catch {
            result = .failure(error)
        }
        try await remove(folder)
        try result.get()
    }

    private func make(from template: String) async throws -> URL {
        await turns.take()
        made += 1
        let folder = URL(filePath: "/\(prefix)\(made)")
        try await execute("CREATE DATABASE \(folder.lastPathComponent) TEMPLATE \(template) ENCODING 'UTF8'")
        return folder
    }

    private func remove(_ folder: URL) async throws {
        turns.give()
        try await execute("DROP DATABASE \(folder.lastPathComponent) WITH (FORCE)")
    }

    private func execute(_ statement: String) async throws {
        _ = try await prepared().connections.run { try $0.ready().execute(statement) }
    }

    private var prefix: String { "chigiri_test_\(process)_" }

    private struct Administration {
        let connections: ConnectionPool
        /// Holds the lock of this process.
        let lock: ConnectionPool
    }

    private func prepared() async throws -> Administration {
        if let administration { return try await administration.value }
        let (text, process) = (text, process)
        let task = Task {
            let settings = try ConnectionSettings(text)
            let lock = ConnectionPool(settings, connections: 1)
            try await lock.run {
                let session = try $0.ready()
                _ = try session.rows("SELECT pg_advisory_lock($1)", [.integer(Int64(process))])
                try Self.removeLeftovers(session)
            }
            return Administration(connections: ConnectionPool(settings, connections: 3), lock: lock)
        }
        administration = task
        return try await task.value
    }

    /// The name of a migrated database to copy.
    private func prepared(_ template: DatabaseTemplate) async throws -> String {
        if let task = templates[template.name] { return try await task.value }
        let (text, name) = (text, prefix + template.name)
        let task = Task {
            try await execute("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8'")
            _ = try await template.migrate(try ConnectionSettings(text).database(name))
            return name
        }
        templates[template.name] = task
        return try await task.value
    }

    private static func removeLeftovers(_ session: Connection) throws {
        let names = try session.rows(
            #"SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'chigiri\_test\_%'"#
        ).map { try $0.text("name") }
        for name in names {
            guard let process = name.split(separator: "_").dropFirst(2).first.flatMap({ Int64($0) }) else { continue }
            let lock = try session.row("SELECT pg_try_advisory_lock($1) AS free", [.integer(process)])
            guard try lock?.boolean("free") == true else { continue }
            try session.execute("DROP DATABASE \(name) WITH (FORCE)")
            _ = try session.rows("SELECT pg_advisory_unlock($1)", [.integer(process)])
        }
    }
}

/// A number of places that are taken in order of arrival; used from one actor only.
private final class Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) {
        free = count
    }

    func take(isolation: isolated (any Actor)? = #isolation) async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func give() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
