import Foundation

/// The end of a program that nobody had asked to end.
struct Death: Hashable, Sendable {
    enum Program: String, Sendable, CaseIterable {
        case authority
        case signer
        case service

        init(_ process: KillStep.Process) {
            switch process {
            case .service: self = .service
            case .signer: self = .signer
            }
        }
    }

    enum Cause: Hashable, Sendable {
        /// By SIGKILL at the step it was armed for.
        case step(String)
        /// By SIGKILL from outside.
        case moment
        /// It went by itself, with this exit status: what it needs was not there.
        case exit(Int32)
        /// It crashed: a fault of the program.
        case crash(signal: Int32)
    }

    let program: Program
    let cause: Cause

    init(_ program: Program, _ ending: ChildProcess.Ending, armed: KillStep?, byUs: Bool) {
        self.program = program
        cause =
            switch ending {
            case .exit(let status): .exit(status)
            case .signal(SIGKILL): byUs ? .moment : armed.map { .step($0.name) } ?? .moment
            case .signal(let number): .crash(signal: number)
            }
    }

    var isKill: Bool {
        switch cause {
        case .step, .moment: true
        case .exit, .crash: false
        }
    }
}
