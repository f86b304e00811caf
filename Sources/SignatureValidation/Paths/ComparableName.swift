import CMS
import SwiftASN1

/// A distinguished name in the form in which two names are compared.
///
/// Strings of different ASN.1 types are equal when their text is, without regard to case and to the amount of white
/// space; other values are equal when their bytes are.
///
/// - SeeAlso: RFC 5280 §7.1; PATH-6
struct ComparableName: Hashable, Sendable {
    private struct Attribute: Hashable {
        enum Value: Hashable {
            case text(String)
            case bytes([UInt8])
        }

        let type: String
        let value: Value
    }

    private let relativeNames: [Set<Attribute>]

    var isEmpty: Bool { relativeNames.isEmpty }

    init?(_ name: DistinguishedName) {
        guard let node = try? DER.parse(name.der) else { return nil }
        self.init(node)
    }

    init?(_ node: ASN1Node) {
        guard let sets = node.children(.sequence) else { return nil }
        var names: [Set<Attribute>] = []
        for set in sets {
            guard let pairs = set.children(.set) else { return nil }
            names.append(Set(pairs.compactMap(Self.attribute)))
            guard names.last?.count == pairs.count else { return nil }
        }
        relativeNames = names
    }

    /// True when the name is the subtree's base or below it.
    func isWithin(_ base: ComparableName) -> Bool {
        relativeNames.starts(with: base.relativeNames)
    }

    private static func attribute(_ node: ASN1Node) -> Attribute? {
        guard let parts = node.children(.sequence), parts.count == 2,
            let type = try? ASN1ObjectIdentifier(derEncoded: parts[0])
        else { return nil }
        if let text = text(parts[1]) {
            let words = text.lowercased().split(whereSeparator: \.isWhitespace)
            return Attribute(type: type.description, value: .text(words.joined(separator: " ")))
        }
        return Attribute(type: type.description, value: .bytes(Array(parts[1].encodedBytes)))
    }

    private static func text(_ node: ASN1Node) -> String? {
        guard case .primitive(let bytes) = node.content else { return nil }
        switch node.identifier {
        case .utf8String:
            return String(validating: bytes, as: UTF8.self)
        case .printableString, .ia5String, .numericString:
            return bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
        case .bmpString:
            guard bytes.count.isMultiple(of: 2) else { return nil }
            let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(validating: units, as: UTF16.self)
        default:
            return nil
        }
    }
}

extension ASN1Node {
    /// The children of a constructed node that has this identifier.
    func children(_ identifier: ASN1Identifier) -> [ASN1Node]? {
        guard self.identifier == identifier, case .constructed(let nodes) = content else { return nil }
        return Array(nodes)
    }

    /// The bytes of a primitive node.
    var primitiveBytes: ArraySlice<UInt8>? {
        guard case .primitive(let bytes) = content else { return nil }
        return bytes
    }
}
