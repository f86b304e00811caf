import Foundation

/// Derives every audit chain of an instance again, by the command that an operator would use.
struct AuditCheck {
    let prepared: PreparedFolder

    func run() async throws -> AuditResult {
        let report = prepared.folder.logs.appending(path: "audit.txt")
        let status = try await ChildProcess.run(
            "chigiri",
            ["audit", "verify", "--settings", prepared.folder.service.appending(path: "settings.json").path],
            output: report,
            errors: prepared.folder.logs.appending(path: "audit.log")
        )
        if status == 0 { return .whole }
        let broken = try TrialFolder.text(report).split(separator: "\n").filter { !$0.contains(" chains, ") }
        return .broken((["audit verify: exit \(status)"] + broken.map(String.init)).joined(separator: "; "))
    }
}
