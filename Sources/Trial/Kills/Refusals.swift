import Synchronization

/// What was refused, or not answered, although nothing was out of order.
final class Refusals: Sendable {
    private let noted = Mutex<[String]>([])

    var all: [String] { noted.withLock { $0 } }

    /// Nothing when the walk only has to wait for what is not there yet.
    func note(_ error: any Error) {
        switch error as? DemoFailure {
        case .noInvitation, .notSigned, .notSealed: return
        default: noted.withLock { $0.append("\(error)") }
        }
    }
}
