import Foundation

/// The end of a program that nobody had asked to end.
struct Death: Hashable, Sendable {
    enum Program: String, Sendable, CaseIterable {
        case authority
        case signer
        case service
        /// `chigiri work`, where the service has processes of its own for jobs.
        case worker

        init(_ process: KillStep.Process) {
            switch process {
            case .service: self = .service
            case .signer: self = .signer
            }
        }

        /// Whether it comes to steps of this process: where jobs have processes of their own, they are the service's.
        func does(_ process: KillStep.Process) -> Bool {
            switch self {
            case .authority: false
            case .signer: process == .signer
            case .service, .worker: process == .service
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
