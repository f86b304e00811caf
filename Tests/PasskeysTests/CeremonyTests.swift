import Crypto
import Foundation
import Passkeys
import Testing

@Suite struct `A passkey` {
    let authenticator = TestAuthenticator()

    @Test func `registers and asserts`() throws {
        let passkey = try authenticator.register()
        #expect(passkey.publicKey == authenticator.key.publicKey.rawRepresentation)
        var later = authenticator
        later.signCount = 2
        let assertion = try later.assert(with: passkey)
        #expect(assertion.signCount == 2)
        #expect(passkey.used(assertion).signCount == 2)
    }

    @Test func `survives its stored form`() throws {
        let passkey = try authenticator.register()
        let stored = try JSONEncoder().encode(passkey)
        #expect(try JSONDecoder().decode(RegisteredPasskey.self, from: stored) == passkey)
    }

    @Test(arguments: Change.allCases)
    func `is refused at registration`(change: Change) {
        var changed = authenticator
        change.apply(&changed)
        #expect(throws: change.refusal) { try changed.register() }
    }

    @Test(arguments: Change.allCases)
    func `is refused at an assertion`(change: Change) throws {
        let passkey = try authenticator.register()
        var changed = authenticator
        changed.signCount = 2
        change.apply(&changed)
        #expect(throws: change.refusal) { try changed.assert(with: passkey) }
    }

    @Test func `is refused in another ceremony`() throws {
        let passkey = try authenticator.register()
        #expect(throws: PasskeyRefusal.ceremony("webauthn.create")) {
            try authenticator.assert(as: "webauthn.create", with: passkey)
        }
    }

    @Test func `is refused under another credential's id`() throws {
        let passkey = try authenticator.register()
        #expect(throws: PasskeyRefusal.otherCredential) { try authenticator.assert(credentialID: [1], with: passkey) }
    }

    @Test func `is refused with another authenticator's key`() throws {
        let passkey = try TestAuthenticator().register()
        #expect(throws: PasskeyRefusal.signature) { try authenticator.assert(with: passkey) }
    }

    @Test func `is refused when its counter does not grow`() throws {
        let passkey = try authenticator.register()
        #expect(throws: PasskeyRefusal.signCount(stored: 1, received: 1)) { try authenticator.assert(with: passkey) }
    }

    @Test func `without a counter can be used again`() throws {
        var authenticator = authenticator
        authenticator.signCount = 0
        let passkey = try authenticator.register()
        #expect(try authenticator.assert(with: passkey).signCount == 0)
    }

    @Test func `cannot become eligible for backup`() throws {
        let passkey = try authenticator.register()
        var changed = authenticator
        changed.signCount = 2
        changed.flags.insert(.backupEligible)
        #expect(throws: PasskeyRefusal.backupEligibilityChanged) { try changed.assert(with: passkey) }
    }
}

/// One thing wrong, with what is said of it in both ceremonies.
enum Change: CaseIterable {
    case challenge, origin, port, subdomain, crossOrigin, topOrigin, duplicateMember, relyingParty, userAbsent
    case userNotVerified, backedUpButNotEligible, trailingByte

    func apply(_ authenticator: inout TestAuthenticator) {
        switch self {
        case .challenge: authenticator.challenge[31] ^= 1
        case .origin: authenticator.origin = "http://localhost:8443"
        case .port: authenticator.origin = "https://localhost"
        case .subdomain: authenticator.origin = "https://localhost:8443.example.com"
        case .crossOrigin: authenticator.clientDataSuffix = #","crossOrigin":true"#
        case .topOrigin: authenticator.clientDataSuffix = #","topOrigin":"https://localhost:8443""#
        case .duplicateMember: authenticator.clientDataSuffix = #","origin":"https://localhost:8443""#
        case .relyingParty: authenticator.relyingParty = "localhost.example.com"
        case .userAbsent: authenticator.flags.remove(.userPresent)
        case .userNotVerified: authenticator.flags.remove(.userVerified)
        case .backedUpButNotEligible: authenticator.flags.insert(.backedUp)
        case .trailingByte: authenticator.trailing = [0]
        }
    }

    var refusal: PasskeyRefusal {
        switch self {
        case .challenge: .challenge
        case .origin: .origin("http://localhost:8443")
        case .port: .origin("https://localhost")
        case .subdomain: .origin("https://localhost:8443.example.com")
        case .crossOrigin, .topOrigin: .crossOrigin
        case .duplicateMember: .clientDataMalformed
        case .relyingParty: .relyingParty
        case .userAbsent: .userNotPresent
        case .userNotVerified: .userNotVerified
        case .backedUpButNotEligible: .backupState
        case .trailingByte: .authenticatorDataMalformed
        }
    }
}
