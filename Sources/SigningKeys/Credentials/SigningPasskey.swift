import Foundation
import Passkeys
import SignerProtocol

extension EnrolledPasskey {
    init(_ passkey: RegisteredPasskey, binding: [UInt8]) {
        self.init(
            id: Array(passkey.credentialID),
            publicKey: Array(passkey.publicKey),
            algorithm: passkey.algorithm.rawValue,
            signCount: passkey.signCount,
            backupEligible: passkey.backupEligible,
            backupState: passkey.backupState,
            attestationFormat: passkey.attestationFormat,
            binding: binding
        )
    }

    /// The passkey as its verifier takes it, with the count that the assertion has to exceed.
    ///
    /// - Throws: `SignerError.passkeyRefused` for an algorithm that is no longer known.
    func registered(signCount: UInt32) throws(SignerError) -> RegisteredPasskey {
        guard let algorithm = PasskeyAlgorithm(rawValue: algorithm) else { throw .passkeyRefused }
        return RegisteredPasskey(
            credentialID: Data(id),
            publicKey: Data(publicKey),
            algorithm: algorithm,
            signCount: signCount,
            backupEligible: backupEligible,
            backupState: backupState,
            attestationFormat: attestationFormat
        )
    }
}

extension SignerError {
    /// What of a refused passkey crosses the line. SAD-4
    init(_ refusal: PasskeyRefusal) {
        self =
            switch refusal {
            case .relyingParty: .passkeyOtherRelyingParty
            case .origin, .crossOrigin: .passkeyOtherOrigin
            case .challenge: .passkeyChallenge
            case .userNotPresent, .userNotVerified: .passkeyUserNotVerified
            case .signature: .passkeySignature
            case .signCount: .passkeyCounter
            case .otherCredential: .otherCredential
            case .tooLong, .clientDataMalformed, .ceremony, .attestationObjectMalformed,
                .authenticatorDataMalformed, .algorithmUnsupported, .publicKeyMalformed,
                .attestationFormatUnsupported, .attestation, .backupState, .backupEligibilityChanged,
                .libraryUnavailable:
                .passkeyRefused
            }
    }
}
