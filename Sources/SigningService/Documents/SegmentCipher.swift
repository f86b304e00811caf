import Crypto
import Foundation

/// How a segment is encrypted: AES-256-GCM in chunks of 64 KiB, so that any range can be read and checked alone.
///
/// ```
/// segment = magic (8) || salt (32) || chunk …        chunk = ciphertext (≤ 65 536) || tag (16)
/// key     = HKDF-SHA256(data key, salt, "chigiri-segment-v1")
/// nonce   = 000000 || 01 for the last chunk, else 00 || number of the chunk, 8 bytes big-endian
/// ```
///
/// The salt gives each segment a key of its own, so nonces never meet; the mark of the last chunk shows truncation.
enum SegmentCipher {
    static let magic = Array("CHIGIRI1".utf8)
    static let saltLength = 32
    static let headerLength = 40
    static let chunkLength = 65_536
    static let tagLength = 16

    static func key(from dataKey: SymmetricKey, salt: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: dataKey,
            salt: salt,
            info: Array("chigiri-segment-v1".utf8),
            outputByteCount: 32
        )
    }

    static func seal(_ chunk: [UInt8], number: Int, isLast: Bool, key: SymmetricKey) throws -> [UInt8] {
        let box = try AES.GCM.seal(chunk, using: key, nonce: nonce(number, isLast), authenticating: magic)
        return Array(box.ciphertext) + Array(box.tag)
    }

    static func open(_ sealed: ArraySlice<UInt8>, number: Int, isLast: Bool, key: SymmetricKey) throws -> Data {
        let box = try AES.GCM.SealedBox(
            nonce: nonce(number, isLast),
            ciphertext: sealed.dropLast(tagLength),
            tag: sealed.suffix(tagLength)
        )
        return try AES.GCM.open(box, using: key, authenticating: magic)
    }

    private static func nonce(_ number: Int, _ isLast: Bool) throws -> AES.GCM.Nonce {
        let counter = withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) }
        return try AES.GCM.Nonce(data: [0, 0, 0, isLast ? 1 : 0] + counter)
    }
}
