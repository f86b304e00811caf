import CCurl
package import Foundation
package import SigningService

/// Hands mail to a relay over SMTP, one message after the other on one connection.
///
/// libcurl waits in its calls, so all of it happens on a thread of its own.
///
/// - SeeAlso: RFC 5321, RFC 8314; docs/decisions/0029-mail-through-libcurl.md
package actor SMTPMailSender: MailSender {
    private let relay: MailRelay
    private let origin: MailOrigin
    private let now: @Sendable () -> Date
    private let thread = DedicatedThread(name: "mail")
    private var handle: CurlHandle?
    /// Until when a relay that let us wait in vain is not called again.
    private var restsUntil = Date.distantPast

    /// So that mails which queue up behind a relay that hangs do not keep every hand of the worker, one after the other.
    private static let rest: TimeInterval = 30

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Connects when there is a message.
    package init(relay: MailRelay, origin: MailOrigin, now: @escaping @Sendable () -> Date) {
        self.relay = relay
        self.origin = origin
        self.now = now
    }

    deinit {
        thread.close()
    }

    package func send(_ message: MailMessage, id: String) async throws {
        do throws(OutboundError) {
            try deliver(try ComposedMail(message, id: id, from: origin, at: now()))
        } catch {
            throw error.aboutMail
        }
    }

    /// Connects, makes sure of the certificate, and logs in, without sending anything.
    ///
    /// - Throws: `OutboundError`
    package func check() async throws(OutboundError) {
        try exchange(SMTPExchange(nil))
    }

    /// Says good-bye to the relay; a later message would connect anew.
    package func shutdown() async {
        handle = nil
    }

    private func deliver(_ mail: ComposedMail) throws(OutboundError) {
        let time = now()
        // A clock that was put back does not make it longer.
        if time < restsUntil, restsUntil <= time.addingTimeInterval(Self.rest) { throw .timedOut }
        let first = SMTPExchange(mail)
        do throws(OutboundError) {
            try exchange(first)
        } catch {
            handle = nil
            if error == .timedOut { restsUntil = now().addingTimeInterval(Self.rest) }
            // A relay ends a connection that was idle for long, which is no reason to make anybody wait.
            guard first.isOnOldConnection, !first.dialogue.isMessageUnderWay, error.isEndOfConnection else {
                throw error
            }
            try exchange(SMTPExchange(mail))
        }
    }

    private func exchange(_ exchange: SMTPExchange) throws(OutboundError) {
        guard let handle = self.handle ?? CurlHandle() else { throw .unreachable(reason: "libcurl") }
        self.handle = handle
        handle.reset()
        try handle.set(relay, as: origin)
        if exchange.mail == nil {
            try handle.set(CURLOPT_CUSTOMREQUEST, SMTPCommand.nothing.rawValue)
            try handle.set(CURLOPT_NOBODY, 1)
        }
        try handle.perform(exchange)
    }
}

extension OutboundError {
    /// The same fact in the words of `SigningService`: codes only, since it is logged and shown.
    var aboutMail: ExternalServiceError {
        switch self {
        case .mailRefused(let command, let reply) where !isTransient:
            .refused(service: "mail", reason: "\(command.rawValue) \(reply)")
        case .messageRefused(let reason): .refused(service: "mail", reason: reason)
        default: named("mail")
        }
    }

    /// Whether the other side, or the line, has ended the connection.
    fileprivate var isEndOfConnection: Bool {
        switch self {
        case .unreachable: true
        case .mailRefused(_, let reply): reply.code == 421
        default: false
        }
    }
}
