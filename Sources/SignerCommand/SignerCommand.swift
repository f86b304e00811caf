import ArgumentParser
import Doctor
import Foundation
import Logging
import PKCS11
import SignerEndpoint
import SignerProtocol
import SigningKeys

/// The `chigiri-signer` command.
@main
struct SignerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chigiri-signer",
        abstract:
            "Keeps the signing keys of Chigiri and uses them only on a person's or the service's single-use order.",
        subcommands: [RunCommand.self, SignerDoctorCommand.self, SignerMigrateCommand.self, SignerMoveCommand.self],
        defaultSubcommand: RunCommand.self
    )
}

/// The signer process: keys, their records and their audit, behind mutual TLS.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the signer; what is done without naming a command."
    )

    @Option(help: "Settings file, JSON.")
    var settings: String

    func run() async throws {
        do {
            try await serve()
        } catch let error as StartError {
            try Self.refuse(error)
        } catch let error as RefusedStart {
            try Self.refuse(error)
        }
    }

    static func refuse(_ error: any Error) throws -> Never {
        FileHandle.standardError.write(Data("chigiri-signer: \(error)\n".utf8))
        throw ExitCode(1)
    }

    private func serve() async throws {
        let practice = Practice(
            SignerPatient.self,
            settings: settings,
            variables: ProcessInfo.processInfo.environment,
            now: Date()
        )
        let loaded = try practice.admitted().loaded
        let settings = loaded.settings
        guard let environment = SignerPolicy.Environment(rawValue: settings.environment) else {
            throw StartError.environment(settings.environment)
        }
        var logger = Logger(label: "chigiri-signer")
        logger.logLevel = .notice

        guard let records = SignerRecords(loaded) else { preconditionFailure("SETTING_REFUSED names it") }
        let (store, closeStore) = try await records.open(environment)
        Self.say("records in \(records.words)")
        let recordsAreEmpty = try await store.isEmpty()
        let sessions = try TokenSetup(
            loaded: loaded,
            environment: environment,
            recordsAreEmpty: recordsAreEmpty
        ) { Self.say($0) }.open()
        let keys = HSMKeyStore(sessions: sessions, store: store, logger: logger)
        guard let person = settings.keyTypes.personType, let service = settings.keyTypes.serviceType,
            let poolSize = settings.keyTypes.poolSize
        else { preconditionFailure("SETTING_REFUSED names each of these") }
        let room = SigningRoom(
            store: store,
            keys: keys,
            policy: SignerPolicy(
                instance: settings.instance,
                process: Self.processName(settings.listen),
                environment: environment,
                relyingParty: settings.relyingParty.id,
                origins: Set(settings.relyingParty.origins),
                roots: try roots(loaded),
                keyTypes: SignerPolicy.KeyTypes(person: person, service: service),
                operatorCodes: try operatorCodes(loaded)
            ),
            // Keys wait only where people get RSA keys: others are made at once.
            keyPool: KeyPool(size: person.isPooled ? poolSize : 0),
            now: { Timestamp(Date()) },
            crashPoint: crashPoint(environment),
            logger: logger
        )
        if recordsAreEmpty { Self.say("making the wrapping and binding keys in the HSM") }
        try await openKeys(room)
        try await listen(loaded, room, logger)
        sessions.close()
        await closeStore()
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
            do {
                // The port is ours, so whoever had our name is dead.
                try await room.endEarlierHolds()
            } catch {
                logger.error("what an earlier process left in hand stays so for a minute: \(error)")
            }
            Self.say("listening at https://\(settings.listen.host):\(port) for \(names) (mutual TLS 1.3)")
        }
    }

    /// Makes the HSM's keys while the records are empty, and only then: records without their keys are a fault.
    ///
    /// The service's keys are made before anybody can ask for them, here and at a signer beside this one.
    private func openKeys(_ room: SigningRoom) async throws {
        do {
            try await room.openKeys()
            try await room.makeServiceKeys()
        } catch let error as PKCS11Error {
            throw StartError.keys(error)
        }
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

    private func operatorCodes(_ loaded: LoadedSettings) throws -> [OperatorDuty: [UInt8]] {
        guard let codes = loaded.settings.operatorCodes else { return [:] }
        let custodian = try loaded.text(codes.keyCustodian).filter { !$0.isWhitespace }
        let officer = try loaded.text(codes.securityOfficer).filter { !$0.isWhitespace }
        guard custodian.count >= 16, officer.count >= 16, custodian != officer else { throw StartError.operatorCodes }
        return [
            .keyCustodian: SignerPolicy.codeDigest(custodian), .securityOfficer: SignerPolicy.codeDigest(officer),
        ]
    }

    private func crashPoint(_ environment: SignerPolicy.Environment) -> CrashPoint {
        guard let name = ProcessInfo.processInfo.environment["CHIGIRI_CRASH_AT"], !name.isEmpty else { return .none }
        // The service shares the variable and has steps of its own.
        guard let step = CrashStep(rawValue: name) else { return .none }
        if environment == .test { Self.say("will be killed at step \(name)") }
        return CrashPoint(step, in: environment)
    }

    /// The same after a restart, and no other process's: one host lets one process listen at one place.
    private static func processName(_ listen: SignerSettings.Listen) -> String {
        "\(ProcessInfo.processInfo.hostName) \(listen.host):\(listen.port)"
    }

    private static func say(_ text: String) {
        FileHandle.standardOutput.write(Data("chigiri-signer: \(text)\n".utf8))
    }
}
