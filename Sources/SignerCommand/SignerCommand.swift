import ArgumentParser
import Foundation
import Logging
import PKCS11
import SQLiteSignerStorage
import SignerEndpoint
import SignerProtocol
import SigningKeys

/// The signer process: keys, their records and their audit, behind mutual TLS.
@main
struct SignerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chigiri-signer",
        abstract:
            "Keeps the signing keys of Chigiri and uses them only on a person's or the service's single-use order."
    )

    @Option(help: "Settings file, JSON.")
    var settings: String

    func run() async throws {
        do {
            try await serve()
        } catch let error as StartError {
            FileHandle.standardError.write(Data("chigiri-signer: \(error)\n".utf8))
            throw ExitCode(1)
        }
    }

    private func serve() async throws {
        let loaded = try LoadedSettings(file: settings)
        let settings = loaded.settings
        guard let environment = SignerPolicy.Environment(rawValue: settings.environment) else {
            throw StartError.environment(settings.environment)
        }
        var logger = Logger(label: "chigiri-signer")
        logger.logLevel = .notice

        let sessions = try TokenSetup(loaded: loaded, environment: environment) { Self.say($0) }.open()
        let store = try openStore(loaded.path(settings.database))
        let keys = HSMKeyStore(sessions: sessions, store: store, logger: logger)
        let keyTypes = SignerPolicy.KeyTypes(
            person: try keyType(settings.keys?.person),
            service: try keyType(settings.keys?.service)
        )
        let room = SigningRoom(
            store: store,
            keys: keys,
            policy: SignerPolicy(
                instance: settings.instance,
                environment: environment,
                relyingParty: settings.relyingParty.id,
                origins: Set(settings.relyingParty.origins),
                roots: try roots(loaded),
                keyTypes: keyTypes
            ),
            keyPool: try keyPool(settings, keyTypes),
            now: { Timestamp(Date()) },
            crashPoint: crashPoint(environment),
            logger: logger
        )
        try await openKeys(room)
        try await listen(loaded, room, logger)
        sessions.close()
        Self.say("stopped")
    }

    private func listen(_ loaded: LoadedSettings, _ room: SigningRoom, _ logger: Logger) async throws {
        let settings = loaded.settings
        let server = SignerServer(
            settings: EndpointSettings(
                host: settings.listen.host,
                port: settings.listen.port,
                certificate: loaded.path(settings.tls.certificate),
                key: loaded.path(settings.tls.key),
                trust: loaded.path(settings.tls.trust),
                allowedClients: Set(settings.allowedClients)
            ),
            operations: SignerOperations(room: room, tokenLabel: settings.pkcs11.tokenLabel),
            logger: logger
        )
        let names = settings.allowedClients.joined(separator: ", ")
        try await server.run { port in
            Self.say("listening at https://\(settings.listen.host):\(port) for \(names) (mutual TLS 1.3)")
        }
    }

    /// Makes the HSM's keys while the records are empty, and only then: records without their keys are a fault.
    private func openKeys(_ room: SigningRoom) async throws {
        do {
            if try await room.isNew() {
                Self.say("making the wrapping and binding keys in the HSM")
            }
            try await room.openKeys()
        } catch let error as PKCS11Error {
            throw StartError.keys(error)
        }
    }

    private func openStore(_ path: String) throws -> SQLiteActivationStore {
        do {
            let store = try SQLiteActivationStore(path: path)
            Self.say("records in \(path)")
            return store
        } catch {
            throw StartError.database(file: path, reason: String(describing: error))
        }
    }

    private func keyType(_ name: String?) throws -> KeyType {
        guard let name else { return .p256 }
        guard let type = KeyType(rawValue: name) else { throw StartError.keyType(name) }
        return type
    }

    /// Keys wait only where people get RSA keys: others are made at once.
    private func keyPool(_ settings: SignerSettings, _ types: SignerPolicy.KeyTypes) throws -> KeyPool {
        let size = settings.keys?.pool ?? 8
        guard (0...1000).contains(size) else { throw StartError.poolSize(size) }
        return KeyPool(size: types.person.isPooled ? size : 0)
    }

    private func roots(_ loaded: LoadedSettings) throws -> PinnedRoots {
        let file = loaded.settings.issuers
        let text = try loaded.text(file)
        do throws(PinnedRootsError) {
            return try PinnedRoots(pem: text)
        } catch {
            throw StartError.issuers(file: file, error)
        }
    }

    private func crashPoint(_ environment: SignerPolicy.Environment) -> CrashPoint {
        guard let name = ProcessInfo.processInfo.environment["CHIGIRI_CRASH_AT"], !name.isEmpty else { return .none }
        // The service shares the variable and has steps of its own.
        guard let step = CrashStep(rawValue: name) else { return .none }
        if environment == .test { Self.say("will be killed at step \(name)") }
        return CrashPoint(step, in: environment)
    }

    private static func say(_ text: String) {
        FileHandle.standardOutput.write(Data("chigiri-signer: \(text)\n".utf8))
    }
}
