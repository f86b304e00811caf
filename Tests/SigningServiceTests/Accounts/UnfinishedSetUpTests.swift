import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A set-up whose browser was closed` {
    @Test func `goes on with the same link while nobody has a passkey, and is over then`() async throws {
        let world = try World()
        defer { world.remove() }
        let signIn = SignIn(world.needs)
        await #expect(throws: ServiceError.alreadySetUp) { _ = try await signIn.goOnWithSetUp(token: "let me in") }
        let sender = try await world.sender()

        let secret = try await signIn.goOnWithSetUp(token: "let me in")
        #expect(try await signIn.sender(inSession: secret.text) == sender)
        await #expect(throws: ServiceError.setUpTokenRefused) { _ = try await signIn.goOnWithSetUp(token: "other") }

        let options = try await signIn.registrationOptions(for: sender)
        try await signIn.register(BrowserPasskey().register(options.challenge), for: sender)
        await #expect(throws: ServiceError.alreadySetUp) { _ = try await signIn.goOnWithSetUp(token: "let me in") }
    }

    @Test func `is over after a day`() async throws {
        let world = try World()
        defer { world.remove() }
        _ = try await world.sender()
        world.clock.advance(by: .seconds(86_400))

        await #expect(throws: ServiceError.alreadySetUp) {
            _ = try await SignIn(world.needs).goOnWithSetUp(token: "let me in")
        }
    }
}
