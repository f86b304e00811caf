/// Many digests under one timestamp, each with an evidence record that stands alone.
///
/// Digests are those of documents, or of what renews their records (`timestampRenewalDigest`,
/// `hashTreeRenewalDigest`), so that a million records cost one timestamp.
///
/// - SeeAlso: RFC 4998 §4.2, §5.2; LTA-8
package struct EvidenceBatch: Sendable {
    package let tree: HashTree

    package init(algorithm: HashAlgorithm, digests: some Sequence<[UInt8]>) throws(CMSError) {
        tree = try HashTree(algorithm: algorithm, leaves: digests)
    }

    /// What the authority has to stamp.
    package var imprint: MessageImprint {
        get throws(CMSError) { try MessageImprint(hashAlgorithm: tree.algorithm, digest: tree.root) }
    }

    /// The batch with its timestamp.
    ///
    /// - Throws: `CMSError.timestampImprintMismatch` unless the token (DER) is over `imprint`.
    package func stamped(by token: [UInt8]) throws(CMSError) -> Stamped {
        try TimestampToken(der: token).checkImprint(imprint)
        return Stamped(tree: tree, token: token)
    }

    /// A batch from which records are taken one at a time.
    package struct Stamped: Sendable {
        let tree: HashTree
        let token: [UInt8]

        package var count: Int { tree.count }

        /// The archive timestamp of one digest, for a renewal; nil where there is no such digest.
        package func archiveTimestamp(_ position: Int) -> [UInt8]? {
            guard (0..<tree.count).contains(position) else { return nil }
            return ArchiveTimestamp.encode(
                algorithm: tree.algorithm,
                path: tree.path(of: position),
                checkedToken: token
            )
        }

        /// The evidence record of one digest; nil where there is no such digest.
        package func record(_ position: Int) -> [UInt8]? {
            archiveTimestamp(position).map { EvidenceRecord.encode($0, algorithm: tree.algorithm) }
        }
    }
}
