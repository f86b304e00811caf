import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM, noted instead of died of, so that the programs we started are ended too.
final class Interruption: Sendable {
    private let noted = Atomic<Bool>(false)

    /// Whether one of the signals has come.
    var hasCome: Bool { noted.load(ordering: .acquiring) }

    /// Throws `CancellationError` once one of the signals has come.
    func check() throws {
        if hasCome { throw CancellationError() }
    }

    /// Notes the signals from now on, for the life of the process.
    static func watched() -> (Interruption, [any DispatchSourceSignal]) {
        let interruption = Interruption()
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { interruption.noted.store(true, ordering: .releasing) }
            source.resume()
            return source
        }
        return (interruption, sources)
    }
}
