import Foundation

/// Which bucket holds the segments, and who we are there.
package struct ObjectStoreSettings: Sendable {
    /// Scheme, host and port; the bucket follows in the path.
    package let endpoint: Origin
    package let region: String
    package let bucket: String
    package let keys: AccessKeys
    /// How many days no one can remove a segment, by Object Lock in compliance mode; none when it is 0.
    package let retainDays: Int
    /// Certificates in PEM, in place of the system's.
    package let trustRoots: String?

    /// Nil unless the endpoint is an https origin, or an http one on this machine, and the bucket is named as S3 allows.
    ///
    /// Whether http is acceptable at all is the caller's to know: for tests.
    package init?(
        endpoint: String,
        region: String,
        bucket: String,
        keys: AccessKeys,
        retainDays: Int,
        trustRoots: String?
    ) {
        guard let origin = Self.origin(endpoint), Self.isRegion(region), Self.isBucket(bucket),
            Self.retention.contains(retainDays)
        else { return nil }
        self.endpoint = origin
        self.region = region
        self.bucket = bucket
        self.keys = keys
        self.retainDays = retainDays
        self.trustRoots = trustRoots
    }

    /// Endpoint and bucket, for people.
    package var place: String { "\(endpoint)/\(bucket)" }

    /// Up to a hundred years.
    package static let retention = 0...36_500

    /// Nil unless it is https, or http on a loopback address; no path, query, fragment, user or password.
    package static func origin(_ text: String) -> Origin? {
        guard let url = URL(string: text.hasSuffix("/") ? String(text.dropLast()) : text), url.path.isEmpty,
            url.query == nil, url.fragment == nil, let origin = Origin(url)
        else { return nil }
        if origin.scheme == "https" { return origin }
        return ["127.0.0.1", "::1", "localhost"].contains(origin.host) ? origin : nil
    }

    /// It stands in what is signed and in URLs.
    package static func isRegion(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isNameByte)
    }

    /// - SeeAlso: Amazon S3 User Guide, “General purpose bucket naming rules”
    package static func isBucket(_ text: String) -> Bool {
        (3...63).contains(text.utf8.count) && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") }
            && !text.contains("..") && text.first != "." && text.last != "."
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
