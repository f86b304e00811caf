import SwiftASN1

/// One of the names of a certificate, or the base of a subtree of names.
///
/// - SeeAlso: RFC 5280 §4.2.1.6
enum GeneralName: Hashable, Sendable {
    case mail(String)
    case dns(String)
    case directory(ComparableName)
    case uri(String)
    case address([UInt8])
    /// A form that is not compared; the payload is its tag.
    case other(UInt)

    /// The tag of the form: names are only compared with names of the same form.
    var form: UInt {
        switch self {
        case .mail: 1
        case .dns: 2
        case .directory: 4
        case .uri: 6
        case .address: 7
        case .other(let tag): tag
        }
    }

    init?(_ node: ASN1Node) {
        guard node.identifier.tagClass == .contextSpecific else { return nil }
        let text = node.primitiveBytes.flatMap { bytes in
            bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
        }
        switch (node.identifier.tagNumber, text) {
        case (1, let text?): self = .mail(text)
        case (2, let text?): self = .dns(Self.host(text))
        case (6, let text?): self = .uri(text)
        case (7, _):
            guard let bytes = node.primitiveBytes else { return nil }
            self = .address(Array(bytes))
        case (4, _):
            guard case .constructed(let inner) = node.content, let first = Array(inner).first,
                let name = ComparableName(first)
            else { return nil }
            self = .directory(name)
        case (1, nil), (2, nil), (6, nil): return nil
        case (let tag, _): self = .other(tag)
        }
    }

    /// The names of a SubjectAltName extension value, or nil when it is malformed.
    static func names(ofExtension value: [UInt8]) -> [GeneralName]? {
        guard let nodes = (try? DER.parse(value))?.children(.sequence) else { return nil }
        let names = nodes.compactMap(GeneralName.init)
        return names.count == nodes.count ? names : nil
    }

    /// A host name in the form in which it is compared: small letters, no dot for the root.
    static func host(_ text: some StringProtocol) -> String {
        let host = text.lowercased()
        return host.hasSuffix(".") ? String(host.dropLast()) : host
    }
}
