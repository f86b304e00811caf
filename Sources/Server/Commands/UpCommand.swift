import ArgumentParser
import Foundation

/// Where the folders of one machine lie.
struct DataOption: ParsableArguments {
    @Option(help: "The folder with service/ and signer/.")
    var data = "var"

    var folder: DataFolder { DataFolder(data) }
}

/// Both processes on one machine, the service behind bubblewrap.
struct UpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Run signer and service on this machine, the service without access to keys.",
        discussion: "A process that dies is started again; with CHIGIRI_NO_RESTART=1 both end instead."
    )

    @OptionGroup var options: DataOption

    func run() throws {
        let folder = options.folder
        guard FileManager.default.fileExists(atPath: folder.signerSettings) else {
            throw ServerError.fileUnreadable(folder.signerSettings)
        }
        // A service that would refuse them is not started again and again.
        let settings = try Settings(
            path: folder.serviceSettings,
            variables: ProcessInfo.processInfo.environment,
            now: Date()
        )
        let serve = [try OwnProgram.service.path(), "serve", "--settings", folder.serviceSettings]
        let sandbox = Sandbox(data: folder, command: serve, files: settings.files)
        say("signer beside, service inside bubblewrap without \(folder.signer) and the PKCS#11 module")
        let children = [
            try signer(folder),
            Child("service", try Sandbox.program(), try sandbox.arguments(), isSandboxed: true),
        ]
        let restarts = ProcessInfo.processInfo.environment["CHIGIRI_NO_RESTART"] != "1"
        try Supervisor(children: children, restarts: restarts).run()
        say("stopped")
    }

    /// The signer, told by the kernel to end when we are gone: an orphan would keep its port from the next one.
    private func signer(_ folder: DataFolder) throws(ServerError) -> Child {
        let words = [try OwnProgram.signer.path(), "--settings", folder.signerSettings]
        let setpriv = "/usr/bin/setpriv"
        guard FileManager.default.isExecutableFile(atPath: setpriv) else {
            return Child("signer", words[0], Array(words.dropFirst()), isSandboxed: false)
        }
        return Child("signer", setpriv, ["--pdeathsig", "TERM", "--"] + words, isSandboxed: false)
    }
}

/// A program inside the mount that `up` makes for the service, to see what the service sees.
struct SandboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run a program where `up` would run the service.",
        shouldDisplay: false
    )

    @OptionGroup var options: DataOption

    @Argument(parsing: .postTerminator, help: "The program, after --, with its full path.")
    var command: [String] = []

    func run() throws {
        guard !command.isEmpty else { throw ValidationError("name a program after --") }
        let settings = try? Settings(path: options.folder.serviceSettings, variables: [:], now: Date())
        let sandbox = Sandbox(
            data: options.folder,
            command: command,
            files: settings?.files ?? []
        )
        try become(try Sandbox.program(), try sandbox.arguments())
    }
}
