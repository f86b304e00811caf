import Crypto
import Foundation
import Passkeys
package import SignerProtocol

/// Signing in with a passkey, and the sessions of browsers.
package struct SignIn: Sendable {
    private let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// A working day; whoever comes back shows the passkey again.
    package static let sessionLifetime = Duration.seconds(12 * 3_600)

    /// Long enough to make a passkey.
    private static let firstSessionLifetime = Duration.seconds(900)

    private static let challengeLifetime = Duration.seconds(300)

    /// What `navigator.credentials.create` needs for a sign-in passkey of this account.
    package func registrationOptions(for sender: SenderActor) async throws -> PasskeyOptions {
        let account = sender.account
        return PasskeyOptions(
            relyingParty: needs.settings.relyingParty.id,
            challenge: try await challenge(for: .registration(account.id)),
            userHandle: account.id.bytes,
            userName: account.address.text,
            displayName: account.name,
            excluded: try await needs.store.read { try $0.signInPasskeys(of: account.id).map(\.credentialID) }
        )
    }

    /// Keeps a new passkey of the account; with the first one, every other session of it is over.
    ///
    /// - Throws: `ServiceError.passkeyRefused` when the challenge is not open for this account, or WebAuthn refuses.
    package func register(
        _ registration: PasskeyRegistrationBytes,
        for sender: SenderActor,
        inSession secret: String? = nil
    ) async throws {
        let session = secret.flatMap { SecretToken($0)?.digest }
        let time = needs.now()
        let challenge = try Self.challenge(in: registration.clientDataJSON.bytes)
        guard try await take(challenge) == .registration(sender.account.id) else { throw ServiceError.passkeyRefused }
        let passkey: RegisteredPasskey
        do throws(PasskeyRefusal) {
            passkey = try PasskeyRegistration.verify(
                attestationObject: registration.attestationObject.bytes,
                clientDataJSON: registration.clientDataJSON.bytes,
                challenge: challenge,
                relyingParty: needs.settings.relyingParty.id,
                origins: needs.settings.relyingParty.origins
            )
        } catch {
            throw ServiceError.passkeyRefused
        }
        let stored = try SignInPasskey(passkey, of: sender.account.id, since: time)
        try await needs.store.write { transaction in
            try transaction.account(sender.account.id)?.requireActive()
            guard try transaction.signInPasskey(stored.credentialID) == nil else { throw ServiceError.passkeyRefused }
            if try transaction.signInPasskeys(of: sender.account.id).isEmpty {
                // Links and sessions that others may have had of a mail end here.
                try transaction.endAccountSessions(of: sender.account.id, except: session)
                try transaction.removeInvitations(of: sender.account.id)
            }
            try transaction.insert(stored)
            try transaction.append(
                AuditNote(
                    .signInPasskeyRegistered,
                    by: sender.auditName,
                    ["credential": Digest.hexadecimal(of: stored.credentialID)]
                ),
                to: sender.account.chain,
                at: time
            )
        }
    }

    /// A challenge for whoever may come: the passkey says who it is.
    package func signInChallenge() async throws -> [UInt8] {
        try await challenge(for: .signIn)
    }

    /// Opens a session for whoever the passkey belongs to; the secret is shown this once.
    ///
    /// - Throws: `ServiceError.passkeyRefused`, without saying why: a stranger learns nothing. Whoever has the passkey is
    ///   told `.accountLocked` or `.accountClosed`.
    package func signIn(_ assertion: PasskeyAssertionBytes) async throws -> SecretToken {
        let time = needs.now()
        let challenge = try Self.challenge(in: assertion.clientDataJSON.bytes)
        guard try await take(challenge) == .signIn,
            let stored = try await needs.store.read({ try $0.signInPasskey(assertion.credentialID.bytes) })
        else { throw ServiceError.passkeyRefused }
        let used: RegisteredPasskey
        do {
            let passkey = try stored.passkey()
            let verified = try PasskeyAssertion.verify(
                credentialID: assertion.credentialID.bytes,
                authenticatorData: assertion.authenticatorData.bytes,
                clientDataJSON: assertion.clientDataJSON.bytes,
                signature: assertion.signature.bytes,
                challenge: challenge,
                relyingParty: needs.settings.relyingParty.id,
                origins: needs.settings.relyingParty.origins,
                passkey: passkey
            )
            used = passkey.used(verified)
        } catch let refusal as PasskeyRefusal {
            try await noteRefusal("\(refusal)", of: stored.account, at: time)
            throw ServiceError.passkeyRefused
        }
        let updated = try SignInPasskey(used, of: stored.account, since: stored.createdAt)
        do {
            return try await open(for: stored.account, by: "passkey", at: time) { transaction in
                try transaction.save(updated, expectingCount: stored.signCount)
            }
        } catch let refusal as ServiceError where [.accountLocked, .accountClosed].contains(refusal) {
            try await noteRefusal(refusal.code, of: stored.account, at: time)
            throw refusal
        }
    }

    /// Whoever tried with a passkey of the account, the account's own record shows it.
    private func noteRefusal(_ reason: String, of id: AccountID, at time: Timestamp) async throws {
        try await needs.store.write { transaction in
            guard let account = try transaction.account(id) else { return }
            try transaction.append(
                AuditNote(.signInRefused, by: AuditNote.service, ["reason": reason]),
                to: account.chain,
                at: time
            )
        }
    }

    /// Opens the first session of an account that has just been made, in the browser that made it.
    package func openFirstSession(of account: Accounts.NewAccount) async throws -> SecretToken {
        try await open(for: account.account.id, by: "setup", at: needs.now()) { _ in }
    }

    /// Throws `ServiceError.invitationOver` once the account has a passkey: from then on it is the only way in.
    func openFirstSession(of account: AccountID, by method: String) async throws -> SecretToken {
        try await open(for: account, by: method, lasting: Self.firstSessionLifetime, at: needs.now()) { transaction in
            guard try transaction.signInPasskeys(of: account).isEmpty else { throw ServiceError.invitationOver }
        }
    }

    /// Throws `ServiceError.alreadySetUp` once there is an organisation and somebody can sign in, or a day has passed.
    package func requireSetUpOpen() async throws {
        let time = needs.now()
        try await needs.store.read { transaction in
            guard try transaction.isSetUp() else { return }
            guard let account = try transaction.accountWithoutWayIn(),
                time < account.createdAt.advanced(by: .seconds(86_400))
            else { throw ServiceError.alreadySetUp }
        }
    }

    /// Goes on with a set-up whose browser was closed before there was a passkey: the same link opens a session once more.
    ///
    /// For a day only: an installation that is used by its API alone never gets a passkey.
    ///
    /// - Throws: `ServiceError.setUpTokenRefused`, `.alreadySetUp` once anybody has a passkey, or after the day.
    package func goOnWithSetUp(token: String) async throws -> SecretToken {
        guard let expected = needs.settings.setUpToken, TokenDigest(of: token) == expected else {
            throw ServiceError.setUpTokenRefused
        }
        guard let account = try await needs.store.read({ try $0.accountWithoutWayIn() }),
            needs.now() < account.createdAt.advanced(by: .seconds(86_400))
        else {
            throw ServiceError.alreadySetUp
        }
        return try await open(for: account.id, by: "setup", at: needs.now()) { transaction in
            guard try transaction.accountWithoutWayIn()?.id == account.id else { throw ServiceError.alreadySetUp }
        }
    }

    /// The account whose browser shows this secret; throws `ServiceError.sessionUnknown`, also for one that is not active.
    package func sender(inSession secret: String) async throws -> SenderActor {
        guard let token = SecretToken(secret) else { throw ServiceError.sessionUnknown }
        let time = needs.now()
        return try await needs.store.read { transaction in
            guard let session = try transaction.accountSession(token.digest), session.expiresAt > time,
                let account = try transaction.account(session.account), account.state == .active
            else { throw ServiceError.sessionUnknown }
            return SenderActor(account: account)
        }
    }

    /// Ends the session; nothing when it is over already.
    package func signOut(_ secret: String) async throws {
        guard let token = SecretToken(secret) else { return }
        let time = needs.now()
        try await needs.store.write { transaction in
            guard let session = try transaction.accountSession(token.digest),
                let account = try transaction.account(session.account)
            else { return }
            try transaction.endAccountSession(token.digest)
            try transaction.append(
                AuditNote(
                    .signedOut,
                    by: SenderActor(account: account).auditName,
                    ["session": token.digest.hexadecimal]
                ),
                to: account.chain,
                at: time
            )
        }
    }

    /// Asks for a fresh sign-in before a further passkey is made: a session alone must not become lasting access.
    ///
    /// - Throws: `ServiceError.sessionUnknown` when the account has a passkey and the session is older than five minutes.
    package func requireFreshSession(_ secret: String) async throws {
        let sender = try await sender(inSession: secret)
        guard try await hasPasskey(sender), let token = SecretToken(secret) else { return }
        let opened = try await needs.store.read { try $0.accountSession(token.digest)?.openedAt }
        guard let opened, needs.now() < opened.advanced(by: .seconds(300)) else { throw ServiceError.sessionUnknown }
    }

    /// Whether the account could come back: it has a passkey.
    package func hasPasskey(_ sender: SenderActor) async throws -> Bool {
        try await !needs.store.read { try $0.signInPasskeys(of: sender.account.id) }.isEmpty
    }

    private func open(
        for account: AccountID,
        by method: String,
        lasting lifetime: Duration = sessionLifetime,
        at time: Timestamp,
        _ alongside: @escaping @Sendable (any WriteTransaction) throws -> Void
    ) async throws -> SecretToken {
        let secret = SecretToken(from: needs.randomBytes)
        let session = AccountSession(
            digest: secret.digest,
            account: account,
            openedAt: time,
            expiresAt: time.advanced(by: lifetime)
        )
        try await needs.store.write { transaction in
            guard let account = try transaction.account(account) else { throw ServiceError.sessionUnknown }
            try account.requireActive()
            try alongside(transaction)
            try transaction.insert(session)
            try transaction.append(
                AuditNote(
                    .signedIn,
                    by: SenderActor(account: account).auditName,
                    ["method": method, "session": secret.digest.hexadecimal]
                ),
                to: account.chain,
                at: time
            )
        }
        return secret
    }

    private func challenge(for purpose: SignInChallenge.Purpose) async throws -> [UInt8] {
        let challenge = needs.randomBytes(32)
        let time = needs.now()
        let stored = SignInChallenge(
            digest: Array(SHA256.hash(data: challenge)),
            purpose: purpose,
            issuedAt: time,
            expiresAt: time.advanced(by: Self.challengeLifetime)
        )
        try await needs.store.write { try $0.insert(stored) }
        return challenge
    }

    private func take(_ challenge: [UInt8]) async throws -> SignInChallenge.Purpose? {
        let time = needs.now()
        let digest = Array(SHA256.hash(data: challenge))
        return try await needs.store.write { try $0.takeChallenge(digest, at: time) }
    }

    /// The challenge that the client data claims; whether it is true is for `Passkeys` to say.
    private static func challenge(in clientData: [UInt8]) throws -> [UInt8] {
        do throws(PasskeyRefusal) {
            return try ClaimedChallenge.read(clientDataJSON: clientData)
        } catch {
            throw ServiceError.passkeyRefused
        }
    }
}

extension SignInPasskey {
    init(_ passkey: RegisteredPasskey, of account: AccountID, since time: Timestamp) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(
            credentialID: Array(passkey.credentialID),
            account: account,
            record: String(decoding: try encoder.encode(passkey), as: UTF8.self),
            signCount: Int(passkey.signCount),
            createdAt: time
        )
    }

    func passkey() throws -> RegisteredPasskey {
        try JSONDecoder().decode(RegisteredPasskey.self, from: Data(record.utf8))
    }
}
