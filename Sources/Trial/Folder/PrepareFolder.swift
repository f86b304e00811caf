import CMS
import Crypto
import Foundation

/// Everything that a trial needs before its first start.
struct PreparedFolder: Sendable {
    let folder: TrialFolder
    let ports: TrialPorts
    let hierarchy: Hierarchy
    let setupToken: String
    /// How many there are of each process of ours.
    let processes: Int

    /// Loads the trial folder and makes what is missing; what is there stays as it is, run as often as you like.
    ///
    /// `module` is the path of SoftHSM's PKCS#11 module; `keyType` is what every key will be, as the signer names it,
    /// nil for the signer's own choice; `uploadLimit` is in bytes, nil for the service's own. Records are in SQLite files
    /// where `databases` is nil, segments in a folder where `bucket` is. Of `processes` beyond the first, each has settings of
    /// its own, on the same records.
    ///
    /// - Throws: `TrialError.port` when the folder was made for another base port, `.keyType` for another type.
    init(
        folder: TrialFolder,
        portBase: Int?,
        module: String,
        keyType: String? = nil,
        now: Date,
        uploadLimit: Int? = nil,
        databases: TrialDatabases? = .ofEnvironment,
        bucket: TrialBucket? = .ofEnvironment,
        processes: Int = 1
    ) throws {
        self.folder = folder
        self.processes = processes
        try folder.create()
        ports = try Self.ports(of: folder, asked: portBase)
        hierarchy = try Hierarchy(in: folder, ports: ports, now: now)
        try TransportCertificates(authority: hierarchy.internalRoot, now: now).write(to: folder)

        let root = PEM.certificate(hierarchy.root.certificate.der)
        try TrialFolder.write(root, to: folder.service.appending(path: "trust/signers.pem"))
        try TrialFolder.write(root, to: folder.signer.appending(path: "issuers.pem"))
        try TrialFolder.write(
            PEM.certificate(hierarchy.timestampRoot.certificate.der),
            to: folder.service.appending(path: "trust/timestamps.pem")
        )

        setupToken = try Self.secret(at: folder.setupToken, bytes: 32)
        _ = try Self.secret(at: folder.custodianCode, bytes: 16)
        _ = try Self.secret(at: folder.securityOfficerCode, bytes: 16)
        _ = try Self.secret(at: folder.signer.appending(path: "pin"), bytes: 16)
        try Self.writeOnce(
            """
            directories.tokendir = \(folder.signer.appending(path: "tokens").path)
            objectstore.backend = file
            log.level = ERROR
            slots.removable = false

            """,
            to: folder.signer.appending(path: "softhsm2.conf")
        )
        try Self.writeServiceSettings(folder, ports, databases, bucket, uploadLimit)
        let settings = folder.signer.appending(path: "settings.json")
        let isNew = !TrialFolder.exists(settings)
        let signer = SignerSettingsFile(
            folder: folder,
            ports: ports,
            database: try isNew ? databases?.make(for: "signer") : nil,
            module: module,
            keyType: keyType
        )
        try Self.writeOnce(try Self.json(signer), to: settings)
        if isNew, databases != nil { try Self.migrate("chigiri-signer", settings, in: folder) }
        let made = try JSONDecoder().decode(SignerSettingsFile.self, from: Data(contentsOf: settings))
        try Self.writeFurtherSettings(folder, ports, made, processes)
        if let keyType, made.keys != signer.keys {
            throw TrialError.keyType(asked: keyType, made: made.keys?.person)
        }
    }

    private static func writeServiceSettings(
        _ folder: TrialFolder,
        _ ports: TrialPorts,
        _ databases: TrialDatabases?,
        _ bucket: TrialBucket?,
        _ uploadLimit: Int?
    ) throws {
        let settings = folder.service.appending(path: "settings.json")
        guard !TrialFolder.exists(settings) else { return }
        let file = ServiceSettingsFile(
            folder: folder,
            ports: ports,
            database: try databases?.make(for: "service"),
            objectStore: try bucket?.make(in: folder.service),
            uploadLimit: uploadLimit
        )
        try TrialFolder.write(try json(file), to: settings)
        if databases != nil { try migrate("chigiri", settings, in: folder) }
    }

    /// The same settings with other places to listen at; each service asks the signer of its own number.
    private static func writeFurtherSettings(
        _ folder: TrialFolder,
        _ ports: TrialPorts,
        _ signer: SignerSettingsFile,
        _ processes: Int
    ) throws {
        guard processes > 1 else { return }
        let data = try Data(contentsOf: folder.serviceSettings(1))
        let service = try JSONDecoder().decode(ServiceSettingsFile.self, from: data)
        for number in 2...processes {
            let places = ports.process(number)
            try writeOnce(try json(service.moved(to: places)), to: folder.serviceSettings(number))
            try writeOnce(try json(signer.moved(to: places)), to: folder.signerSettings(number))
        }
    }

    /// As an operator would: a database on a server is migrated by a command.
    private static func migrate(_ program: String, _ settings: URL, in folder: TrialFolder) throws {
        let child = try ChildProcess(
            program,
            ["migrate", "--settings", settings.path],
            log: folder.logs.appending(path: "migrate.log")
        )
        guard child.waitForEnd() == .exit(0) else {
            throw TrialError.program("\(program) migrate", log: child.log.path)
        }
    }

    private static func ports(of folder: TrialFolder, asked: Int?) throws -> TrialPorts {
        if TrialFolder.exists(folder.ports) {
            let made = try JSONDecoder().decode(TrialPorts.self, from: Data(contentsOf: folder.ports))
            if let asked, asked != made.base { throw TrialError.port(asked: asked, made: made.base) }
            return made
        }
        let ports = TrialPorts(base: asked ?? 8443)
        try TrialFolder.write(try json(ports), to: folder.ports)
        return ports
    }

    /// Random text that is made once and kept.
    private static func secret(at file: URL, bytes: Int) throws -> String {
        if !TrialFolder.exists(file) {
            let random = SymmetricKey(size: SymmetricKeySize(bitCount: 8 * bytes)).withUnsafeBytes { Array($0) }
            try TrialFolder.write(hexadecimal(random) + "\n", to: file)
        }
        return try TrialFolder.text(file).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func writeOnce(_ text: String, to file: URL) throws {
        guard !TrialFolder.exists(file) else { return }
        try TrialFolder.write(text, to: file)
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    /// Where Debian puts SoftHSM.
    static func softHSMModule() throws(TrialError) -> String {
        let places = [
            "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
        ]
        guard let place = places.first(where: FileManager.default.fileExists(atPath:)) else {
            throw .programMissing(places[0])
        }
        return place
    }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String(UInt16(0x100) + UInt16($0), radix: 16).dropFirst() }.joined()
}
