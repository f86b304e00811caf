import Crypto

/// SHA-256 where only its digits are wanted.
enum Digest {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: bytes))
    }

    static func hexadecimal(of bytes: [UInt8]) -> String {
        sha256(bytes).hexadecimal
    }
}
