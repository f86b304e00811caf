import Foundation
import Passkeys
import SignerProtocol

/// An assertion that was kept, verified again.
extension PasskeyAssertionBytes {
    /// Whether this passkey answered this challenge, and verified its owner.
    ///
    /// Its counter and its eligibility for backup were checked against its record when it answered.
    ///
    /// - SeeAlso: WebAuthn Level 3 §7.2
    func answers(
        _ challenge: [UInt8],
        withPublicKey publicKey: Blob,
        _ algorithm: Int,
        _ settings: ServiceSettings
    ) -> Bool {
        guard let algorithm = PasskeyAlgorithm(rawValue: algorithm) else { return false }
        let flags = AuthenticatorFlags(rawValue: authenticatorData.bytes.dropFirst(32).first ?? 0)
        do throws(PasskeyRefusal) {
            _ = try PasskeyAssertion.verify(
                credentialID: credentialID.bytes,
                authenticatorData: authenticatorData.bytes,
                clientDataJSON: clientDataJSON.bytes,
                signature: signature.bytes,
                challenge: challenge,
                relyingParty: settings.relyingParty.id,
                origins: settings.relyingParty.origins,
                passkey: RegisteredPasskey(
                    credentialID: Data(credentialID.bytes),
                    publicKey: Data(publicKey.bytes),
                    algorithm: algorithm,
                    signCount: 0,
                    backupEligible: flags.contains(.backupEligible),
                    backupState: flags.contains(.backedUp),
                    attestationFormat: "none"
                )
            )
            return true
        } catch {
            return false
        }
    }
}
