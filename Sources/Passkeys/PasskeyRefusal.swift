/// Why a registration or an assertion of a passkey was refused.
package enum PasskeyRefusal: Error, Hashable, Sendable {
    /// Longer than any authenticator has reason to send; in bytes.
    case tooLong(Int)

    // Client data: the bytes of the browser.
    case clientDataMalformed
    /// Another ceremony than the one asked for.
    case ceremony(String)
    case challenge
    case origin(String)
    /// Made inside a frame of another origin.
    case crossOrigin

    // Authenticator data and attestation: the bytes of the authenticator.
    case attestationObjectMalformed
    case authenticatorDataMalformed
    case relyingParty
    case algorithmUnsupported(Int)
    case publicKeyMalformed
    case attestationFormatUnsupported(String)
    case attestation
    case userNotPresent
    case userNotVerified
    /// Backed up although it said that it cannot be.
    case backupState
    case backupEligibilityChanged

    // Assertion.
    case otherCredential
    case signature
    /// The counter did not grow: perhaps a copy of the authenticator.
    case signCount(stored: UInt32, received: UInt32)

    /// libfido2 could not work, such as for want of memory.
    case libraryUnavailable
}
