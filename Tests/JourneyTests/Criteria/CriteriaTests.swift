import Foundation
import GRDB
import Testing

@testable import Trial

extension `In a running instance` {
    /// The scoreboard of a running installation, and copies of it in which something is broken.
    @Suite struct `the criteria` {
        let instance: LiveInstance

        init() throws {
            instance = try #require(LiveInstance.current)
        }

        @Test func `are at most rehearsed, and each probe that can be run has passed`() async throws {
            try await concludeContract()
            let board = try Board(of: instance.prepared.folder.service)

            #expect(board.clauses.count == 100)
            let results = board.results
            for probe in [
                "audit-chains", "signer-audit-chains", "signer-mutual-tls", "environments", "foreign-documents-denied",
                "fixity", "nothing-without-instruction", "sealed-contracts", "seal-keys", "transport",
                "public-verification", "clock", "consent-wording", "hsm-device", "token-keys", "wrapped-keys-elsewhere",
                "timestamp-authorities", "validity-at-signing", "verification-reasons", "signature-algorithms",
                "published-anchors",
            ] {
                #expect(results[probe] == "good", "\(probe): \(results[probe] ?? "absent")")
            }
            // It was set up through the API: nobody has a passkey yet.
            #expect(results["operators-sign-in-by-passkey"] == "bad")
            #expect(board.status("2.1.4-4") == "rehearsed" && board.status("2.2.3-1-ア") == "rehearsed")
            #expect(board.status("2.1.3-15") == "not-met" && board.status("2.1.2-1") == "not-met")
            #expect(!board.clauses.contains { $0.status == "met" })
        }

        @Test(.enabled(if: Self.isFile, "the copy is one of a database file"))
        func `turn when an audit entry is rewritten`() async throws {
            try await concludeContract()
            try await inCopy { folder in
                #expect(try Board(of: folder).status("2.1.4-4") == "rehearsed")
                try database(of: folder) { database in
                    try database.execute(sql: "DROP TRIGGER IF EXISTS audit_entry_never_updated")
                    for trigger in try String.fetchAll(
                        database,
                        sql: "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
                    ) {
                        try database.execute(sql: "DROP TRIGGER \(trigger)")
                    }
                    try database.execute(sql: "UPDATE audit_entry SET actor = 'nobody' WHERE sequence = 1")
                }
                let board = try Board(of: folder)
                #expect(board.results["audit-chains"] == "bad")
                #expect(board.status("2.1.4-4") == "not-met" && board.status("2.1.4-5") == "not-met")
                #expect(board.clauses.first { $0.clause == "2.1.4-4" }?.next != nil)
            }
        }

        @Test(.enabled(if: Self.isFile, "the copy is one of a database file"))
        func `turn when a stored document is damaged`() async throws {
            try await concludeContract()
            try await inCopy { folder in
                let segments = folder.appending(path: "segments")
                let all = FileManager.default.enumerator(at: segments, includingPropertiesForKeys: nil)
                for file in all?.allObjects as? [URL] ?? [] where !file.hasDirectoryPath {
                    var bytes = Array(try Data(contentsOf: file))
                    guard bytes.count > 100 else { continue }
                    bytes[bytes.count / 2] ^= 1
                    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
                    try Data(bytes).write(to: file)
                }
                let board = try Board(of: folder)
                #expect(board.results["fixity"] == "bad" && board.results["sealed-contracts"] == "bad")
                #expect(board.status("2.1.4-4") == "not-met" && board.status("2.2.4-1") == "not-met")
            }
        }

        @Test func `are all not met where nothing is installed`() throws {
            let run = try Products.run("chigiri", ["criteria", "--json"])
            let clauses = try JSONDecoder().decode([Board.Clause].self, from: Data(run.output.utf8))
            #expect(run.status == 1 && clauses.count == 100)
            #expect(clauses.allSatisfy { $0.status == "not-met" && $0.evidence.isEmpty && $0.environment == nil })
        }

        private static let isFile = ProcessInfo.processInfo.environment["CHIGIRI_TRIAL_POSTGRES"] == nil

        private func concludeContract() async throws {
            var person = Person(.witness, in: instance)
            let envelope = try await instance.send([person])
            try await person.sign()
            try await instance.wait(for: envelope) { $0.state == "sealed" }
        }

        /// A copy of the service's folder beside the real one, with its database whole; the signer is the running one.
        private func inCopy(_ body: (URL) async throws -> Void) async throws {
            let original = instance.prepared.folder.service
            let copy = original.deletingLastPathComponent().appending(path: "copy-\(UUID().uuidString)")
            try FileManager.default.copyItem(at: original, to: copy)
            defer { try? FileManager.default.removeItem(at: copy) }
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(at: copy.appending(path: "chigiri.db\(suffix)"))
            }
            try database(of: original) { database in
                try database.execute(literal: "VACUUM INTO \(copy.appending(path: "chigiri.db").path)")
            }
            let settings = copy.appending(path: "settings.json")
            let text = try String(contentsOf: settings, encoding: .utf8)
            let moved = ["chigiri.db", "segments", "spool"].reduce(text) { text, name in
                text.replacing("/service/\(name)", with: "/\(copy.lastPathComponent)/\(name)")
                    .replacing("\\/service\\/\(name)", with: "\\/\(copy.lastPathComponent)\\/\(name)")
            }
            try #require(moved != text)
            try Data(moved.utf8).write(to: settings)
            // A vacuumed copy keeps its application id, and with it the environment's stamp.
            try await body(copy)
        }

        private func database(of folder: URL, _ body: (Database) throws -> Void) throws {
            try DatabaseQueue(path: folder.appending(path: "chigiri.db").path).writeWithoutTransaction(body)
        }
    }
}

/// What `chigiri criteria --run --json` says.
private struct Board {
    struct Clause: Decodable {
        struct Evidence: Decodable {
            let kind: String
            let id: String
            let at: String?
            let result: String
        }

        let clause: String
        let status: String
        let environment: String?
        let evidence: [Evidence]
        let next: String?
    }

    let clauses: [Clause]

    init(of folder: URL) throws {
        let settings = folder.appending(path: "settings.json").path
        let run = try Products.run("chigiri", ["criteria", "--settings", settings, "--run", "--json"])
        clauses = try #require(
            try? JSONDecoder().decode([Clause].self, from: Data(run.output.utf8)),
            "\(run.output.suffix(2_000))"
        )
    }

    func status(_ clause: String) -> String? { clauses.first { $0.clause == clause }?.status }

    /// By the id of the evidence.
    var results: [String: String] {
        Dictionary(clauses.flatMap { $0.evidence.map { ($0.id, $0.result) } }) { first, _ in first }
    }
}
