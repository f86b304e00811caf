import Crypto
import Foundation

/// What a second person's passkey approves: one version of one entry, with the digest of its exact bytes.
///
/// It is written once as UTF-8 JSON; those bytes are shown by their digest, hashed for the passkey's challenge, and kept
/// with the approval.
///
/// - SeeAlso: decision 0030
package struct RegisterStatement: Hashable, Sendable, Codable {
    /// Format; this is version 1.
    package let ver: Int
    /// The installation, by its name.
    package let aud: String
    package let register: String
    package let entry: String
    package let number: Int
    package let version: Int
    /// SHA-256, hexadecimal, of the version as it is stored; the audit entry of the version says the same.
    package let content: String

    init(of entry: RegisterEntry, in instance: String) throws(ServiceError) {
        ver = 1
        aud = instance
        register = entry.register.text
        self.entry = entry.id.text
        number = entry.number
        version = entry.version
        content = try entry.contentDigest()
    }

    static func bytes(of entry: RegisterEntry, in instance: String) throws(ServiceError) -> [UInt8] {
        let statement = try RegisterStatement(of: entry, in: instance)
        do {
            return try SortedJSON.encode(statement)
        } catch {
            throw .storage("a statement that cannot be encoded: \(error)")
        }
    }

    /// The WebAuthn challenge for these exact bytes: SHA-256("chigiri-register-approval-v1\0" ‖ bytes).
    package static func challenge(of bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array("chigiri-register-approval-v1\0".utf8) + bytes))
    }
}
