package import SigningService

/// What went wrong on a connection of ours to the outside.
package enum OutboundError: Error, Hashable, Sendable {
    case urlRefused(String)
    /// The name leads to an address of this machine or of a private network. REV-11
    case addressNotPublic(host: String, address: String)
    case nameNotResolved(host: String)
    case unreachable(reason: String)
    case timedOut
    case tooManyRedirects
    case status(Int)
    case contentType(String?)
    case bodyTooLarge(limit: Int)
    /// The answer arrived, but is not what was asked for or does not verify.
    case answer(reason: String)
    case notStored(reason: String)
}

extension OutboundError {
    /// Whether asking again later may help.
    package var isTransient: Bool {
        switch self {
        case .urlRefused, .addressNotPublic, .tooManyRedirects: false
        case .status(let code): code >= 500 || code == 408 || code == 429
        case .nameNotResolved, .unreachable, .timedOut, .contentType, .bodyTooLarge, .answer, .notStored: true
        }
    }

    /// The same fact in the words of `SigningService`.
    package func named(_ service: String) -> ExternalServiceError {
        isTransient
            ? .unavailable(service: service, reason: "\(self)")
            : .refused(service: service, reason: "\(self)")
    }
}
