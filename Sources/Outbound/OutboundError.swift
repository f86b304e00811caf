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
    /// It verifies, but leads to none of the anchors that we have for it. TSP-5
    case notTrusted(String)
    /// A token says another time than our clock, by more than is tolerated. TSP-3
    case timeDiffers(milliseconds: Int)
    case notStored(reason: String)
    /// No TLS, or not with whom we meant to speak.
    case tlsRefused(reason: String)
    case loginRefused(SMTPReply?)
    /// A file with a secret is missing, open to others, or empty.
    case secretUnusable(SecretFault)
    /// A mail relay said no to a command.
    case mailRefused(SMTPCommand, SMTPReply)
    /// A message of ours that cannot be sent to anybody.
    case messageRefused(reason: String)
}

/// What is wrong with a file that holds a secret.
package enum SecretFault: Hashable, Sendable {
    case missing
    case openToOthers
    case unreadable
    case notOneLine
}

extension OutboundError {
    /// Whether asking again later may help.
    package var isTransient: Bool {
        switch self {
        case .urlRefused, .addressNotPublic, .tooManyRedirects, .messageRefused: false
        case .status(let code): code >= 500 || code == 408 || code == 429
        case .mailRefused(let command, let reply): !reply.isFinal(for: command)
        case .nameNotResolved, .unreachable, .timedOut, .contentType, .bodyTooLarge, .answer, .notTrusted, .timeDiffers,
            .notStored, .tlsRefused,
            .loginRefused, .secretUnusable:
            true
        }
    }

    /// The same fact in the words of `SigningService`.
    package func named(_ service: String) -> ExternalServiceError {
        isTransient
            ? .unavailable(service: service, reason: "\(self)")
            : .refused(service: service, reason: "\(self)")
    }
}

extension SMTPReply {
    /// Whether asking again would change nothing, because of this recipient or this message.
    ///
    /// What concerns us, such as a login that is asked for or a sender that is not allowed, is for the operator to mend;
    /// the mail goes out then. RFC 5321 §4.2.1, RFC 4954 §6
    fileprivate func isFinal(for command: SMTPCommand) -> Bool {
        switch command {
        case .recipient, .message: code >= 500 && ![503, 530, 534, 535, 538].contains(code)
        case .sender: code == 552
        case .hello, .helloOfOld, .tls, .login, .data, .nothing, .quit: false
        }
    }
}
