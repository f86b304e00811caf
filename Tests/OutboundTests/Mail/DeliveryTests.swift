import Foundation
import SigningService
import Synchronization
import Testing

@testable import Outbound

@Suite(.enabled(if: MailTests.prepared != nil, MailTests.isAbsent))
struct `Mail over SMTP` {
    private func message(to: String = "taro@party.example") -> MailMessage {
        MailMessage(to: to, name: "葛\u{E0100}城 太郎", subject: "署名のお願い: 業務委託契約", text: "本文\n", html: "<p>本文</p>\n")
    }

    @Test(arguments: [MailRelay.Security.tls, .starttls])
    func `arrives over TLS with a login`(security: MailRelay.Security) async throws {
        let server = try MailServer(security, user: "keiyaku")
        try await SMTPMailSender.with(try server.relay(server.login("keiyaku"))) { sender in
            try await sender.send(message(), id: "invite-1")
        }
        let mail = try #require(try server.arrived().first)
        #expect(mail.envelope.encrypted && mail.envelope.login == "keiyaku")
        #expect(mail.envelope.from == "keiyaku@example.jp" && mail.envelope.to == ["taro@party.example"])
        #expect(mail.envelope.hello == "example.jp")
    }

    @Test func `arrives without TLS on this machine only`() async throws {
        let server = try MailServer(.onThisMachine)
        try await SMTPMailSender.with(try server.relay()) { try await $0.send(message(), id: "1") }
        #expect(try server.arrived().count == 1)
        #expect(MailRelay(host: "localhost", port: 25, security: .onThisMachine) == nil)
        #expect(MailRelay(host: "192.0.2.1", port: 25, security: .onThisMachine) == nil)
        #expect(MailRelay(host: "127.0.0.1", port: 25, security: .onThisMachine, login: try server.login("x")) == nil)
    }

    @Test(arguments: [MailRelay.Security.tls, .starttls])
    func `is kept back from a stranger's certificate, and from one for another name`(
        security: MailRelay.Security
    ) async throws {
        for (certificate, roots) in [("server", "foreign"), ("server", nil), ("elsewhere", "authority")] {
            let server = try MailServer(security, certificate: certificate, user: "keiyaku")
            let relay = try server.relay(server.login("keiyaku"), trusting: roots)
            try await SMTPMailSender.with(relay) { sender in
                let refused = try #require(await refusal(of: message(), by: sender))
                #expect(!refused.isFinal && refused.reason.contains("tlsRefused"))
            }
            #expect(try server.arrived().isEmpty)
        }
    }

    @Test func `is kept back from a server without STARTTLS`() async throws {
        let server = try MailServer(.onThisMachine)
        try await SMTPMailSender.with(try server.relay(security: .starttls)) { sender in
            let refused = try #require(await refusal(of: message(), by: sender))
            #expect(!refused.isFinal && refused.reason.contains("tlsRefused"))
        }
        #expect(try server.arrived().isEmpty)
    }

    @Test func `waits while the password is wrong, open to others, or missing`() async throws {
        let server = try MailServer(.tls, user: "keiyaku")
        let logins = [
            (try server.login("keiyaku", password: "wrong"), "loginRefused"),
            (try server.login("keiyaku", mode: 0o640), "secretUnusable"),
            (try server.login("keiyaku", password: ""), "secretUnusable"),
            (MailRelay.Login(user: "keiyaku", passwordFile: "/nonexistent/password"), "secretUnusable"),
        ]
        for (login, fact) in logins {
            try await SMTPMailSender.with(try server.relay(login)) { sender in
                let refused = try #require(await refusal(of: message(), by: sender))
                #expect(!refused.isFinal && refused.reason.contains(fact) && !refused.reason.contains("wrong"))
            }
        }
        #expect(try server.arrived().isEmpty)
    }

    @Test func `is not sent without the login to a server that knows none`() async throws {
        let server = try MailServer(.tls)
        try await SMTPMailSender.with(try server.relay(server.login("keiyaku"))) { sender in
            let refused = try #require(await refusal(of: message(), by: sender))
            #expect(!refused.isFinal && refused.reason.contains("loginRefused"))
        }
        #expect(try server.arrived().isEmpty)
    }

    @Test(arguments: [
        ("busy-1-a", false, "451 4.7.1"), ("later", false, "451 4.3.0"), ("denied", false, "530 5.7.0"),
        ("nobody", true, "RCPT 550 5.1.1"), ("spam", true, ". 554 5.7.1"),
    ])
    func `is tried again after a passing refusal only`(name: String, isFinal: Bool, reason: String) async throws {
        let server = try MailServer(.tls)
        try await SMTPMailSender.with(try server.relay()) { sender in
            let refused = try #require(await refusal(of: message(to: "\(name)@party.example"), by: sender))
            #expect(refused.isFinal == isFinal)
            // Codes only: what a stranger says is neither kept nor logged.
            if isFinal { #expect(refused.reason == reason) }
            #expect(!refused.reason.contains("party.example"))
        }
    }

    @Test func `arrives once the relay is no longer busy`() async throws {
        let server = try MailServer(.starttls)
        try await SMTPMailSender.with(try server.relay()) { sender in
            let mail = message(to: "busy-2-b@party.example")
            #expect(await refusal(of: mail, by: sender)?.isFinal == false)
            #expect(await refusal(of: mail, by: sender)?.isFinal == false)
            #expect(await refusal(of: mail, by: sender) == nil)
            // A refusal does no harm to the next.
            #expect(await refusal(of: message(to: "nobody@party.example"), by: sender)?.isFinal == true)
            #expect(await refusal(of: message(), by: sender) == nil)
        }
        #expect(try server.arrived().count == 2)
    }

    @Test func `has the same Message-ID when it is sent again, and another for another message`() async throws {
        let server = try MailServer(.tls)
        try await SMTPMailSender.with(try server.relay()) { sender in
            for id in ["invite-1", "invite-1", "invite-2"] { try await sender.send(message(), id: id) }
        }
        let ids = try server.arrived().map(\.messageID)
        #expect(ids.count == 3 && ids[0] == ids[1] && ids[1] != ids[2])
        #expect(ids.allSatisfy { $0.hasSuffix("@example.jp>") })
    }

    @Test func `waits when the line breaks after the message, and is sent again`() async throws {
        let server = try MailServer(.tls)
        try await SMTPMailSender.with(try server.relay()) { sender in
            #expect(await refusal(of: message(to: "hang-up@party.example"), by: sender)?.isFinal == false)
            #expect(await refusal(of: message(), by: sender) == nil)
        }
    }

    @Test func `waits when the relay is killed in the middle, and goes to the next one`() async throws {
        let server = try MailServer(.tls)
        try await SMTPMailSender.with(try server.relay()) { sender in
            async let answer = refusal(of: message(to: "slow@party.example"), by: sender)
            let end = ContinuousClock.now + .seconds(15)
            while !server.isUnderWay, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(20)) }
            server.kill()
            #expect(await answer?.isFinal == false)
            // Nobody listens now.
            #expect(await refusal(of: message(), by: sender)?.isFinal == false)
        }
    }

    @Test func `ends after its limit when the relay does not answer`() async throws {
        let server = try MailServer(.tls)
        try await SMTPMailSender.with(try server.relay(limit: .seconds(2))) { sender in
            let refused = try #require(await refusal(of: message(to: "slow@party.example"), by: sender))
            #expect(!refused.isFinal && refused.reason == "timedOut")
        }
    }

    @Test func `is over soon on a relay that does not even take leave`() async throws {
        let server = try MailServer(.tls)
        let time = ContinuousClock.now
        try await SMTPMailSender.with(try server.relay(limit: .seconds(1))) { sender in
            #expect(await refusal(of: message(to: "slow@party.example"), by: sender) != nil)
        }
        // libcurl would wait for two minutes.
        #expect(ContinuousClock.now - time < .seconds(60))
    }

    @Test func `lets a relay rest that did not answer, so that nothing queues up behind it`() async throws {
        let server = try MailServer(.tls)
        let time = Mutex(Date(timeIntervalSince1970: 1_790_000_000))
        let sender = SMTPMailSender(relay: try server.relay(limit: .seconds(2)), origin: try .example()) {
            time.withLock { $0 }
        }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let refused = await refusal(of: message(to: "slow@party.example"), id: "\(number)", by: sender)
                    #expect(refused?.isFinal == false)
                }
            }
        }
        #expect(try server.connections().made == 1)
        #expect(await refusal(of: message(), by: sender)?.reason == "timedOut")
        time.withLock { $0 += 31 }
        #expect(await refusal(of: message(), by: sender) == nil)
        await sender.shutdown()
    }

    @Test func `makes nobody wait because the relay ended an idle connection`() async throws {
        let server = try MailServer(.starttls, idleInSeconds: 1)
        try await SMTPMailSender.with(try server.relay()) { sender in
            try await sender.send(message(), id: "1")
            let end = ContinuousClock.now + .seconds(15)
            while try server.connections().open > 0, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(50))
            }
            try await sender.send(message(), id: "2")
        }
        #expect(try server.connections().made == 2)
        #expect(try server.arrived().count == 2)
    }

    @Test func `uses one connection for a thousand messages, and leaves none behind`() async throws {
        let server = try MailServer(.tls, user: "keiyaku")
        try await SMTPMailSender.with(try server.relay(server.login("keiyaku"))) { sender in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<1_000 {
                    group.addTask { try await sender.send(message(), id: "invite-\(number)") }
                }
                try await group.waitForAll()
            }
            let connections = try server.connections()
            #expect(connections.made == 1 && connections.open == 1)
        }
        let mails = try server.arrived()
        #expect(mails.count == 1_000 && Set(mails.map(\.messageID)).count == 1_000)
        let end = ContinuousClock.now + .seconds(5)
        while try server.connections().open > 0, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try server.connections().open == 0)
    }
}

@Suite(.enabled(if: MailTests.prepared != nil, MailTests.isAbsent))
struct `A check of the mail relay` {
    private func fault(_ relay: MailRelay) async throws -> OutboundError? {
        var found: OutboundError?
        try await SMTPMailSender.with(relay) { sender in
            do throws(OutboundError) {
                try await sender.check()
            } catch {
                found = error
            }
        }
        return found
    }

    @Test(arguments: [MailRelay.Security.tls, .starttls])
    func `connects and logs in without sending anything`(security: MailRelay.Security) async throws {
        let server = try MailServer(security, user: "keiyaku")
        #expect(try await fault(try server.relay(server.login("keiyaku"))) == nil)
        #expect(try server.connections().made == 1)
        #expect(try server.arrived().isEmpty)
    }

    @Test func `tells connection, certificate, login and password file apart`() async throws {
        let server = try MailServer(.tls, user: "keiyaku")
        let right = try server.login("keiyaku")
        guard case .tlsRefused = try await fault(try server.relay(right, trusting: "foreign")) else {
            Issue.record("certificate")
            return
        }
        guard
            case .loginRefused(let reply) = try await fault(
                try server.relay(server.login("keiyaku", password: "no"))
            )
        else {
            Issue.record("login")
            return
        }
        #expect(reply?.code == 535)
        #expect(
            try await fault(try server.relay(server.login("keiyaku", mode: 0o644)))
                == .secretUnusable(.openToOthers)
        )
        let relay = try server.relay(right)
        server.kill()
        guard case .unreachable = try await fault(relay) else {
            Issue.record("connection")
            return
        }
    }
}
