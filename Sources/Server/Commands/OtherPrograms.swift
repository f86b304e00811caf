import ArgumentParser
import Foundation

/// Our other programs, which lie beside this one.
enum OwnProgram: String {
    case service = "chigiri"
    case signer = "chigiri-signer"
    case trial = "chigiri-trial"

    /// - Throws: `ServerError.programMissing`.
    func path() throws(ServerError) -> String {
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let path = own.deletingLastPathComponent().appending(path: rawValue).path(percentEncoded: false)
        guard FileManager.default.isExecutableFile(atPath: path) else { throw .programMissing(path) }
        return path
    }
}

/// Becomes another program; returns only when that fails.
///
/// - Throws: `ServerError.notExecuted`.
func become(_ path: String, _ arguments: [String]) throws(ServerError) -> Never {
    let words = ([path] + arguments).map { strdup($0) }
    execv(path, words + [nil])
    let number = errno
    for word in words { free(word) }
    throw .notExecuted(path, errno: number)
}

/// `chigiri-signer`, under the name people expect.
struct SignerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signer",
        abstract: "Run the signer (chigiri-signer), with its options."
    )

    @Argument(parsing: .captureForPassthrough)
    var arguments: [String] = []

    func run() throws {
        try become(try OwnProgram.signer.path(), arguments)
    }
}

/// `chigiri-trial demo`.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Take a contract from upload to seal on a private trial (chigiri-trial demo), with its options."
    )

    @Argument(parsing: .captureForPassthrough)
    var arguments: [String] = []

    func run() throws {
        try become(try OwnProgram.trial.path(), ["demo"] + arguments)
    }
}
