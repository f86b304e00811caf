import Foundation
import SignerProtocol
import Synchronization
import Testing

@testable import SigningService

@Suite struct `A link that was opened before` {
    private static let address = "hanako@party.example"

    /// A world with a link that her first browser has opened; its session.
    private func opened(
        _ world: World
    ) async throws -> (token: String, session: String, envelope: Envelope, sender: SenderActor) {
        let sender = try await world.sender()
        let signers = ["hanako@party.example", "taro@party.example"].map { SignerRequest.witness($0, order: 1) }
        let envelope = try await world.sent(signers, by: sender)
        try await world.work()
        let token = try #require(world.mail.token(for: Self.address))
        let opened = try await SigningCeremony(world.needs).exchange(token: token, openedBy: nil)
        return (token, opened.session.text, envelope, sender)
    }

    private func open(_ token: String, in world: World, code: String? = nil, session: String? = nil) async throws {
        _ = try await SigningCeremony(world.needs).exchange(
            token: token,
            proof: OpeningProof(session: session, code: code),
            openedBy: nil
        )
    }

    private func isAskedForCode(_ token: String, in world: World, code: String? = nil, session: String? = nil) async {
        await #expect(throws: ServiceError.codeNeeded(address: "h•••@party.example")) {
            try await open(token, in: world, code: code, session: session)
        }
    }

    @Test(arguments: ["as mailed", "without space", "wide digits"])
    func `opens in a second browser with the code that was mailed`(written: String) async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world)
        await isAskedForCode(link.token, in: world)
        try await world.work()
        let mailed = try #require(world.mail.codes(for: Self.address).first)
        let code =
            switch written {
            case "as mailed": mailed
            case "without space": mailed.filter(\.isNumber)
            default: try #require(mailed.applyingTransform(.fullwidthToHalfwidth, reverse: true))
            }

        try await open(link.token, in: world, code: code)

        let means = try await world.needs.store.read { try $0.audit(chain: link.envelope.chain) }
            .filter { $0.entry.action == "link exchanged" }
            .map { $0.payload.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "" }
        #expect(means.count == 2 && means[0].contains(#""means":"link""#) && means[1].contains(#""means":"code""#))
        // Used up: a third browser is asked again.
        await isAskedForCode(link.token, in: world, code: mailed)
    }

    @Test func `opens in a browser that has had a session of hers, for another contract, too`() async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world)
        _ = try await world.sent([.witness("HANAKO@party.example")], by: link.sender)
        try await world.work()
        let other = try #require(world.mail.token(for: "HANAKO@party.example"))
        let session = try await SigningCeremony(world.needs).exchange(token: other, openedBy: nil).session.text

        try await open(link.token, in: world, session: session)
        await isAskedForCode(link.token, in: world, session: SecretToken(from: systemRandomBytes).text)
    }

    @Test func `does not open for another signer's session`() async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world)
        let other = try #require(world.mail.token(for: "taro@party.example"))
        let session = try await SigningCeremony(world.needs).exchange(token: other, openedBy: nil).session.text

        await isAskedForCode(link.token, in: world, session: session)
    }

    @Test func `refuses a wrong code, and after five of them the right one`() async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world)
        await isAskedForCode(link.token, in: world)
        try await world.work()
        let code = try #require(world.mail.codes(for: Self.address).first)
        let wrong = code.hasPrefix("1") ? "2" + code.dropFirst() : "1" + code.dropFirst()

        for _ in 0..<5 {
            await #expect(throws: ServiceError.codeWrong) { try await open(link.token, in: world, code: wrong) }
        }
        await isAskedForCode(link.token, in: world, code: code)
        let refusals = try await world.needs.store.read { try $0.audit(chain: link.envelope.chain) }
            .filter { $0.entry.action == "code refused" }
        #expect(refusals.count == 5)
        // Her first browser goes on, whatever a stranger tries.
        try await open(link.token, in: world, session: link.session)
    }

    @Test func `refuses a code after ten minutes, and mails at most one a minute`() async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world)
        for _ in 0..<3 {
            await isAskedForCode(link.token, in: world)
            try await world.work()
        }
        #expect(world.mail.codes(for: Self.address).count == 1)

        world.clock.advance(by: .seconds(60))
        await isAskedForCode(link.token, in: world)
        try await world.work()
        let codes = world.mail.codes(for: Self.address)
        #expect(codes.count == 2)
        await #expect(throws: ServiceError.codeWrong) { try await open(link.token, in: world, code: codes[0]) }

        world.clock.advance(by: .seconds(600))
        await isAskedForCode(link.token, in: world, code: codes[1])
    }

    @Test func `is stored with no code, only its digest`() {
        let drawn = Mutex(0)
        let digits = LinkCode.digits { count in
            Array(
                repeating: drawn.withLock {
                    $0 += 1; return $0
                } == 1 ? 255 : 0,
                count: count
            )
        }
        #expect(digits == "00000000", "a number above what divides evenly is drawn again")
        let signer = SignerID(from: systemRandomBytes)
        let code = LinkCode(digits, for: signer, in: EnvelopeID(from: systemRandomBytes), at: .init(milliseconds: 0))
        #expect(code.matches("0000 0000") && !code.matches("0000 0001") && !code.matches(""))
        #expect(!"\(code)".contains(digits))
    }
}
