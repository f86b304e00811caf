/// The newest entry of an audit chain, by its digest: what an anchor commits to.
///
/// - SeeAlso: SAD-12
package struct AuditHead: Hashable, Sendable, Codable {
    package let chain: String
    package let sequence: Int
    /// As `AuditEntry.digest`.
    package let digest: Blob

    package init(chain: String, sequence: Int, digest: Blob) {
        self.chain = chain
        self.sequence = sequence
        self.digest = digest
    }
}

/// Asks for the heads of chains that have grown, in portions.
package struct AuditHeadsRequest: Hashable, Sendable, Codable {
    /// Chains without an entry from this time on are left out.
    package let since: Timestamp
    /// Where the last portion ended; nil for the first.
    package let after: String?

    package init(since: Timestamp, after: String?) {
        self.since = since
        self.after = after
    }

    /// The most heads of one answer, which are sorted by the bytes of their chains' names.
    package static let portion = 10_000
}
