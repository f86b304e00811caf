import Dispatch
import Foundation
import Synchronization

/// Keeps programs running until a signal asks for the end.
///
/// It runs on the thread that called it: bubblewrap dies with the *thread* that started it (prctl(2),
/// PR_SET_PDEATHSIG), so that thread has to stay.
struct Supervisor {
    let children: [Child]
    let restarts: Bool

    /// - Throws: `ServerError.notRestarted` when a program ends and must not be started again.
    func run() throws {
        let stop = StopSignals()
        defer { endAll() }
        while !stop.isRequested {
            for child in children where !child.isRunning {
                if let ending = child.ending {
                    say("\(child.name) ended with \(ending)")
                    guard restarts else { throw ServerError.notRestarted(child.name) }
                    child.noteEnd(at: Date())
                }
                if child.notBefore <= Date() { try child.start(at: Date()) }
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        say("stopping")
    }

    /// The last started ends first: the service has no reason to miss its signer while it ends.
    private func endAll() {
        for child in children.reversed() {
            child.askToEnd()
            let deadline = Date().addingTimeInterval(12)
            while child.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
            child.end()
        }
    }
}

/// SIGTERM and SIGINT as a question instead of a sudden end.
private struct StopSignals {
    private let requested = Flag()
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGTERM, SIGINT].map { number in
            // Without this the signal's default action would end us before the source hears of it.
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [requested] in requested.raise() }
            source.resume()
        }
    }

    var isRequested: Bool { requested.isRaised }
}

/// Raised once, from any thread.
private final class Flag: Sendable {
    private let raised = Mutex(false)

    func raise() { raised.withLock { $0 = true } }

    var isRaised: Bool { raised.withLock { $0 } }
}
