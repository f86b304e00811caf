import Foundation

/// The bubblewrap mount in which the service runs: everything readable, its own folder writable, and nothing of the
/// signer's there: not its folder with token and PIN, not the PKCS#11 module, not its processes.
struct Sandbox {
    let data: DataFolder
    /// The program to run inside, with its arguments.
    let command: [String]
    /// Files and folders that the settings name and that may lie where the mount is empty: secrets in /run, sockets.
    let files: [String]

    static func program() throws(ServerError) -> String {
        for path in ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"]
        where FileManager.default.isExecutableFile(atPath: path) {
            return path
        }
        throw .programMissing("bwrap")
    }

    /// Arguments of `bwrap`.
    ///
    /// Later ones lie over earlier ones.
    func arguments() throws(ServerError) -> [String] {
        var arguments = [
            "--ro-bind", "/", "/",
            "--dev", "/dev",
            "--proc", "/proc",
            "--tmpfs", "/tmp",
            "--tmpfs", "/run",
        ]
        // What lies below the emptied folders and is needed all the same.
        if let program = command.first {
            let folder = URL(filePath: program).deletingLastPathComponent().path(percentEncoded: false)
            arguments += ["--ro-bind", folder, folder]
        }
        if FileManager.default.fileExists(atPath: "/run/systemd/resolve") {
            arguments += ["--ro-bind", "/run/systemd/resolve", "/run/systemd/resolve"]
        }
        for place in files where FileManager.default.fileExists(atPath: place) {
            arguments += ["--ro-bind", place, place]
        }
        arguments += ["--bind", data.service, data.service]
        for hidden in [data.signer, data.trial] where FileManager.default.fileExists(atPath: hidden) {
            arguments += ["--tmpfs", hidden]
        }
        for module in try data.modules() { arguments += hiding(module) }
        // Own process numbers: /proc/PID/root of the signer would lead around every mount.
        arguments += ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--"]
        return arguments + command
    }

    /// A folder that holds only the module disappears; elsewhere the file itself is covered.
    ///
    /// A link needs no cover of its own: what it leads to has one.
    private func hiding(_ module: String) -> [String] {
        let place = URL(filePath: module)
        let folder = place.deletingLastPathComponent().path(percentEncoded: false)
        let neighbours = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        if neighbours.count <= 1 { return ["--tmpfs", folder] }
        let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: module)) != nil
        return isLink ? [] : ["--ro-bind", "/dev/null", module]
    }
}

/// `--data`: the folders of service, signer and trial side by side.
struct DataFolder: Equatable {
    let path: String

    init(_ path: String) {
        self.path = URL(filePath: path).absoluteURL.standardizedFileURL.resolvingSymlinksInPath()
            .path(percentEncoded: false).trimmingSuffix("/")
    }

    var service: String { path + "/service" }
    var signer: String { path + "/signer" }
    var trial: String { path + "/trial" }
    var serviceSettings: String { service + "/settings.json" }
    var signerSettings: String { signer + "/settings.json" }

    /// The PKCS#11 module that the signer's settings name, under every name it has.
    func modules() throws(ServerError) -> [String] {
        struct SignerFile: Decodable {
            struct Token: Decodable {
                let module: String
            }

            let pkcs11: Token
        }
        let place = URL(filePath: signerSettings)
        guard let bytes = try? Data(contentsOf: place) else { throw .fileUnreadable(signerSettings) }
        do {
            let module = URL(
                filePath: try JSONDecoder().decode(SignerFile.self, from: bytes).pkcs11.module,
                relativeTo: place.deletingLastPathComponent()
            ).absoluteURL.standardizedFileURL
            let names = Set([module, module.resolvingSymlinksInPath()].map { $0.path(percentEncoded: false) })
            return names.filter { FileManager.default.fileExists(atPath: $0) }.sorted()
        } catch {
            throw .settingsUnreadable(path: signerSettings, reason: "\(error)")
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
