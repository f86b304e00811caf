import SwiftASN1

/// The kinds of general names that we read.
///
/// - SeeAlso: RFC 5280 §4.2.1.6
package enum GeneralName: Hashable, Sendable {
    case rfc822(String)
    case dns(String)
    case directory(DistinguishedName)
    case uri(String)
    case ipAddress([UInt8])
    /// Anything else, as DER.
    case other([UInt8])

    init(_ element: DERElement) throws(CMSError) {
        let tag = element.node.identifier
        guard tag.tagClass == .contextSpecific else { throw element.fault(.unexpectedTag) }
        switch tag.tagNumber {
        case 1: self = .rfc822(try element.ia5String())
        case 2: self = .dns(try element.ia5String())
        case 4: self = .directory(try DistinguishedName(element.explicit()))
        case 6: self = .uri(try element.ia5String())
        case 7: self = .ipAddress(Array(try element.content()))
        default: self = .other(element.encoded)
        }
    }

    package var der: [UInt8] {
        switch self {
        case .rfc822(let text): DEREncoding.implicit(1, primitive: Array(text.utf8))
        case .dns(let text): DEREncoding.implicit(2, primitive: Array(text.utf8))
        case .directory(let name): DEREncoding.explicit(4, name.der)
        case .uri(let text): DEREncoding.implicit(6, primitive: Array(text.utf8))
        case .ipAddress(let bytes): DEREncoding.implicit(7, primitive: bytes)
        case .other(let der): der
        }
    }

    /// Reads a GeneralNames whatever its tag.
    static func list(_ element: DERElement) throws(CMSError) -> [GeneralName] {
        var reader = try element.children()
        var names: [GeneralName] = []
        for name in reader.rest() { names.append(try GeneralName(name)) }
        return names
    }
}
