import Foundation
import SigningService
import Testing

@testable import Outbound

/// What `bin/with-smtp` has prepared.
struct MailTests {
    let folder: URL
    let python: String

    /// Nil unless the tests run inside `bin/with-smtp`.
    static let prepared: MailTests? = {
        let variables = ProcessInfo.processInfo.environment
        guard let folder = variables["TEST_SMTP"], !folder.isEmpty, let python = variables["TEST_SMTP_PYTHON"] else {
            return nil
        }
        return MailTests(folder: URL(filePath: folder, directoryHint: .isDirectory), python: python)
    }()

    /// What skipped tests say.
    static let isAbsent: Comment = "no SMTP server is here: TEST_SMTP is not set"

    static func required() throws -> MailTests { try #require(prepared, isAbsent) }

    func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    /// `Tests/Support/SMTP/relay.py`.
    fileprivate var script: String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Support/SMTP/relay.py")
            .standardizedFileURL.path(percentEncoded: false)
    }
}

/// A relay that runs as a process of its own, for one test.
final class MailServer {
    private let tests: MailTests
    private let process = Process()
    private let folder: URL
    let security: MailRelay.Security
    let port: Int

    /// `certificate` is the name of one in the prepared folder.
    init(
        _ security: MailRelay.Security,
        certificate: String = "server",
        user: String? = nil,
        password: String = "right",
        idleInSeconds: Int = 300
    ) throws {
        tests = try MailTests.required()
        self.security = security
        folder = tests.folder.appending(path: "relay-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let output = Pipe()
        process.executableURL = URL(filePath: tests.python)
        process.standardOutput = output
        // It tells of every connection that we end.
        process.standardError = FileHandle.nullDevice
        var arguments = [
            tests.script, "serve", folder.path(percentEncoded: false), "--security", security.rawValue,
            "--idle", "\(idleInSeconds)",
        ]
        if security != .onThisMachine {
            arguments += ["--certificate", tests.path("\(certificate).pem"), "--key", tests.path("\(certificate).key")]
        }
        if let user {
            let file = folder.appending(path: "password")
            try Data(password.utf8).write(to: file)
            arguments += ["--user", user, "--password-file", file.path(percentEncoded: false)]
        }
        process.arguments = arguments
        process.environment = ["PYTHONDONTWRITEBYTECODE": "1"]
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)), "the relay did not start")
    }

    deinit {
        kill()
    }

    /// Ends it at once, without a good-bye to anybody.
    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// How it is reached by who trusts its authority.
    func relay(
        _ login: MailRelay.Login? = nil,
        security: MailRelay.Security? = nil,
        trusting roots: String? = "authority",
        limit: Duration = .seconds(20)
    ) throws -> MailRelay {
        let security = security ?? self.security
        return try #require(
            MailRelay(
                host: security == .onThisMachine ? "127.0.0.1" : "localhost",
                port: port,
                security: security,
                login: login,
                trustRoots: roots.map { tests.path("\($0).pem") },
                connectLimit: .seconds(5),
                timeLimit: limit
            )
        )
    }

    /// A login whose password is in a file with this mode.
    func login(_ user: String, password: String = "right", mode: Int = 0o600) throws -> MailRelay.Login {
        let file = folder.appending(path: "\(UUID().uuidString).password")
        try Data("\(password)\n".utf8).write(to: file)
        let path = file.path(percentEncoded: false)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return MailRelay.Login(user: user, passwordFile: path)
    }

    struct Connections: Decodable {
        let made: Int
        let open: Int
        let messages: Int
    }

    func connections() throws -> Connections {
        try JSONDecoder().decode(Connections.self, from: Data(contentsOf: folder.appending(path: "connections")))
    }

    /// Whether a message to slow@ has been sent and waits for its answer.
    var isUnderWay: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "under-way").path(percentEncoded: false))
    }

    /// What has arrived, read by Python's email package.
    func arrived() throws -> [ArrivedMail] {
        let reader = Process()
        let output = Pipe()
        reader.executableURL = URL(filePath: tests.python)
        reader.arguments = [tests.script, "read", folder.path(percentEncoded: false)]
        reader.standardOutput = output
        try reader.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        reader.waitUntilExit()
        return try JSONDecoder().decode([ArrivedMail].self, from: bytes)
    }
}

/// A message as a recipient's program sees it.
struct ArrivedMail: Decodable {
    struct Envelope: Decodable {
        let from: String
        let to: [String]
        let login: String?
        let hello: String
        let encrypted: Bool
    }

    let envelope: Envelope
    let fields: [String]
    let subject: String
    /// Name and address of each.
    let from: [[String]]
    let to: [[String]]
    let replyTo: [[String]]
    let messageID: String
    let autoSubmitted: String
    let date: String
    let type: String
    let text: String
    let html: String?
    let parts: [String]
    let defects: [String]
    let longestLine: Int
    let isASCII: Bool
    let hasBareLineEnds: Bool
}

extension MailOrigin {
    static func example() throws -> MailOrigin {
        MailOrigin(
            address: try MailAddress("keiyaku@example.jp", field: "from"),
            name: "契約株式会社",
            replyTo: try MailAddress("help@example.jp", field: "replyTo")
        )
    }
}

extension SMTPMailSender {
    /// Gives a sender of 2026-09-21, and takes it down afterwards.
    static func with(_ relay: MailRelay, _ body: (SMTPMailSender) async throws -> Void) async throws {
        let sender = SMTPMailSender(relay: relay, origin: try .example()) { Date(timeIntervalSince1970: 1_790_000_000) }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(sender))
        } catch {
            result = .failure(error)
        }
        await sender.shutdown()
        try result.get()
    }
}

/// Nil when the message was taken, else whether the refusal is for ever, and its reason.
func refusal(
    of message: MailMessage,
    id: String = "x",
    by sender: SMTPMailSender
) async -> (isFinal: Bool, reason: String)? {
    do {
        try await sender.send(message, id: id)
        return nil
    } catch ExternalServiceError.refused("mail", let reason) {
        return (true, reason)
    } catch ExternalServiceError.unavailable("mail", let reason) {
        return (false, reason)
    } catch {
        Issue.record("\(error)")
        return nil
    }
}
