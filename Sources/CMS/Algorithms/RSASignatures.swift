import Crypto
import CryptoExtras

/// The two RSA signature encodings, checked against the raw public operation.
extension RSAPublicKey {
    /// RSASSA-PKCS1-v1_5 by making the one right encoding and comparing all of it. CMS-V8
    ///
    /// - SeeAlso: RFC 8017 §8.2.2, §9.2
    func verifyPKCS1(_ signature: [UInt8], of message: [UInt8], hash: HashAlgorithm) throws(CMSError) {
        if let isValid = isValidPKCS1(signature, of: message, hash) {
            guard isValid else { throw .signatureInvalid }
            return
        }
        let digestInfo = hash.digestInfo(hash.digest(of: message))
        let padding = length - 3 - digestInfo.count
        guard padding >= 8, let encoded = encodedMessage(of: signature) else { throw .signatureInvalid }
        let expected = [0, 1] + [UInt8](repeating: 0xFF, count: padding) + [0] + digestInfo
        guard encoded == expected else { throw .signatureInvalid }
    }

    /// The same by swift-crypto, several times as fast; nil for a key that it does not take, such as one under 2048 bits.
    private func isValidPKCS1(_ signature: [UInt8], of message: [UInt8], _ hash: HashAlgorithm) -> Bool? {
        guard let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent) else { return nil }
        let value = _RSA.Signing.RSASignature(rawRepresentation: signature)
        return switch hash {
        case .sha1: key.isValidSignature(value, for: Insecure.SHA1.hash(data: message), padding: .insecurePKCS1v1_5)
        case .sha256: key.isValidSignature(value, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        case .sha384: key.isValidSignature(value, for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5)
        case .sha512: key.isValidSignature(value, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
        }
    }

    /// RSASSA-PSS with exactly these parameters. FND-1
    ///
    /// - SeeAlso: RFC 8017 §8.1.2, §9.1.2
    func verifyPSS(_ signature: [UInt8], of message: [UInt8], _ parameters: PSSParameters) throws(CMSError) {
        guard var encoded = encodedMessage(of: signature) else { throw .signatureInvalid }
        // 1. The encoded message has one bit less than the modulus, which may make it one byte shorter.
        let bits = modulusBits - 1
        let encodedLength = (bits + 7) / 8
        if encoded.count > encodedLength {
            guard encoded[0] == 0 else { throw .signatureInvalid }
            encoded.removeFirst()
        }
        // 2. Hash the message; 3. there must be room for salt and hash; 4. the trailer is BC.
        let digest = parameters.hash.digest(of: message)
        let maskedLength = encodedLength - digest.count - 1
        let saltLength = parameters.saltLength
        guard saltLength <= maskedLength - 1, encoded[encodedLength - 1] == 0xBC else { throw .signatureInvalid }
        // 5–6. Split; the bits above the encoded message are zero.
        let masked = Array(encoded[..<maskedLength])
        let hashed = Array(encoded[maskedLength..<(encodedLength - 1)])
        let unusedBits = encodedLength * 8 - bits
        let usedMask = UInt8(0xFF >> unusedBits)
        guard masked[0] & ~usedMask == 0 else { throw .signatureInvalid }
        // 7–9. Unmask.
        let mask = maskGenerated(from: hashed, length: maskedLength, hash: parameters.maskHash)
        var block = zip(masked, mask).map { $0 ^ $1 }
        block[0] &= usedMask
        // 10. Zeros, a one, then the salt and nothing else.
        let zeros = maskedLength - saltLength - 1
        guard block[..<zeros].allSatisfy({ $0 == 0 }), block[zeros] == 1 else { throw .signatureInvalid }
        // 11–14. Hash eight zeros, the digest and the salt.
        let salt = block[(zeros + 1)...]
        let expected = parameters.hash.digest(of: [UInt8](repeating: 0, count: 8) + digest + salt)
        guard expected == hashed else { throw .signatureInvalid }
    }
}

extension HashAlgorithm {
    /// What RSASSA-PKCS1-v1_5 pads and signs: the digest with its algorithm, parameters NULL.
    ///
    ///     DigestInfo ::= SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }
    ///
    /// - SeeAlso: RFC 8017 §9.2
    package func digestInfo(_ digest: [UInt8]) -> [UInt8] {
        DEREncoding.sequence(
            AlgorithmIdentifier(oid: oid, parameters: DEREncoding.null).der,
            DEREncoding.octetString(digest)
        )
    }
}

/// MGF1. RFC 8017 §B.2.1
private func maskGenerated(from seed: [UInt8], length: Int, hash: HashAlgorithm) -> [UInt8] {
    var mask: [UInt8] = []
    var counter: UInt32 = 0
    while mask.count < length {
        let octets = (0..<4).reversed().map { UInt8(truncatingIfNeeded: counter >> UInt32($0 * 8)) }
        mask += hash.digest(of: seed + octets)
        counter += 1
    }
    return Array(mask.prefix(length))
}
