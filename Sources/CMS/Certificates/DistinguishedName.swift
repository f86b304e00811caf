import SwiftASN1

/// A distinguished name, kept as it was written.
///
///     Name ::= SEQUENCE OF SET OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }
///
/// - SeeAlso: RFC 5280 §4.1.2.4
package struct DistinguishedName: Hashable, Sendable {
    package let der: [UInt8]
    /// Outermost (country) first, as written.
    package let relativeNames: [[NameAttribute]]

    package init(der: [UInt8]) throws(CMSError) {
        try self.init(DERElement(der: der, .name))
    }

    init(_ element: DERElement) throws(CMSError) {
        der = element.encoded
        var reader = try element.sequence()
        var names: [[NameAttribute]] = []
        for set in reader.rest() {
            var attributes: [NameAttribute] = []
            for attribute in try set.set() { attributes.append(try NameAttribute(attribute)) }
            guard !attributes.isEmpty else { throw element.fault(.missing) }
            names.append(attributes)
        }
        relativeNames = names
    }

    /// Writes a name of one attribute per level.
    ///
    /// Countries and serial numbers are PrintableString, mail addresses and domain components IA5String, everything
    /// else UTF8String.
    package init(_ attributes: [(oid: String, value: String)]) {
        let names = attributes.map { attribute in
            let value =
                switch attribute.oid {
                case OID.countryName, OID.serialNumber: DEREncoding.printableString(attribute.value)
                case OID.emailAddress, OID.domainComponent: DEREncoding.ia5String(attribute.value)
                default: DEREncoding.utf8String(attribute.value)
                }
            return NameAttribute(oid: attribute.oid, value: value, text: attribute.value)
        }
        relativeNames = names.map { [$0] }
        der = DEREncoding.sequence(
            names.map { DEREncoding.setOf([DEREncoding.sequence(DEREncoding.objectIdentifier($0.oid), $0.value)]) }
        )
    }

    package static func == (left: Self, right: Self) -> Bool { left.der == right.der }

    package func hash(into hasher: inout Hasher) { hasher.combine(der) }

    package var isEmpty: Bool { relativeNames.isEmpty }

    /// The innermost common name.
    package var commonName: String? { text(of: OID.commonName) }

    /// The innermost value of this attribute type.
    package func text(of oid: String) -> String? {
        relativeNames.joined().last { $0.oid == oid }?.text
    }

    /// Whether both are the same name for path building: the same DER, or equal after RFC 5280 §7.1 folding.
    package func matches(_ other: DistinguishedName) -> Bool {
        guard der != other.der else { return true }
        guard relativeNames.count == other.relativeNames.count else { return false }
        return zip(relativeNames, other.relativeNames).allSatisfy { left, right in
            left.count == right.count && Set(left.map(\.folded)) == Set(right.map(\.folded))
        }
    }
}

/// One attribute of a name.
package struct NameAttribute: Hashable, Sendable {
    package let oid: String
    /// DER of the value.
    package let value: [UInt8]
    /// The value as text; nil for types that are no text.
    package let text: String?

    init(oid: String, value: [UInt8], text: String?) {
        self.oid = oid
        self.value = value
        self.text = text
    }

    init(_ element: DERElement) throws(CMSError) {
        var reader = try element.sequence()
        oid = try reader.next(.objectIdentifier).objectIdentifier()
        let value = try reader.next()
        try reader.end()
        self.value = value.encoded
        text = try Self.text(value)
    }

    /// Letters folded, white space trimmed and runs of it made one; DER for values that are no text.
    fileprivate var folded: Folded {
        guard let text else { return Folded(oid: oid, text: nil, value: value) }
        if let plain = Self.foldedASCII(text) { return Folded(oid: oid, text: plain, value: []) }
        let words = text.lowercased().split { $0.isWhitespace }.joined(separator: " ")
        return Folded(oid: oid, text: words, value: [])
    }

    /// The same without Unicode tables; nil when the text is not all ASCII.
    private static func foldedASCII(_ text: String) -> String? {
        var words: [UInt8] = []
        var isAfterSpace = false
        for byte in text.utf8 {
            switch byte {
            case 0x80...: return nil
            case 0x09...0x0D, 0x20: isAfterSpace = !words.isEmpty
            default:
                if isAfterSpace { words.append(0x20) }
                isAfterSpace = false
                words.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            }
        }
        return String(decoding: words, as: UTF8.self)
    }

    fileprivate struct Folded: Hashable {
        let oid: String
        let text: String?
        let value: [UInt8]
    }

    private static func text(_ element: DERElement) throws(CMSError) -> String? {
        switch element.node.identifier {
        case .utf8String:
            guard let text = String(validating: try element.content(), as: UTF8.self) else {
                throw element.fault(.string)
            }
            return text
        case .printableString, .ia5String, .numericString, .visibleString:
            return try element.ia5String()
        case .teletexString:
            // Latin-1 is what writers of T61String mean.
            return String(String.UnicodeScalarView(try element.content().map { Unicode.Scalar($0) }))
        case .bmpString:
            let bytes = Array(try element.content())
            guard bytes.count % 2 == 0 else { throw element.fault(.string) }
            let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
            guard let text = String(validating: units, as: UTF16.self) else { throw element.fault(.string) }
            return text
        default:
            return nil
        }
    }
}
