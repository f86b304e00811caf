import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// Signature values that were not made with the key they seem to be made with.
///
/// Rows 24, 25 and 26: TOTAL_FAILED/SIG_CRYPTO_FAILURE `SIGNATURE_INVALID`, or `ALG_CONFUSION`, `ALG_UNSUPPORTED` and
/// `ALG_EXPIRED` where the parameters themselves are not accepted (`EC_PARAMS` of the table is `ALG_UNSUPPORTED` here:
/// nothing can be said about a curve without a name).
///
/// - SeeAlso: SIGNING C rows 24–26; CMS-V8, CMS-V9
@Suite struct `A forged signature value` {
    private func verdict(
        signer key: DeclaredKey = .p256(),
        _ change: (inout CraftedSignedData) throws -> Void
    ) throws -> Verdict {
        let world = try TestWorld(signerKey: key)
        var contract = Contract(world)
        try contract.sign { digest in
            var crafted = CraftedSignedData(digest: digest, by: world.signer, chain: [world.issuing.certificate])
            try change(&crafted)
            return try crafted.der()
        }
        return try Verdict(contract.bytes, in: world)
    }

    private let invalid = Conclusion.failed(.signatureCryptoFailure)

    // MARK: Row 24

    /// With the exponent 3, a cube root of a well-formed beginning is a signature to whoever does not look at the end.
    @Test func `is refused when RSA with exponent 3 hides garbage behind the hash (row 24, BB'06)`() throws {
        let world = try TestWorld()
        let modulus = [UInt8](repeating: 0xFF, count: 384)
        let start = TestWorld.start
        let certificate = try world.issuing.certify(
            .signer("Forged").serial(40).valid(from: start, until: start.addingTimeInterval(TestWorld.year)),
            publicKeyInfo: PublicKeyInfo.rsa(modulus: modulus, exponent: [3])
        )
        var contract = Contract(world)
        try contract.sign { digest in
            let attributes = SignedAttributes(
                messageDigest: digest,
                signingCertificate: certificate,
                digestAlgorithm: .sha256,
                signatureAlgorithm: .sha256WithRSA
            )
            let info = HashAlgorithm.sha256.digestInfo(HashAlgorithm.sha256.digest(of: attributes.der))
            let beginning = [0, 1] + [UInt8](repeating: 0xFF, count: 8) + [0] + info
            let encoded = beginning + [UInt8](repeating: 0xFF, count: 384 - beginning.count)
            let root = Natural(bigEndian: encoded).cubeRoot
            // What the attacker relies on: the cube begins as it has to, with garbage behind.
            #expect(root.cubed.bigEndian(count: 384).starts(with: beginning))
            return try SignedData.encode(
                signedAttributes: attributes,
                signature: root.bigEndian(count: 384),
                signatureAlgorithm: .sha256WithRSA,
                certificates: [certificate, world.issuing.certificate],
                timestampToken: nil
            )
        }
        let verdict = try Verdict(contract.bytes, in: world)
        #expect(verdict.has(invalid, "SIGNATURE_INVALID"), "\(verdict)")
    }

    // MARK: Row 25

    private func pss(_ parameters: [UInt8]?) -> AlgorithmIdentifier {
        AlgorithmIdentifier(oid: OID.rsaPSS, parameters: parameters)
    }

    @Test func `is refused with PSS parameters that it was not made with (row 25)`() throws {
        let salts = try verdict(signer: .rsa3072(.pss)) { crafted in
            crafted.replace(OID.algorithmProtection, with: [])
            let other = PSSParameters(hash: .sha256, maskHash: .sha256, saltLength: 20)
            crafted.signatureAlgorithm = pss(other.der)
        }
        #expect(salts.has(invalid, "SIGNATURE_INVALID"), "\(salts)")
        let masks = try verdict(signer: .rsa3072(.pss)) { crafted in
            crafted.replace(OID.algorithmProtection, with: [])
            let other = PSSParameters(hash: .sha256, maskHash: .sha1, saltLength: 32)
            crafted.signatureAlgorithm = pss(other.der)
        }
        #expect(masks.conclusion == invalid, "\(masks)")
    }

    @Test func `is refused with PSS parameters that nothing protects it from (row 25)`() throws {
        let protected = try verdict(signer: .rsa3072(.pss)) { crafted in
            let other = PSSParameters(hash: .sha256, maskHash: .sha256, saltLength: 20)
            crafted.signatureAlgorithm = pss(other.der)
        }
        #expect(protected.has(.failed(.formatFailure), "ALG_CONFUSION"), "\(protected)")
        for parameters in [[0x30, 0], nil, DEREncoding.sequence(DEREncoding.explicit(3, DEREncoding.integer(2)))] {
            let verdict = try verdict(signer: .rsa3072(.pss)) { crafted in
                crafted.replace(OID.algorithmProtection, with: [])
                crafted.signatureAlgorithm = pss(parameters)
            }
            #expect(verdict.document == .totalFailed, "\(String(describing: parameters)): \(verdict)")
        }
    }

    @Test func `passes with the parameters that it was made with`() throws {
        let right = try verdict(signer: .rsa3072(.pss)) { _ in }
        #expect(right.document == .totalPassed, "\(right)")
    }

    // MARK: Row 26

    /// r and s: zero, the order of the group, above it, negative, padded, and more than two numbers.
    @Test(arguments: [
        "3006020100020100", "3006020101020100", "3006020100020101",
        "3026022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551020101",
        "3026020101022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552",
        "30060201ff0201ff", "300802020001 02020001", "3009020101020101020101", "3080020101020101 0000", "",
    ])
    func `is refused with ECDSA numbers that are none (row 26)`(hexadecimal: String) throws {
        let digits = Array(hexadecimal.filter { $0 != " " })
        let value = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        let verdict = try verdict { $0.valueInstead = value }
        #expect(verdict.has(invalid, "SIGNATURE_INVALID"), "\(verdict)")
    }

    @Test func `is unclear under a curve without a name, and refused off the curve (row 26)`() throws {
        let world = try TestWorld()
        let start = TestWorld.start
        let point = Array(world.signer.certificate.publicKeyInfo.suffix(65))
        var off = point
        off[64] ^= 1
        let explicit = AlgorithmIdentifier(
            oid: OID.ecPublicKey,
            parameters: DEREncoding.sequence(DEREncoding.integer(1))
        )
        let keys: [([UInt8], Conclusion)] = [
            (PublicKeyInfo.ellipticCurve(.p256, point: off), invalid),
            (PublicKeyInfo.ellipticCurve(.p256, point: [4] + [UInt8](repeating: 0, count: 64)), invalid),
            (
                DEREncoding.sequence(explicit.der, DEREncoding.bitString(point)),
                .indeterminate(.cryptoConstraintsFailure)
            ),
        ]
        for (key, expected) in keys {
            let certificate = try world.issuing.certify(
                .signer("Curve").serial(41).valid(from: start, until: start.addingTimeInterval(TestWorld.year)),
                publicKeyInfo: key
            )
            var contract = Contract(world)
            try contract.sign { digest in
                var crafted = CraftedSignedData(
                    digest: digest,
                    by: world.signer,
                    as: certificate,
                    chain: [world.issuing.certificate]
                )
                crafted.valueInstead = [0x30, 6, 2, 1, 1, 2, 1, 1]
                return try crafted.der()
            }
            let verdict = try Verdict(contract.bytes, in: world)
            #expect(verdict.document != .totalPassed)
            #expect(verdict.conclusion == expected, "\(verdict)")
        }
    }
}

/// A natural number of any size, as far as a forger needs one.
private struct Natural: Equatable {
    /// Least significant first.
    private var limbs: [UInt32]

    init(bigEndian bytes: [UInt8]) {
        limbs = stride(from: bytes.count, to: 0, by: -4).map { end in
            bytes[max(0, end - 4)..<end].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        trim()
    }

    func bigEndian(count: Int) -> [UInt8] {
        let bytes = limbs.reversed().flatMap { limb in
            (0..<4).reversed().map { UInt8(truncatingIfNeeded: limb >> ($0 * 8)) }
        }
        return Array(([UInt8](repeating: 0, count: max(0, count - bytes.count)) + bytes).suffix(count))
    }

    var cubed: Natural { self * self * self }

    /// The greatest number whose cube is not above this one, bit by bit.
    var cubeRoot: Natural {
        var root = Natural(bigEndian: [])
        for bit in stride(from: limbs.count * 32 / 3 + 1, through: 0, by: -1) {
            var candidate = root
            candidate.set(bit)
            if candidate.cubed <= self { root = candidate }
        }
        return root
    }

    private mutating func set(_ bit: Int) {
        while limbs.count <= bit / 32 { limbs.append(0) }
        limbs[bit / 32] |= 1 << UInt32(bit % 32)
    }

    private mutating func trim() {
        while limbs.last == 0 { limbs.removeLast() }
    }

    static func * (left: Natural, right: Natural) -> Natural {
        var limbs = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count + 1)
        for (index, one) in left.limbs.enumerated() {
            var carry: UInt64 = 0
            for (other, two) in right.limbs.enumerated() {
                let sum = UInt64(one) * UInt64(two) + UInt64(limbs[index + other]) + carry
                limbs[index + other] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
            limbs[index + right.limbs.count] = UInt32(carry)
        }
        var product = Natural(bigEndian: [])
        product.limbs = limbs
        product.trim()
        return product
    }

    static func <= (left: Natural, right: Natural) -> Bool {
        guard left.limbs.count == right.limbs.count else { return left.limbs.count < right.limbs.count }
        for (one, two) in zip(left.limbs.reversed(), right.limbs.reversed()) where one != two { return one < two }
        return true
    }
}
