/// What became of one contract that a process was killed under; a line of the table.
struct KillRow: Hashable, Sendable {
    static let titles =
        "process\tstep\tkilled\tresult\tlost\tsigned twice\taudit\tHSM operations\tallowed\tseconds\tremark"

    let process: String
    let step: String
    let kills: Int
    /// Of several processes that may come to the step, each is killed at most once.
    let expectedKills: ClosedRange<Int>
    /// Why the contract is not sealed and valid; nil when it is.
    let lost: String?
    let operations: Int
    /// How many operations there may be: those of an undisturbed contract, and one more where a value died with the
    /// process and a new instruction had to follow.
    let allowed: Int
    let audit: AuditResult
    let seconds: Int64

    var signedTwice: Int { max(0, operations - allowed) }

    var passed: Bool { expectedKills.contains(kills) && lost == nil && signedTwice == 0 && audit.isWhole }

    var line: String {
        var remarks = lost.map { [$0] } ?? []
        if !expectedKills.contains(kills) {
            let (least, most) = (expectedKills.lowerBound, expectedKills.upperBound)
            remarks.append("killed \(kills) times, not \(least == most ? "\(least)" : "\(least) to \(most)")")
        }
        if case .broken(let fault) = audit { remarks.append(fault) }
        let fields: [String] = [
            process, step, "\(kills)", passed ? "passed" : "FAILED", lost == nil ? "no" : "LOST",
            signedTwice == 0 ? "no" : "\(signedTwice) TWICE", audit.isWhole ? "whole" : "BROKEN", "\(operations)",
            "\(allowed)", "\(seconds)", remarks.joined(separator: "; "),
        ]
        return fields.joined(separator: "\t")
    }
}

/// What `chigiri audit verify` says about every chain, the service's and the signer's.
enum AuditResult: Hashable, Sendable {
    case whole
    case broken(String)

    var isWhole: Bool { self == .whole }
}
