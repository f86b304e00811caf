import Crypto

/// What the authenticator says about its user and itself.
///
/// - SeeAlso: WebAuthn Level 3 §6.1
package struct AuthenticatorFlags: OptionSet, Hashable, Sendable, Codable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let userPresent = AuthenticatorFlags(rawValue: 0x01)
    package static let userVerified = AuthenticatorFlags(rawValue: 0x04)
    package static let backupEligible = AuthenticatorFlags(rawValue: 0x08)
    package static let backedUp = AuthenticatorFlags(rawValue: 0x10)
    package static let attestedCredentialData = AuthenticatorFlags(rawValue: 0x40)
    package static let extensionData = AuthenticatorFlags(rawValue: 0x80)

    /// Refuses unless a verified person was there and the backup flags make sense.
    ///
    /// - SeeAlso: WebAuthn Level 3 §7.1 steps 15–17, §7.2 steps 16–18
    func requireVerifiedUser() throws(PasskeyRefusal) {
        guard contains(.userPresent) else { throw .userNotPresent }
        guard contains(.userVerified) else { throw .userNotVerified }
        guard contains(.backupEligible) || !contains(.backedUp) else { throw .backupState }
    }
}

/// Authenticator data, taken apart to its last byte.
///
/// ```
/// rpIdHash (32) ‖ flags (1) ‖ signCount (4)
///   ‖ [ aaguid (16) ‖ length (2) ‖ credentialId ‖ COSE key ]   when AT is set
///   ‖ [ extensions, one CBOR map ]                              when ED is set
/// ```
///
/// - SeeAlso: WebAuthn Level 3 §6.1, §6.5.1
struct AuthenticatorData: Hashable, Sendable {
    let relyingPartyDigest: [UInt8]
    let flags: AuthenticatorFlags
    let signCount: UInt32
    let credential: AttestedCredential?

    struct AttestedCredential: Hashable, Sendable {
        let id: [UInt8]
        /// Label 3 of the COSE key.
        let algorithm: Int
    }

    /// Throws `PasskeyRefusal.authenticatorDataMalformed` unless every byte is accounted for.
    init(_ bytes: [UInt8]) throws(PasskeyRefusal) {
        guard bytes.count >= 37 else { throw .authenticatorDataMalformed }
        relyingPartyDigest = Array(bytes[..<32])
        flags = AuthenticatorFlags(rawValue: bytes[32])
        signCount = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        do {
            var rest = CBORReader(bytes[37...])
            credential = flags.contains(.attestedCredentialData) ? try Self.credential(&rest) : nil
            if flags.contains(.extensionData) {
                try rest.requireMap()
                try rest.skip()
            }
            try rest.end()
        } catch {
            throw .authenticatorDataMalformed
        }
    }

    /// Refuses authenticator data made for another relying party. WebAuthn Level 3 §7.1 step 14, §7.2 step 15
    func require(relyingParty: String) throws(PasskeyRefusal) {
        guard relyingPartyDigest == Array(SHA256.hash(data: Array(relyingParty.utf8))) else { throw .relyingParty }
    }

    private static func credential(_ reader: inout CBORReader) throws(CBORError) -> AttestedCredential {
        _ = try reader.take(16)
        let length = try reader.take(2).reduce(0) { $0 << 8 | Int($1) }
        // WebAuthn Level 3 §7.1 step 25: at most 1023 bytes.
        guard (1...1023).contains(length) else { throw .malformed }
        let id = try reader.take(length)

        var algorithm: Int?
        for _ in 0..<(try reader.mapHeader()) {
            if try reader.integer() == 3 {
                guard algorithm == nil else { throw .malformed }
                algorithm = try reader.integer()
            } else {
                try reader.skip()
            }
        }
        guard let algorithm else { throw .malformed }
        return AttestedCredential(id: Array(id), algorithm: algorithm)
    }
}
