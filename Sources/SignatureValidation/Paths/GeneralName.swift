import Foundation
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
        case (2, let text?): self = .dns(text.lowercased())
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

    /// True when this name lies in the subtree; false also when the forms differ.
    ///
    /// - SeeAlso: RFC 5280 §4.2.1.10
    func isWithin(_ base: GeneralName) -> Bool {
        switch (self, base) {
        case (.directory(let name), .directory(let base)):
            name.isWithin(base)
        case (.mail(let mail), .mail(let base)):
            Self.mail(mail, isWithin: base)
        case (.dns(let host), .dns(let base)):
            base.isEmpty || host == base || host.hasSuffix("." + base)
        case (.uri(let uri), .uri(let base)):
            Self.host(of: uri).map { Self.host($0, isWithin: base.lowercased()) } ?? false
        case (.address(let address), .address(let base)):
            base.count == address.count * 2
                && zip(address, zip(base, base.dropFirst(address.count)))
                    .allSatisfy { $0 & $1.1 == $1.0 & $1.1 }
        default:
            false
        }
    }

    private static func mail(_ mail: String, isWithin base: String) -> Bool {
        guard let at = mail.lastIndex(of: "@") else { return false }
        let host = mail[mail.index(after: at)...].lowercased()
        guard let baseAt = base.lastIndex(of: "@") else { return Self.host(host, isWithin: base.lowercased()) }
        return mail[..<at] == base[..<baseAt] && host == base[base.index(after: baseAt)...].lowercased()
    }

    /// A base with a leading dot means the hosts below it, one without means exactly that host.
    private static func host(_ host: String, isWithin base: String) -> Bool {
        base.hasPrefix(".") ? host.hasSuffix(base) && host.count > base.count : host == base
    }

    private static func host(of uri: String) -> String? {
        guard let scheme = uri.range(of: "://") else { return nil }
        let authority = uri[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
        guard !host.hasPrefix("[") else { return nil }
        return host.prefix { $0 != ":" }.lowercased()
    }
}
