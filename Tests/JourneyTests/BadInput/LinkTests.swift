import Foundation
import NIOHTTP1
import Testing

@testable import Trial

extension `In a running instance` {
    @Suite struct `a link` {
        let instance: LiveInstance

        init() throws {
            instance = try #require(LiveInstance.current)
        }

        @Test func `is over once she has signed, in every session`() async throws {
            var person = Person(.witness, in: instance)
            let envelope = try await instance.send([person])
            let link = try await person.link()
            let early = try await exchange(link)
            try await person.sign()
            try await refused(410, "LINK_OVER") { _ = try await exchange(link) }
            for step in ["begin", "viewed"] {
                try await refused(410, "LINK_OVER") { try await post(step, early.session) }
            }
            // What she did stays visible to her.
            let shown = try await instance.client.get("/v1/signing", bearer: early.session, as: API.Signing.self)
            #expect(shown.me.state == "signed")
            #expect(try await instance.verifiedSeal(of: envelope) == 1)
        }

        @Test func `is over at the deadline, and not before`() async throws {
            let person = Person(.witness, in: instance)
            let envelope = try await instance.send([person], expiresAt: Date().addingTimeInterval(6))
            let link = try await person.link()
            let session = try await exchange(link).session
            try await post("viewed", session)
            try await instance.wait(for: envelope) { $0.state == "expired" }
            let refusal = try await refused(410, "LINK_OVER") { _ = try await exchange(link) }
            #expect(refusal.ja.contains("期限切れ") && refusal.en.contains("expired"))
            try await refused(410, "LINK_OVER") { try await post("begin", session) }
        }

        @Test func `is over for everyone once one declined`() async throws {
            let people = [Person(.witness, in: instance), Person(.witness, in: instance)]
            let envelope = try await instance.send(people, order: 1)
            let links = [try await people[0].link(), try await people[1].link()]
            let session = try await exchange(links[0]).session
            let other = try await exchange(links[1]).session
            _ = try await instance.client.post(
                "/v1/signing/decline",
                bearer: session,
                API.Decline(reason: "金額が違います"),
                as: API.State.self
            )
            let declined = try await instance.envelope(envelope)
            #expect(declined.state == "declined")
            #expect(declined.signers[0].declineReason == "金額が違います")
            for link in links {
                let refusal = try await refused(410, "LINK_OVER") { _ = try await exchange(link) }
                #expect(refusal.ja.contains("辞退") && refusal.en.contains("declined"))
            }
            try await refused(410, "LINK_OVER") { try await post("viewed", other) }
        }

        @Test func `opens nothing for the sender, unless she is that signer`() async throws {
            let person = Person(.witness, in: instance)
            let herself = Person(.witness, name: "試験 送信者", email: LiveInstance.senderAddress, in: instance)
            let envelope = try await instance.send([person, herself], order: 1)
            let link = try await person.link()
            try await instance.waitForInvitations(of: envelope)
            let before = try await instance.audit(envelope)
            try await refused(403, "LINK_OPENED_BY_SENDER") { _ = try await exchange(link, as: instance.sender) }
            #expect(try await instance.audit(envelope) == before)
            #expect(try await !exchange(link).session.isEmpty)
            #expect(try await !exchange(herself.link(), as: instance.sender).session.isEmpty)
        }

        @Test func `that was never mailed opens nothing`() async throws {
            try await refused(404, "LINK_UNKNOWN") { _ = try await exchange(String(repeating: "A", count: 43)) }
        }

        @Test func `changes nothing when it is only opened: a mail scanner signs no contract`() async throws {
            let person = Person(.witness, in: instance)
            let envelope = try await instance.send([person])
            let link = try await person.link()
            try await instance.waitForInvitations(of: envelope)
            let sent = try await instance.audit(envelope)
            for (path, status) in [("/sign/\(link)", 200), ("/v1/invitations/exchange?token=\(link)", 404)] {
                let answer = try await instance.client.answer(.GET, path, bearer: nil, body: nil, type: nil)
                #expect(answer.status == status)
            }
            #expect(try await instance.audit(envelope) == sent)

            // Nor does reading, with a session: *viewed* is what she says she did.
            let session = try await exchange(link).session
            let opened = try await instance.audit(envelope)
            _ = try await instance.client.get("/v1/signing", bearer: session, as: API.Signing.self)
            _ = try await instance.client.bytes("/v1/signing/document", bearer: session)
            #expect(try await instance.audit(envelope) == opened)
            #expect(try await instance.envelope(envelope).signers[0].state == "invited")

            try await post("viewed", session)
            #expect(try await instance.audit(envelope) == opened + ["viewed"])
            #expect(try await instance.envelope(envelope).signers[0].state == "viewed")
        }

        private func exchange(_ link: String, as bearer: String? = nil) async throws -> API.Session {
            try await instance.client.post(
                "/v1/invitations/exchange",
                bearer: bearer,
                API.Exchange(token: link),
                as: API.Session.self
            )
        }

        private func post(_ step: String, _ session: String) async throws {
            _ = try await instance.client.post(
                "/v1/signing/\(step)",
                bearer: session,
                API.Empty(),
                as: API.State.self
            )
        }
    }
}
