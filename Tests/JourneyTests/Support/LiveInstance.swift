import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import Trial

/// A trial that runs for the tests of one suite: the service, the signer and the authority, each a process of its own.
struct LiveInstance: Sendable {
    /// The instance of the suite that runs.
    @TaskLocal static var current: LiveInstance?

    let prepared: PreparedFolder
    /// Asks once: refusals are what the tests look at.
    let client: APIClient
    /// The sender's API token.
    let sender: String
    static let senderAddress = "sender@sender.example"

    private let programs: TendedInstance

    init() async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "chigiri-live-\(UUID().uuidString)")
        prepared = try PreparedFolder(
            folder: TrialFolder(path: place.path),
            portBase: try await TrialPorts.free().base,
            module: try PreparedFolder.softHSMModule(),
            now: Date()
        )
        let running = try await TendedInstance(prepared: prepared)
        client = running.client.askingOnce
        do {
            sender = try await running.openAccount()
        } catch {
            await running.stop()
            throw error
        }
        programs = running
    }

    /// Ends all programs and removes what they left.
    func stop() async {
        await programs.stop()
        TrialDatabases.drop(of: prepared.folder)
        TrialBucket.drop(of: prepared.folder)
        try? FileManager.default.removeItem(at: prepared.folder.root)
    }
}

// What a test may do to it.
extension LiveInstance {
    func kill(_ process: KillStep.Process) async throws {
        try await programs.kill(process)
    }

    /// Starts again what is dead.
    func repair() async throws {
        try await programs.repair()
    }

    /// Starts a program anew, to die at this step.
    func arm(_ step: String) async throws {
        try await programs.arm(try #require((KillStep.all + KillStep.renewal).first { $0.name == step }))
    }

    /// The most memory that a program ever held, in bytes. proc(5), VmHWM
    func peakMemory(of process: KillStep.Process) async throws -> Int {
        let number = try #require(await programs.processIdentifier(of: process))
        let status = try String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) * 1024
    }

    /// How often the HSM has used a private key to sign.
    func signatureOperations() async throws -> Int {
        try await SignerQuery(prepared: prepared).signatureOperations()
    }

    func set(_ service: Faults.Service, _ mode: Faults.Mode) async throws {
        _ = try await askAuthority(
            .POST,
            "/trial/fault",
            try JSONEncoder().encode(Faults.Order(service: service, mode: mode))
        )
    }

    /// Revokes the certificate that the CA issued to this address; there has to be one.
    func revoke(_ address: String) async throws {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let entries = try decoder.decode(
            [CertificateRegister.Entry].self,
            from: try await askAuthority(.GET, "/ca/certificates")
        )
        let serial = try #require(entries.last { $0.subject == address }).serial
        _ = try await askAuthority(.POST, "/ca/revoke?serial=\(serial)")
    }

    private func askAuthority(
        _ method: HTTPMethod,
        _ path: String,
        _ body: Data = Data()
    ) async throws -> Data {
        var request = HTTPClientRequest(url: prepared.ports.authorityURL + path)
        request.method = method
        request.body = .bytes(ByteBuffer(bytes: body))
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let bytes = try await answer.body.collect(upTo: 1 << 20)
        try #require(answer.status == .ok)
        return Data(bytes.readableBytesView)
    }
}

/// Starts an instance before the suite and ends it after.
struct LiveInstanceTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let instance = try await LiveInstance()
        do {
            try await LiveInstance.$current.withValue(instance) { try await function() }
        } catch {
            await instance.stop()
            throw error
        }
        await instance.stop()
    }
}

extension Trait where Self == LiveInstanceTrait {
    static var liveInstance: Self { Self() }
}
