import Crypto

/// What a verified assertion tells.
package struct VerifiedAssertion: Hashable, Sendable, Codable {
    package let signCount: UInt32
    package let flags: AuthenticatorFlags

    package init(signCount: UInt32, flags: AuthenticatorFlags) {
        self.signCount = signCount
        self.flags = flags
    }
}

/// The answer to `navigator.credentials.get`.
package enum PasskeyAssertion {
    /// Verifies that this passkey, its user present and verified, approved this challenge at one of these origins.
    ///
    /// The new counter must be stored (`RegisteredPasskey.used`) before the answer is acted upon.
    ///
    /// - Throws: `PasskeyRefusal`, by the first check that fails.
    /// - SeeAlso: WebAuthn Level 3 §7.2
    package static func verify(
        credentialID: [UInt8],
        authenticatorData: [UInt8],
        clientDataJSON: [UInt8],
        signature: [UInt8],
        challenge: [UInt8],
        relyingParty: String,
        origins: [String],
        passkey: RegisteredPasskey
    ) throws(PasskeyRefusal) -> VerifiedAssertion {
        for bytes in [authenticatorData, signature] where bytes.count > 4096 { throw .tooLong(bytes.count) }

        // 5–6. The credential that was asked for.
        guard credentialID == Array(passkey.credentialID) else { throw .otherCredential }
        // 8–13. Type, challenge, origin, frames.
        try ClientData.check(clientDataJSON, is: .assertion, challenge: challenge, origins: origins)
        // 15. The relying party. An assertion carries no credential data (§6.1).
        let data = try AuthenticatorData(authenticatorData)
        try data.require(relyingParty: relyingParty)
        guard data.credential == nil else { throw .authenticatorDataMalformed }
        // 20–21. The signature, before any flag is believed.
        try FidoAssertion.verify(
            signature: signature,
            authenticatorData: authenticatorData,
            clientDataDigest: Array(SHA256.hash(data: clientDataJSON)),
            relyingParty: relyingParty,
            passkey: passkey
        )
        // 16–19. User present, user verified, backup flags; eligibility never changes.
        try data.flags.requireVerifiedUser()
        guard data.flags.contains(.backupEligible) == passkey.backupEligible else { throw .backupEligibilityChanged }
        // 22. The counter grows, unless there is none.
        if data.signCount != 0 || passkey.signCount != 0 {
            guard data.signCount > passkey.signCount else {
                throw .signCount(stored: passkey.signCount, received: data.signCount)
            }
        }
        return VerifiedAssertion(signCount: data.signCount, flags: data.flags)
    }
}
