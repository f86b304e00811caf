import Passkeys
import SignerProtocol

/// What an HMAC of the HSM holds together, so that nobody who writes the database can mix two people's rows.
///
/// AES-KWP has no associated data: without this, two wrapped keys could be swapped unnoticed.
///
/// - SeeAlso: KEY-4; SIGNING 0a, 6
struct KeyBinding: Hashable, Sendable {
    /// Label and fields, each preceded by its length in 8 bytes.
    let message: [UInt8]

    private init(_ label: String, _ fields: [[UInt8]]) {
        message = ([Array(label.utf8)] + fields).flatMap { field in
            withUnsafeBytes(of: UInt64(field.count).bigEndian) { Array($0) } + field
        }
    }

    static func userKey(of credential: Credential, publicKeyInfo: [UInt8], wrapped: [UInt8]) -> KeyBinding {
        let fields = [Array(credential.subject.utf8), Array(credential.id.utf8), publicKeyInfo, wrapped]
        return KeyBinding("chigiri-user-key-v1", fields + typed(credential.keyType))
    }

    static func pooledKey(id: String, publicKeyInfo: [UInt8], wrapped: [UInt8]) -> KeyBinding {
        KeyBinding("chigiri-pooled-key-v1", [Array(id.utf8), publicKeyInfo, wrapped])
    }

    /// The type of a key, so that nobody makes it sign in another way; P-256 was bound without before there were others.
    private static func typed(_ type: KeyType) -> [[UInt8]] {
        type == .p256 ? [] : [Array(type.rawValue.utf8)]
    }

    /// Everything of a passkey that never changes.
    static func passkey(
        of credential: Credential,
        publicKeyInfo: [UInt8],
        _ passkey: RegisteredPasskey
    ) -> KeyBinding {
        KeyBinding(
            "chigiri-passkey-v1",
            [
                Array(credential.subject.utf8), Array(credential.id.utf8), publicKeyInfo,
                Array(passkey.credentialID), Array(passkey.publicKey), Array(String(passkey.algorithm.rawValue).utf8),
                [passkey.backupEligible ? 1 : 0],
            ]
        )
    }

    /// Everything of an operator's passkey that never changes.
    static func passkey(of person: Operator, _ passkey: RegisteredPasskey) -> KeyBinding {
        KeyBinding("chigiri-operator-v1", fields(of: person, passkey))
    }

    /// That a person with this passkey was admitted to her duty.
    static func admission(of person: Operator, _ passkey: RegisteredPasskey) -> KeyBinding {
        KeyBinding("chigiri-operator-admitted-v1", fields(of: person, passkey))
    }

    private static func fields(of person: Operator, _ passkey: RegisteredPasskey) -> [[UInt8]] {
        [
            Array(person.subject.utf8), Array(person.id.utf8), Array(person.duty.rawValue.utf8),
            Array(passkey.credentialID), Array(passkey.publicKey), Array(String(passkey.algorithm.rawValue).utf8),
            [passkey.backupEligible ? 1 : 0],
        ]
    }

    static func certificate(of credential: Credential, chain: [[UInt8]]) -> KeyBinding {
        KeyBinding("chigiri-certificate-v1", [Array(credential.subject.utf8), Array(credential.id.utf8)] + chain)
    }

    static func serviceCertificate(of key: ServiceKey, chain: [[UInt8]]) -> KeyBinding {
        KeyBinding("chigiri-service-certificate-v1", [Array(key.purpose.rawValue.utf8)] + chain + typed(key.type))
    }

    static func dataKey(document: String, wrapped: [UInt8]) -> KeyBinding {
        KeyBinding("chigiri-data-key-v1", [Array(document.utf8), wrapped])
    }
}

/// Whether two codes are equal, in the same time wherever they differ.
func isSameCode(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
