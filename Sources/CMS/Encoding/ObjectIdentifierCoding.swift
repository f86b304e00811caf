/// Object identifiers between their DER content octets and dotted form, with arcs of any size.
///
/// swift-asn1 keeps an arc in a `UInt`; arcs under 2.25 are 128-bit UUIDs.
///
/// - SeeAlso: X.690 §8.19, X.667
enum ObjectIdentifierCoding {
    /// Reads content octets.
    ///
    /// - Returns: nil unless every arc is minimal, complete and at most 140 bits.
    static func dotted(_ content: ArraySlice<UInt8>) -> String? {
        guard let last = content.last, last & 0x80 == 0, content.count <= 128 else { return nil }
        if let text = ordinary(content) { return text }
        var arcs: [[UInt8]] = []
        var digits: [UInt8] = []
        for byte in content {
            if digits.isEmpty, byte == 0x80 { return nil }
            digits.append(byte & 0x7F)
            guard digits.count <= 20 else { return nil }
            if byte & 0x80 == 0 {
                arcs.append(digits)
                digits = []
            }
        }
        guard let first = arcs.first else { return nil }
        let root: Int
        if first.count > 1 { root = 2 } else { root = Int(min(first[0] / 40, 2)) }
        let second = decimal(first, minus: root * 40)
        return ([String(root), second] + arcs.dropFirst().map { decimal($0, minus: 0) }).joined(separator: ".")
    }

    /// The same for arcs that fit into an integer, which is nearly all there is; nil leaves the answer to the general way.
    private static func ordinary(_ content: ArraySlice<UInt8>) -> String? {
        var text: [UInt8] = []
        var arc = 0
        var octets = 0
        for byte in content {
            guard octets < 9, octets > 0 || byte != 0x80 else { return nil }
            arc = arc << 7 | Int(byte & 0x7F)
            octets += 1
            guard byte & 0x80 == 0 else { continue }
            if text.isEmpty {
                let root = min(arc / 40, 2)
                text += String(root).utf8
                arc -= root * 40
            }
            text.append(UInt8(ascii: "."))
            text += String(arc).utf8
            arc = 0
            octets = 0
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Makes content octets; nil unless `dotted` is an object identifier.
    static func content(_ dotted: String) -> [UInt8]? {
        let parts = dotted.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, let root = Int(parts[0]), (0...2).contains(root) else { return nil }
        var content: [UInt8] = []
        for (index, part) in parts.enumerated().dropFirst() {
            guard let arc = base128(part, plus: index == 1 ? root * 40 : 0) else { return nil }
            if index == 1, root < 2, (Int(part) ?? 40) >= 40 { return nil }
            for digit in arc.dropLast() { content.append(digit | 0x80) }
            content.append(arc[arc.count - 1])
        }
        return content
    }

    /// Base-128 digits to decimal text.
    private static func decimal(_ digits: [UInt8], minus offset: Int) -> String {
        var decimal: [Int] = [0]  // least significant first
        for digit in digits {
            var carry = Int(digit)
            for index in decimal.indices {
                let value = decimal[index] * 128 + carry
                decimal[index] = value % 10
                carry = value / 10
            }
            while carry > 0 {
                decimal.append(carry % 10)
                carry /= 10
            }
        }
        var borrow = offset
        for index in decimal.indices where borrow > 0 {
            var value = decimal[index] - borrow % 10
            borrow /= 10
            if value < 0 {
                value += 10
                borrow += 1
            }
            decimal[index] = value
        }
        while decimal.count > 1, decimal.last == 0 { decimal.removeLast() }
        return decimal.reversed().map(String.init).joined()
    }

    /// Decimal text to base-128 digits, most significant first; nil unless canonical decimal.
    private static func base128(_ text: Substring, plus offset: Int) -> [UInt8]? {
        guard !text.isEmpty, text.count <= 45, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text == "0" || text.first != "0"
        else { return nil }
        var digits: [Int] = [0]  // least significant first
        func add(_ value: Int, times factor: Int) {
            var carry = value
            for index in digits.indices {
                let sum = digits[index] * factor + carry
                digits[index] = sum & 0x7F
                carry = sum >> 7
            }
            while carry > 0 {
                digits.append(carry & 0x7F)
                carry >>= 7
            }
        }
        for byte in text.utf8 { add(Int(byte) - 0x30, times: 10) }
        add(offset, times: 1)
        while digits.count > 1, digits.last == 0 { digits.removeLast() }
        return digits.reversed().map { UInt8($0) }
    }
}
