import SwiftASN1

/// An RSA public key and its public operation.
///
///     RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
///
/// swift-crypto fixes the salt length and hides the raw operation, so the exponentiation is ours. It handles public
/// values only; nothing here is secret.
///
/// - SeeAlso: FND-1, RFC 8017 §5.2.2, §A.1.1
package struct RSAPublicKey: Hashable, Sendable {
    package let modulus: [UInt8]
    package let exponent: [UInt8]

    /// Throws `CMSError.keyUnsuitable` unless the modulus has 1024 to 16384 bits and the exponent at most 64, and
    /// `.malformed` unless both are odd and the exponent is at least 3. CMS-V8
    package init(der: [UInt8]) throws(CMSError) {
        var reader = try DERElement(der: der, .publicKeyInfo).sequence()
        modulus = try reader.next(.integer).magnitude()
        exponent = try reader.next(.integer).magnitude()
        try reader.end()
        guard (512...16_384).contains(modulusBits), exponent.count <= 8 else {
            throw .keyUnsuitable(algorithm: OID.rsaEncryption)
        }
        guard Self.isOdd(modulus), Self.isOdd(exponent), exponent != [1] else {
            throw .malformed(.publicKeyInfo, .value)
        }
    }

    private static func isOdd(_ number: [UInt8]) -> Bool {
        number.last.map { $0 & 1 == 1 } ?? false
    }

    package var modulusBits: Int {
        guard let first = modulus.first else { return 0 }
        return modulus.count * 8 - first.leadingZeroBitCount
    }

    /// Bytes of the modulus and of every signature.
    package var length: Int { modulus.count }

    /// RSAVP1: the signature raised to the exponent, as many bytes as the modulus has.
    ///
    /// - Returns: nil unless the signature has the length of the modulus and is below it.
    func encodedMessage(of signature: [UInt8]) -> [UInt8]? {
        guard signature.count == length, signature.lexicographicallyPrecedes(modulus) else { return nil }
        let power = exponent.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return MontgomeryModulus(modulus).raise(signature, to: power)
    }
}

/// Arithmetic modulo an odd number by Montgomery's method, on 64-bit limbs, least significant first.
///
/// - SeeAlso: Handbook of Applied Cryptography, algorithms 14.32 and 14.36
private struct MontgomeryModulus {
    let limbs: [UInt64]
    let length: Int
    /// -modulus⁻¹ mod 2⁶⁴.
    let inverse: UInt64

    init(_ bigEndian: [UInt8]) {
        length = bigEndian.count
        limbs = Self.limbs(of: bigEndian, count: (bigEndian.count + 7) / 8)
        var inverse: UInt64 = 1
        // Newton: every step doubles the correct bits.
        for _ in 0..<6 { inverse = inverse &* (2 &- limbs[0] &* inverse) }
        self.inverse = 0 &- inverse
    }

    func raise(_ base: [UInt8], to exponent: UInt64) -> [UInt8] {
        let radix = radixResidue()
        var square = doubled(radix)
        // 2R becomes 2^(64·count)·R = R² mod n by square and multiply on the exponent 64·count.
        let bits = limbs.count * 64
        let two = square
        for bit in stride(from: Int.bitWidth - bits.leadingZeroBitCount - 2, through: 0, by: -1) {
            square = product(square, square)
            if bits >> bit & 1 == 1 { square = product(square, two) }
        }
        let factor = product(Self.limbs(of: base, count: limbs.count), square)
        var result = factor
        for bit in stride(from: UInt64.bitWidth - exponent.leadingZeroBitCount - 2, through: 0, by: -1) {
            result = product(result, result)
            if exponent >> UInt64(bit) & 1 == 1 { result = product(result, factor) }
        }
        var one = [UInt64](repeating: 0, count: limbs.count)
        one[0] = 1
        return bytes(of: product(result, one))
    }

    /// R mod n with R = 2^(64·count), by doubling the highest power of two below n.
    private func radixResidue() -> [UInt64] {
        let top = limbs.count - 1
        let topBits = 64 - limbs[top].leadingZeroBitCount
        var residue = [UInt64](repeating: 0, count: limbs.count)
        residue[top] = 1 << UInt64(topBits - 1)
        for _ in 0..<(64 - topBits + 1) { residue = doubled(residue) }
        return residue
    }

    private func doubled(_ value: [UInt64]) -> [UInt64] {
        var result = value
        var carry: UInt64 = 0
        for index in result.indices {
            let next = result[index] >> 63
            result[index] = result[index] << 1 | carry
            carry = next
        }
        return reduced(result, overflow: carry)
    }

    /// `value` + `overflow`·R, less n once if it is not below n.
    private func reduced(_ value: [UInt64], overflow: UInt64) -> [UInt64] {
        var difference = value
        var borrow: UInt64 = 0
        for index in difference.indices {
            let (first, under) = value[index].subtractingReportingOverflow(limbs[index])
            let (second, underAgain) = first.subtractingReportingOverflow(borrow)
            difference[index] = second
            borrow = under || underAgain ? 1 : 0
        }
        return overflow >= borrow ? difference : value
    }

    /// a·b·R⁻¹ mod n.
    private func product(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        let count = limbs.count
        var sum = [UInt64](repeating: 0, count: count + 2)
        sum.withUnsafeMutableBufferPointer { sum in
            limbs.withUnsafeBufferPointer { n in
                b.withUnsafeBufferPointer { b in
                    for i in 0..<count {
                        Self.accumulate(a[i], b, into: sum, count)
                        let quotient = sum[0] &* inverse
                        Self.accumulate(quotient, n, into: sum, count)
                        for j in 0...count { sum[j] = sum[j + 1] }
                        sum[count + 1] = 0
                    }
                }
            }
        }
        return reduced(Array(sum.prefix(count)), overflow: sum[count])
    }

    /// sum += factor · value.
    private static func accumulate(
        _ factor: UInt64,
        _ value: UnsafeBufferPointer<UInt64>,
        into sum: UnsafeMutableBufferPointer<UInt64>,
        _ count: Int
    ) {
        var carry: UInt64 = 0
        for j in 0..<count {
            var (high, low) = factor.multipliedFullWidth(by: value[j])
            var overflow: Bool
            (low, overflow) = low.addingReportingOverflow(carry)
            if overflow { high &+= 1 }
            (low, overflow) = low.addingReportingOverflow(sum[j])
            if overflow { high &+= 1 }
            sum[j] = low
            carry = high
        }
        let (low, overflow) = sum[count].addingReportingOverflow(carry)
        sum[count] = low
        if overflow { sum[count + 1] &+= 1 }
    }

    private static func limbs(of bigEndian: [UInt8], count: Int) -> [UInt64] {
        var limbs = [UInt64](repeating: 0, count: count)
        for (index, byte) in bigEndian.reversed().enumerated() {
            limbs[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
        }
        return limbs
    }

    private func bytes(of value: [UInt64]) -> [UInt8] {
        (0..<length).reversed().map { UInt8(truncatingIfNeeded: value[$0 / 8] >> UInt64($0 % 8 * 8)) }
    }
}
