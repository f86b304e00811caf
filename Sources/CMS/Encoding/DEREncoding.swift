package import Foundation

/// Makes DER, one function for each type that our structures use.
///
/// - SeeAlso: X.690 §10, §11
package enum DEREncoding {
    /// One tag, length and value.
    ///
    /// `tag` is the whole identifier octet.
    package static func value(tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = [tag]
        if content.count < 0x80 {
            encoded.append(UInt8(content.count))
        } else {
            var octets: [UInt8] = []
            var rest = content.count
            while rest > 0 {
                octets.insert(UInt8(rest & 0xFF), at: 0)
                rest >>= 8
            }
            encoded.append(0x80 | UInt8(octets.count))
            encoded += octets
        }
        return encoded + content
    }

    package static func sequence(_ parts: [[UInt8]]) -> [UInt8] {
        value(tag: 0x30, Array(parts.joined()))
    }

    package static func sequence(_ parts: [UInt8]...) -> [UInt8] {
        sequence(parts)
    }

    /// A SET OF: the parts are put in DER order.
    package static func setOf(_ parts: [[UInt8]]) -> [UInt8] {
        value(tag: 0x31, Array(sorted(parts).joined()))
    }

    /// The order of a SET OF. X.690 §11.6
    static func sorted(_ parts: [[UInt8]]) -> [[UInt8]] {
        parts.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// `[number] EXPLICIT`.
    package static func explicit(_ number: UInt8, _ element: [UInt8]) -> [UInt8] {
        value(tag: 0xA0 | number, element)
    }

    /// `[number] IMPLICIT` of a primitive type, from the content octets.
    package static func implicit(_ number: UInt8, primitive content: [UInt8]) -> [UInt8] {
        value(tag: 0x80 | number, content)
    }

    /// `[number] IMPLICIT` of a constructed type, from the content octets.
    package static func implicit(_ number: UInt8, constructed content: [UInt8]) -> [UInt8] {
        value(tag: 0xA0 | number, content)
    }

    package static func boolean(_ value: Bool) -> [UInt8] {
        [0x01, 0x01, value ? 0xFF : 0x00]
    }

    package static func integer(_ value: Int) -> [UInt8] {
        var content: [UInt8] = []
        var rest = value
        repeat {
            content.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        } while !(rest == 0 && content[0] < 0x80) && !(rest == -1 && content[0] >= 0x80)
        return self.value(tag: 0x02, content)
    }

    /// An INTEGER from a big-endian number that is not negative.
    package static func integer(unsigned magnitude: [UInt8]) -> [UInt8] {
        var content = Array(magnitude.drop { $0 == 0 })
        if content.first.map({ $0 >= 0x80 }) ?? true { content.insert(0, at: 0) }
        return value(tag: 0x02, content)
    }

    /// An INTEGER from its content octets.
    static func integer(content: [UInt8]) -> [UInt8] {
        value(tag: 0x02, content)
    }

    package static func enumerated(_ number: UInt8) -> [UInt8] {
        value(tag: 0x0A, [number])
    }

    package static let null: [UInt8] = [0x05, 0x00]

    /// An OBJECT IDENTIFIER from dotted form.
    ///
    /// Identifiers come from our own constants and settings.
    package static func objectIdentifier(_ dotted: String) -> [UInt8] {
        guard let content = ObjectIdentifierCoding.content(dotted) else {
            preconditionFailure("not an object identifier: \(dotted)")
        }
        return value(tag: 0x06, content)
    }

    package static func octetString(_ bytes: [UInt8]) -> [UInt8] {
        value(tag: 0x04, bytes)
    }

    package static func bitString(_ bytes: [UInt8]) -> [UInt8] {
        value(tag: 0x03, [0] + bytes)
    }

    /// A BIT STRING of named bits, bit 0 first, without trailing zero bits. X.690 §11.2.2
    package static func namedBits(_ bits: Set<Int>) -> [UInt8] {
        guard let last = bits.max() else { return [0x03, 0x01, 0x00] }
        var bytes = [UInt8](repeating: 0, count: last / 8 + 1)
        for bit in bits { bytes[bit / 8] |= 0x80 >> UInt8(bit % 8) }
        return value(tag: 0x03, [UInt8(7 - last % 8)] + bytes)
    }

    package static func utf8String(_ text: String) -> [UInt8] {
        value(tag: 0x0C, Array(text.utf8))
    }

    package static func printableString(_ text: String) -> [UInt8] {
        value(tag: 0x13, Array(text.utf8))
    }

    package static func ia5String(_ text: String) -> [UInt8] {
        value(tag: 0x16, Array(text.utf8))
    }

    /// UTCTime until 2049, GeneralizedTime from 2050. RFC 5280 §4.1.2.5
    package static func time(_ date: Date) -> [UInt8] {
        let (year, text) = DERTime.fields(of: date)
        guard (1950...2049).contains(year) else { return generalizedTime(date) }
        let shortYear = year % 100
        return value(tag: 0x17, Array("\(shortYear < 10 ? "0" : "")\(shortYear)\(text)Z".utf8))
    }

    /// GeneralizedTime in whole seconds.
    package static func generalizedTime(_ date: Date) -> [UInt8] {
        let (year, text) = DERTime.fields(of: date)
        let padding = String(repeating: "0", count: max(0, 4 - String(year).count))
        return value(tag: 0x18, Array("\(padding)\(year)\(text)Z".utf8))
    }
}
