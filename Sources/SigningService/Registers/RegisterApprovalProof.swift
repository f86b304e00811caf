import Foundation
import Passkeys
package import SignerProtocol

/// The assertion of a second person's passkey over what she approved, with all that anyone needs to verify it again.
///
/// - SeeAlso: WebAuthn Level 3 §7.2; decision 0030
package struct RegisterApprovalProof: Hashable, Sendable, Codable {
    /// The exact bytes of the `RegisterStatement`.
    package let statement: Blob
    package let assertion: PasskeyAssertionBytes
    /// Of her passkey, without COSE around it.
    package let publicKey: Blob
    /// Number in the COSE registry.
    package let algorithm: Int

    package init(statement: Blob, assertion: PasskeyAssertionBytes, publicKey: Blob, algorithm: Int) {
        self.statement = statement
        self.assertion = assertion
        self.publicKey = publicKey
        self.algorithm = algorithm
    }

    /// Whether this passkey approved exactly this version; the key itself is for the audit log of its owner to tell.
    func approves(_ version: RegisterEntry, _ settings: ServiceSettings) -> Bool {
        guard let algorithm = PasskeyAlgorithm(rawValue: algorithm),
            let expected = try? RegisterStatement.bytes(of: version, in: settings.instance),
            expected == statement.bytes
        else { return false }
        let flags = AuthenticatorFlags(rawValue: assertion.authenticatorData.bytes.dropFirst(32).first ?? 0)
        do throws(PasskeyRefusal) {
            _ = try PasskeyAssertion.verify(
                credentialID: assertion.credentialID.bytes,
                authenticatorData: assertion.authenticatorData.bytes,
                clientDataJSON: assertion.clientDataJSON.bytes,
                signature: assertion.signature.bytes,
                challenge: RegisterStatement.challenge(of: statement.bytes),
                relyingParty: settings.relyingParty.id,
                origins: settings.relyingParty.origins,
                passkey: RegisteredPasskey(
                    credentialID: Data(assertion.credentialID.bytes),
                    publicKey: Data(publicKey.bytes),
                    algorithm: algorithm,
                    // Its counter and its eligibility were checked against its record when it approved.
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
