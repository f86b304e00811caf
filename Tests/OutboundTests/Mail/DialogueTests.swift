import Testing

@testable import Outbound

@Suite struct `A dialogue with a relay` {
    /// Lines of ours begin with `>`.
    private func dialogue(_ lines: String...) -> SMTPDialogue {
        var dialogue = SMTPDialogue()
        for line in lines {
            if line.hasPrefix(">") { dialogue.sent(line.dropFirst()) } else { dialogue.received(line) }
        }
        return dialogue
    }

    @Test func `knows which command was refused, whatever is said on leaving`() {
        let refused = dialogue(
            ">EHLO a.example",
            "250-b.example",
            "250 SIZE 100",
            ">MAIL FROM:<x@a.example>",
            "250 2.1.0 Ok",
            ">RCPT TO:<y@b.example>",
            "550 5.1.1 <y@b.example>: unknown",
            ">QUIT",
            "221 2.0.0 Bye"
        )
        #expect(refused.refusal?.command == .recipient)
        #expect(refused.refusal?.reply == SMTPReply(code: 550, status: "5.1.1"))
        #expect(!refused.isMessageUnderWay)
    }

    @Test func `takes no answer of a login for a command`() {
        let refused = dialogue(
            ">AUTH LOGIN",
            "334 VXNlcm5hbWU6",
            ">UVVJVA==",
            "334 UGFzc3dvcmQ6",
            ">cGFzcw==",
            "535 5.7.8 no"
        )
        #expect(refused.refusal?.command == .login)
    }

    @Test func `forgets a refusal that was got over`() {
        let granted = dialogue(">EHLO a", "502 what", ">HELO a", "250 fine")
        #expect(granted.refusal == nil)
    }

    @Test func `knows that the message is under way`() {
        let open = dialogue(">RCPT TO:<y@b.example>", "250 Ok", ">DATA", "354 go on")
        #expect(open.isMessageUnderWay)
        let refused = dialogue(">DATA", "354 go on", "554-5.7.1 not", "554 5.7.1 wanted")
        #expect(refused.refusal?.command == .message && refused.refusal?.reply.code == 554)
    }

    @Test func `begins again on another connection`() {
        let refused = dialogue(">QUIT", "221 Bye", ">EHLO a.example", "250 Ok", ">MAIL FROM:<x@a.example>", "451 later")
        #expect(refused.refusal?.command == .sender)
    }

    @Test(arguments: [
        (SMTPCommand.recipient, 550, true), (.recipient, 450, false), (.recipient, 530, false), (.message, 554, true),
        (.message, 452, false), (.sender, 550, false), (.sender, 552, true), (.data, 503, false), (.hello, 554, false),
    ])
    func `is over for ever only where the recipient or the message is refused`(
        command: SMTPCommand,
        code: Int,
        isFinal: Bool
    ) {
        #expect(OutboundError.mailRefused(command, SMTPReply(code: code)).isTransient != isFinal)
    }
}
