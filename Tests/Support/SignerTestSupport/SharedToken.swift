import Foundation
import Glibc
package import PKCS11

/// SoftHSM tokens of this test process, in a folder of their own.
///
/// SoftHSM reads `SOFTHSM2_CONF` once for the whole process, so every test target shares one configuration; each kind of
/// test makes a token with a label of its own.
package enum SharedToken {
    package static let pin = PIN("123456")

    /// Where Debian and others keep the module; nil when SoftHSM is not installed.
    package static let modulePath: String? = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib64/softhsm/libsofthsm2.so",
    ].first { FileManager.default.fileExists(atPath: $0) }

    /// Initialised once: who came while another thread did it would be told that it is done already.
    package static func module() throws -> Module { try loaded.get() }

    private static let loaded = Result { try load() }

    private static func load() throws -> Module {
        guard let modulePath else { throw TestSupportError.softHSMIsMissing }
        if getenv("SOFTHSM2_CONF") == nil { try configure() }
        return try Module(path: modulePath)
    }

    /// For a run without `bin/test`, which names a configuration before anything runs.
    private static func configure() throws {
        let folder = NSTemporaryDirectory() + "chigiri-tokens-\(getpid())-\(UInt32.random(in: .min ... .max))"
        let configuration = folder + "/softhsm2.conf"
        try FileManager.default.createDirectory(atPath: folder + "/tokens", withIntermediateDirectories: true)
        let text = "directories.tokendir = \(folder)/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
        try text.write(toFile: configuration, atomically: true, encoding: .utf8)
        setenv("SOFTHSM2_CONF", configuration, 1)
    }

    /// A pool on a new token.
    package static func pool(label: String, threads: Int) throws -> SessionPool {
        let module = try module()
        try locked {
            if try !module.hasToken(label) {
                try module.makeToken(label: label, securityOfficer: PIN("87654321"), user: pin)
            }
        }
        return try SessionPool(module: module, tokenLabel: label, pin: pin, threads: threads)
    }

    /// Two tokens made at once would take the same free slot.
    package static func locked<Value>(_ body: () throws -> Value) throws -> Value {
        guard let configuration = getenv("SOFTHSM2_CONF") else { throw TestSupportError.softHSMIsMissing }
        let file = open(String(cString: configuration) + ".lock", O_CREAT | O_RDWR, 0o600)
        guard file >= 0 else { throw TestSupportError.lock }
        defer { close(file) }
        guard flock(file, LOCK_EX) == 0 else { throw TestSupportError.lock }
        return try body()
    }
}

package enum TestSupportError: Error {
    case softHSMIsMissing
    case lock
}
