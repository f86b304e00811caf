import Crypto
import Foundation

/// The answer to `navigator.credentials.create`.
package enum PasskeyRegistration {
    /// Verifies a new passkey whose user was verified.
    ///
    /// Attestation is taken as proof that the statement fits the key, not of the make of the authenticator: formats are
    /// `none` and `packed`, and no root is asked for.
    ///
    /// - Throws: `PasskeyRefusal`, by the first check that fails.
    /// - SeeAlso: WebAuthn Level 3 §7.1
    package static func verify(
        attestationObject: [UInt8],
        clientDataJSON: [UInt8],
        challenge: [UInt8],
        relyingParty: String,
        origins: [String]
    ) throws(PasskeyRefusal) -> RegisteredPasskey {
        // 5–11. Type, challenge, origin, frames.
        try ClientData.check(clientDataJSON, is: .registration, challenge: challenge, origins: origins)
        // 12–13. Digest of the client data; the attestation object.
        let clientDataDigest = Array(SHA256.hash(data: clientDataJSON))
        let object = try AttestationObject(attestationObject)
        let authenticatorData = try AuthenticatorData(object.authenticatorData)
        // 14. The relying party.
        try authenticatorData.require(relyingParty: relyingParty)
        // 20. The algorithm is one that we offer.
        guard let credential = authenticatorData.credential else { throw .authenticatorDataMalformed }
        let algorithm = try PasskeyAlgorithm(cose: credential.algorithm)
        // 21–24. The attestation statement, before any flag is believed.
        let fido = try FidoCredential(
            authenticatorData: object.authenticatorData,
            clientDataDigest: clientDataDigest,
            relyingParty: relyingParty,
            algorithm: algorithm
        )
        let publicKey = try fido.publicKey()
        try algorithm.check(publicKey: publicKey)
        try fido.verifyAttestation(format: object.format, statement: object.statement)
        // 15–17. User present, user verified, backup flags.
        try authenticatorData.flags.requireVerifiedUser()

        return RegisteredPasskey(
            credentialID: Data(credential.id),
            publicKey: Data(publicKey),
            algorithm: algorithm,
            signCount: authenticatorData.signCount,
            backupEligible: authenticatorData.flags.contains(.backupEligible),
            backupState: authenticatorData.flags.contains(.backedUp),
            attestationFormat: object.format
        )
    }
}
