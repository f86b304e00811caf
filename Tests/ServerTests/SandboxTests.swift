import Foundation
import Testing

@testable import Server

/// What stands in the way of running bubblewrap here; nil when nothing does.
private let bubblewrapIsMissing = (try? Sandbox.program()) == nil

@Suite(.disabled(if: bubblewrapIsMissing, "bubblewrap is not installed; bin/setup installs it"))
struct `The service's sandbox` {
    @Test func `has the service's folder, and writes there`() throws {
        try withData { data throws in
            #expect(try run("echo kept > \(data.service)/file && cat \(data.service)/file", in: data) == 0)
            #expect(FileManager.default.fileExists(atPath: data.service + "/file"))
        }
    }

    @Test(arguments: ["signer/pin", "signer/tokens/object", "signer/signer.db", "trial/root.key", "module/libhsm.so"])
    func `fails to open what belongs to the signer`(name: String) throws {
        try withData { data throws in
            let path = "\(data.path)/\(name)"
            #expect(FileManager.default.fileExists(atPath: path))
            #expect(try run("test ! -e '\(path)' && ! cat '\(path)'", in: data) == 0)
        }
    }

    @Test func `covers a module among others, also under its other name`() throws {
        try withData { data throws in
            try Data("other".utf8).write(to: URL(filePath: data.path + "/module/neighbour.so"))
            let link = data.path + "/link.so"
            try FileManager.default.createSymbolicLink(
                atPath: link,
                withDestinationPath: data.path + "/module/libhsm.so"
            )
            try write(module: link, to: data)
            #expect(try run("test ! -s '\(data.path)/module/libhsm.so' && test ! -s '\(link)'", in: data) == 0)
            #expect(try run("test -s '\(data.path)/module/neighbour.so'", in: data) == 0)
        }
    }

    @Test func `sees no process outside`() throws {
        try withData { data throws in
            #expect(try run("test ! -e /proc/\(ProcessInfo.processInfo.processIdentifier)", in: data) == 0)
        }
    }

    @Test func `writes nowhere else`() throws {
        try withData { data throws in
            #expect(try run("! touch /etc/chigiri-was-here && ! touch \(data.path)/here", in: data) == 0)
        }
    }

    @Test func `sees files of the settings, also where everything else is empty`() throws {
        let folder = URL(filePath: "/tmp/chigiri-mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["password", "other"] { try Data("secret".utf8).write(to: folder.appending(path: name)) }
        let path = folder.path(percentEncoded: false)
        try withData { data throws in
            let script = "test -r \(path)/password && test ! -e \(path)/other"
            #expect(try run(script, in: data, seeing: ["\(path)/password"]) == 0)
        }
    }

    private func run(_ script: String, in data: DataFolder, seeing files: [String] = []) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: try Sandbox.program())
        process.arguments = try Sandbox(data: data, command: ["/bin/sh", "-c", script], files: files).arguments()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func write(module: String, to data: DataFolder) throws {
        let settings = #"{"pkcs11": {"module": "\#(module)"}}"#
        try Data(settings.utf8).write(to: URL(filePath: data.signerSettings))
    }

    /// A data folder outside /tmp, which the sandbox empties.
    private func withData(_ body: (DataFolder) throws -> Void) throws {
        let data = DataFolder("/var/tmp/chigiri-sandbox-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: data.path) }
        for name in ["service", "signer/tokens", "trial", "module"] {
            try FileManager.default.createDirectory(
                atPath: "\(data.path)/\(name)",
                withIntermediateDirectories: true
            )
        }
        for name in ["signer/pin", "signer/tokens/object", "signer/signer.db", "trial/root.key", "module/libhsm.so"] {
            try Data("secret".utf8).write(to: URL(filePath: "\(data.path)/\(name)"))
        }
        try write(module: data.path + "/module/libhsm.so", to: data)
        try body(data)
    }
}
