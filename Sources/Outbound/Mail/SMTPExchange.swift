import CCurl

/// One transfer over SMTP: what is left of the message, and what was said.
final class SMTPExchange {
    /// Nil when nothing is sent, only connected and logged in.
    let mail: ComposedMail?
    var dialogue = SMTPDialogue()
    /// Whether an earlier message opened the connection.
    var isOnOldConnection = false
    private var sent = 0

    init(_ mail: ComposedMail?) {
        self.mail = mail
    }

    /// Fills the buffer; 0 at the end of the message.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let mail else { return 0 }
        let next = mail.bytes[sent..<min(sent + buffer.count, mail.bytes.count)]
        buffer.copyBytes(from: next)
        sent += next.count
        return next.count
    }

    /// What failed, from libcurl's code and words, and the relay's last reply.
    func error(_ code: CURLcode, _ words: String) -> OutboundError {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return .nameNotResolved(host: "relay")
        case CURLE_OPERATION_TIMEDOUT: return .timedOut
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_USE_SSL_FAILED,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM:
            return .tlsRefused(reason: words)
        case CURLE_LOGIN_DENIED: return .loginRefused(dialogue.refusal?.reply)
        default: break
        }
        guard let (command, reply) = dialogue.refusal, let command else { return .unreachable(reason: words) }
        return command == .login ? .loginRefused(reply) : .mailRefused(command, reply)
    }
}
