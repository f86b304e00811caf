package import Foundation

/// A passkey as the relying party keeps it.
///
/// - SeeAlso: WebAuthn Level 3 §4 (credential record)
package struct RegisteredPasskey: Hashable, Sendable, Codable {
    /// At most 1023 bytes.
    package let credentialID: Data
    /// Without COSE around it: x ‖ y for ES256 and ES384, 32 bytes for EdDSA.
    package let publicKey: Data
    package let algorithm: PasskeyAlgorithm
    /// The counter last seen; 0 from an authenticator that has none.
    package let signCount: UInt32
    /// The authenticator may copy the key to other devices.
    package let backupEligible: Bool
    package let backupState: Bool
    /// Attestation statement format; the statement names no model that we rely on.
    package let attestationFormat: String

    package init(
        credentialID: Data,
        publicKey: Data,
        algorithm: PasskeyAlgorithm,
        signCount: UInt32,
        backupEligible: Bool,
        backupState: Bool,
        attestationFormat: String
    ) {
        self.credentialID = credentialID
        self.publicKey = publicKey
        self.algorithm = algorithm
        self.signCount = signCount
        self.backupEligible = backupEligible
        self.backupState = backupState
        self.attestationFormat = attestationFormat
    }

    /// The same passkey after a verified assertion. WebAuthn Level 3 §7.2 step 25
    package func used(_ assertion: VerifiedAssertion) -> RegisteredPasskey {
        RegisteredPasskey(
            credentialID: credentialID,
            publicKey: publicKey,
            algorithm: algorithm,
            signCount: assertion.signCount,
            backupEligible: backupEligible,
            backupState: assertion.flags.contains(.backedUp),
            attestationFormat: attestationFormat
        )
    }
}
