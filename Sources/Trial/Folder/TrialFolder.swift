import Foundation

/// Where everything of one trial lies.
///
/// Three parts, so that each process can be shown its own alone: `service/`, `signer/` and `trial/`.
struct TrialFolder: Sendable {
    let root: URL

    init(path: String) {
        root = URL(filePath: path, directoryHint: .isDirectory).absoluteURL.standardizedFileURL
    }

    var service: URL { root.appending(path: "service", directoryHint: .isDirectory) }
    var signer: URL { root.appending(path: "signer", directoryHint: .isDirectory) }
    var trial: URL { root.appending(path: "trial", directoryHint: .isDirectory) }

    /// The settings of the service's processes of this number.
    func serviceSettings(_ number: Int) -> URL { service.appending(path: Self.settings(number)) }
    func signerSettings(_ number: Int) -> URL { signer.appending(path: Self.settings(number)) }

    private static func settings(_ number: Int) -> String {
        number == 1 ? "settings.json" : "settings-\(number).json"
    }

    var spool: URL { service.appending(path: "spool", directoryHint: .isDirectory) }
    var setupToken: URL { service.appending(path: "setup-token") }
    /// Codes of the first two operators; in a trial one person may play both.
    var custodianCode: URL { signer.appending(path: "key-custodian-code") }
    var securityOfficerCode: URL { signer.appending(path: "security-officer-code") }
    var internalRoot: URL { service.appending(path: "tls/internal-root.pem") }
    var signerRoot: URL { trial.appending(path: "root.pem") }
    var timestampRoot: URL { trial.appending(path: "tsa-root.pem") }
    var ports: URL { trial.appending(path: "ports.json") }
    var register: URL { trial.appending(path: "register.jsonl") }
    var logs: URL { trial.appending(path: "logs", directoryHint: .isDirectory) }

    /// Makes the folders that are not there, readable by their owner only.
    func create() throws {
        let folders = [
            root, service, service.appending(path: "segments"), spool, service.appending(path: "tls"),
            service.appending(path: "trust"), signer, signer.appending(path: "tokens"), signer.appending(path: "tls"),
            trial, logs,
        ]
        for folder in folders {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
    }

    /// Writes a file whole, readable by its owner only.
    static func write(_ text: String, to file: URL) throws {
        try Data(text.utf8).write(to: file, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }

    static func text(_ file: URL) throws(TrialError) -> String {
        guard let data = try? Data(contentsOf: file), let text = String(data: data, encoding: .utf8) else {
            throw .folder(path: file.path, reason: "cannot be read")
        }
        return text
    }

    static func exists(_ file: URL) -> Bool {
        FileManager.default.fileExists(atPath: file.path)
    }
}

/// Ports on 127.0.0.1 in a row, fixed when the folder is made: certificates name the authority's.
struct TrialPorts: Codable, Hashable, Sendable {
    let base: Int

    var service: Int { base }
    var signer: Int { base + 1 }
    var authority: Int { base + 2 }
    /// The pages over HTTP: 8080 beside the usual 8443.
    var pages: Int { base == 8443 ? 8080 : base + 3 }

    var serviceURL: String { "https://localhost:\(service)" }
    var pagesURL: String { "http://localhost:\(pages)" }
    var signerURL: String { "https://localhost:\(signer)" }
    var authorityURL: String { "http://127.0.0.1:\(authority)" }

    /// Where the processes of a number listen: those of 1 at the ports above, each further number three ports on.
    func process(_ number: Int) -> ProcessPorts {
        guard number > 1 else { return ProcessPorts(service: service, signer: signer, pages: pages) }
        let first = base + 4 + 3 * (number - 2)
        return ProcessPorts(service: first, signer: first + 1, pages: first + 2)
    }

    /// All of them, for so many processes of each kind.
    func all(processes: Int) -> [Int] {
        [authority] + (1...processes).map(process).flatMap { [$0.service, $0.signer, $0.pages] }
    }
}

/// Where one process of each kind listens.
struct ProcessPorts: Hashable, Sendable {
    let service: Int
    let signer: Int
    let pages: Int

    var serviceURL: String { "https://localhost:\(service)" }
    var signerURL: String { "https://localhost:\(signer)" }
}
