import Foundation

/// Whether names lie in subtrees.
///
/// - SeeAlso: RFC 5280 §4.2.1.10
extension GeneralName {
    /// False for a name that no subtree could be compared with.
    var isComparable: Bool {
        switch self {
        case .mail(let mail): mail.split(separator: "@", omittingEmptySubsequences: false).count == 2
        case .dns(let host): !host.isEmpty && !host.hasPrefix(".")
        case .directory: true
        case .uri(let uri): Self.host(ofURI: uri) != nil
        case .address(let bytes): bytes.count == 4 || bytes.count == 16
        case .other: false
        }
    }

    /// False for a base that its form does not allow.
    var isBase: Bool {
        switch self {
        case .mail(let base): base.count { $0 == "@" } <= 1
        // Wildcards and leading dots are not in the standard; what they would mean is anyone's guess.
        case .dns(let base): !base.hasPrefix(".") && !base.contains("*")
        case .directory, .other: true
        case .uri(let base): !base.contains("/") && !base.contains(":")
        case .address(let bytes): (bytes.count == 8 || bytes.count == 32) && Self.isPrefixMask(bytes)
        }
    }

    /// True when this name lies in the subtree; false also when the forms differ.
    func isWithin(_ base: GeneralName) -> Bool {
        switch (self, base) {
        case (.directory(let name), .directory(let base)):
            name.isWithin(base)
        case (.mail(let mail), .mail(let base)):
            Self.mail(mail, isWithin: base)
        case (.dns(let host), .dns(let base)):
            base.isEmpty || host == base || host.hasSuffix("." + base)
        case (.uri(let uri), .uri(let base)):
            Self.host(ofURI: uri).map { Self.host($0, isWithin: Self.host(base)) } ?? false
        case (.address(let address), .address(let base)):
            base.count == address.count * 2
                && zip(address, zip(base, base.dropFirst(address.count)))
                    .allSatisfy { $0 & $1.1 == $1.0 & $1.1 }
        default:
            false
        }
    }

    /// The same for excluded subtrees, where a name that might be meant is enough: mailboxes without regard to case,
    /// and a wildcard that covers a host of the subtree.
    func mayBeWithin(_ base: GeneralName) -> Bool {
        switch (self, base) {
        case (.mail(let mail), .mail(let base)):
            Self.mail(mail.lowercased(), isWithin: base.lowercased())
        case (.dns(let host), .dns(let base)) where host.hasPrefix("*."):
            isWithin(.dns(base)) || base.hasSuffix(host.dropFirst())
        default:
            isWithin(base)
        }
    }

    private static func mail(_ mail: String, isWithin base: String) -> Bool {
        guard let at = mail.lastIndex(of: "@") else { return false }
        let host = Self.host(mail[mail.index(after: at)...])
        guard let baseAt = base.lastIndex(of: "@") else { return Self.host(host, isWithin: Self.host(base)) }
        return mail[..<at] == base[..<baseAt] && host == Self.host(base[base.index(after: baseAt)...])
    }

    /// A base with a leading dot means the hosts below it, one without means exactly that host.
    private static func host(_ host: String, isWithin base: String) -> Bool {
        base.hasPrefix(".") ? host.hasSuffix(base) && host.count > base.count : host == base
    }

    /// The host of a URI, when it has one that is a name.
    private static func host(ofURI uri: String) -> String? {
        guard let scheme = uri.range(of: "://") else { return nil }
        let authority = uri[scheme.upperBound...].prefix { !"/?#\\".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
        guard !host.hasPrefix("[") else { return nil }
        let name = Self.host(host.prefix { $0 != ":" })
        return name.contains { $0.isLetter } ? name : nil
    }

    /// Ones, then zeros.
    private static func isPrefixMask(_ bytes: [UInt8]) -> Bool {
        let mask = bytes.suffix(bytes.count / 2)
        guard let edge = mask.firstIndex(where: { $0 != 0xFF }) else { return true }
        let isEdgePrefix = (~mask[edge]) & (~mask[edge] &+ 1) == 0
        return isEdgePrefix && mask[(edge + 1)...].allSatisfy { $0 == 0 }
    }
}
