package import Foundation

/// Scheme, host and port of a URL: what an exemption in the settings names.
///
/// - SeeAlso: RFC 6454 §4
package struct Origin: Hashable, Sendable, CustomStringConvertible {
    package let scheme: String
    package let host: String
    package let port: Int

    /// Nil unless the URL is http or https, names a host in plain ASCII and carries no user information.
    package init?(_ url: URL) {
        guard let parts = URLComponents(url: url, resolvingAgainstBaseURL: true),
            let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let encodedHost = parts.encodedHost?.lowercased(), !encodedHost.isEmpty,
            parts.user == nil, parts.password == nil
        else { return nil }
        let host = encodedHost.hasPrefix("[") ? String(encodedHost.dropFirst().dropLast()) : encodedHost
        guard host.utf8.allSatisfy(Origin.isHostCharacter) else { return nil }
        let port = parts.port ?? (scheme == "http" ? 80 : 443)
        guard (1...65535).contains(port) else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Nil unless `text` is an origin alone: no path, query or fragment.
    package init?(text: String) {
        guard let url = URL(string: text), url.path.isEmpty, url.query == nil, url.fragment == nil else { return nil }
        self.init(url)
    }

    package var description: String {
        "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"): true
        default: false
        }
    }
}
