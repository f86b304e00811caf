import CMS
import Crypto
import DeclaredPKI
import Testing

@Suite struct `An ECDSA signature value` {
    /// CMS-B4.
    @Test func `gets minimal integers from halves with leading zeros and high bits`() throws {
        let raw = [0, 0, 1] + [0x80, 0, 0] as [UInt8]
        #expect(try ECDSASignature.der(raw: raw) == [0x30, 9, 2, 1, 1, 2, 4, 0, 0x80, 0, 0])
        #expect(try ECDSASignature.raw(der: ECDSASignature.der(raw: raw), coordinateLength: 3) == raw)
    }

    @Test(arguments: [[], [1, 2, 3]] as [[UInt8]])
    func `cannot be made from halves of different length`(raw: [UInt8]) {
        #expect(throws: CMSError.malformed(.signatureValue, .value)) { try ECDSASignature.der(raw: raw) }
    }

    @Test func `verifies after the conversion`() throws {
        let key = P256.Signing.PrivateKey()
        let info = DeclaredKey.p256(key).publicKeyInfo
        for round in 0..<20 {
            let message: [UInt8] = [UInt8(round)]
            let raw = Array(try key.signature(for: message).rawRepresentation)
            let signature = try ECDSASignature.der(raw: raw)
            try verifySignature(signature, algorithm: .ecdsaWithSHA256, of: message, publicKeyInfo: info)
            #expect(throws: CMSError.signatureInvalid) {
                try verifySignature(signature, algorithm: .ecdsaWithSHA256, of: message + [0], publicKeyInfo: info)
            }
            #expect(throws: CMSError.signatureInvalid) {
                try verifySignature(signature, algorithm: .ecdsaWithSHA384, of: message, publicKeyInfo: info)
            }
        }
    }
}

@Suite struct `A public key` {
    let point = Array(P256.Signing.PrivateKey().publicKey.x963Representation)

    /// CMS-V9, CVE-2020-0601.
    @Test func `with explicit curve parameters is refused`() {
        let algorithm = AlgorithmIdentifier(
            oid: OID.ecPublicKey,
            parameters: DEREncoding.sequence(DEREncoding.integer(1))
        )
        #expect(throws: CMSError.curveNotNamed) {
            try PublicKey(publicKeyInfo: DEREncoding.sequence(algorithm.der, DEREncoding.bitString(point)))
        }
        #expect(throws: Never.self) { try PublicKey(publicKeyInfo: PublicKeyInfo.ellipticCurve(.p256, point: point)) }
    }

    @Test func `on a curve that is not ours is unsupported, not invalid`() {
        let brainpool = "1.3.36.3.3.2.8.1.1.7"
        let algorithm = AlgorithmIdentifier(
            oid: OID.ecPublicKey,
            parameters: DEREncoding.objectIdentifier(brainpool)
        )
        #expect(throws: CMSError.algorithmUnsupported(brainpool)) {
            try PublicKey(publicKeyInfo: DEREncoding.sequence(algorithm.der, DEREncoding.bitString(point)))
        }
    }

    /// CMS-V9.
    @Test func `off its curve verifies nothing`() throws {
        var wrong = point
        wrong[64] ^= 1
        #expect(throws: CMSError.signatureInvalid) {
            try verifySignature(
                [0x30, 6, 2, 1, 1, 2, 1, 1],
                algorithm: .ecdsaWithSHA256,
                of: [],
                publicKeyInfo: PublicKeyInfo.ellipticCurve(.p256, point: wrong)
            )
        }
    }

    /// CMS-V8.
    @Test(arguments: [[1], [2], [0x01, 0x00]] as [[UInt8]])
    func `of RSA with an even exponent or one is refused`(exponent: [UInt8]) {
        let modulus = [UInt8](repeating: 0xFF, count: 256)
        #expect(throws: CMSError.malformed(.publicKeyInfo, .value)) {
            try PublicKey(publicKeyInfo: PublicKeyInfo.rsa(modulus: modulus, exponent: exponent))
        }
        #expect(throws: Never.self) {
            try PublicKey(publicKeyInfo: PublicKeyInfo.rsa(modulus: modulus, exponent: [3]))
        }
    }

    @Test(arguments: [63, 2049])
    func `of RSA that is too short or too long is unsuitable, not broken`(length: Int) {
        let modulus = [UInt8](repeating: 0xFF, count: length)
        #expect(throws: CMSError.keyUnsuitable(algorithm: OID.rsaEncryption)) {
            try PublicKey(publicKeyInfo: PublicKeyInfo.rsa(modulus: modulus, exponent: [1, 0, 1]))
        }
    }

    @Test func `of another kind than the algorithm is unsuitable`() {
        #expect(throws: CMSError.keyUnsuitable(algorithm: OID.sha256WithRSA)) {
            try verifySignature(
                [],
                algorithm: .sha256WithRSA,
                of: [],
                publicKeyInfo: PublicKeyInfo.ellipticCurve(.p256, point: point)
            )
        }
    }
}

@Suite struct `An algorithm identifier` {
    @Test func `of PSS says hash, mask and salt`() throws {
        let parameters = try #require(AlgorithmIdentifier.rsaPSS(.sha256).parameters)
        #expect(try PSSParameters(der: parameters) == PSSParameters(hash: .sha256, maskHash: .sha256, saltLength: 32))
        #expect(try PSSParameters(der: [0x30, 0]) == PSSParameters(hash: .sha1, maskHash: .sha1, saltLength: 20))
        #expect(throws: CMSError.algorithmParameters(OID.rsaPSS)) {
            try PSSParameters(der: DEREncoding.sequence(DEREncoding.explicit(3, DEREncoding.integer(2))))
        }
    }

    @Test func `of ECDSA has no parameters`() throws {
        #expect(throws: CMSError.algorithmParameters(OID.ecdsaWithSHA256)) {
            try SignatureScheme(AlgorithmIdentifier(oid: OID.ecdsaWithSHA256, parameters: DEREncoding.null))
        }
        #expect(try SignatureScheme(.ecdsaWithSHA256) == .ecdsa(.sha256))
    }

    @Test func `that nobody implements names itself`() {
        #expect(throws: CMSError.algorithmUnsupported("1.2.3")) {
            try SignatureScheme(AlgorithmIdentifier(oid: "1.2.3", parameters: nil))
        }
    }
}
