import ArgumentParser
import Foundation
import SignatureValidation
import Testing
import VerificationCommand

/// E-4: another policy for algorithms may be named, and one that cannot be read accepts nothing.
@Suite struct `The algorithm policy of a command that judges` {
    private func policy(_ more: String...) throws -> ValidationPolicy {
        try VerificationArguments.parse(["file"] + more).policy()
    }

    @Test func `is the built-in one unless another is named`() throws {
        let policy = try policy()
        #expect(policy.problem == nil)
        #expect(policy.algorithms.digest == (try AlgorithmPolicy(json: AlgorithmPolicy.standardJSON)).digest)
    }

    @Test func `is the named file`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "policy-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let changed = String(decoding: AlgorithmPolicy.standardJSON, as: UTF8.self) + "\n"
        try Data(changed.utf8).write(to: file)
        let policy = try policy("--algorithm-policy", file.path())
        #expect(policy.problem == nil)
        #expect(policy.algorithms.digest != (try AlgorithmPolicy(json: AlgorithmPolicy.standardJSON)).digest)
    }

    @Test func `accepts nothing when the file is missing or too long`() throws {
        #expect(try policy("--algorithm-policy", "/nonexistent/policy.json").problem != nil)
        let file = FileManager.default.temporaryDirectory.appending(path: "policy-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(repeating: 0x20, count: AlgorithmPolicy.fileLimit * 2).write(to: file)
        #expect(AlgorithmPolicyFile.bytes(file.path())?.count == AlgorithmPolicy.fileLimit + 1)
        #expect(try policy("--algorithm-policy", file.path()).problem != nil)
    }
}
