package import SignerProtocol

/// One timestamp over the root of a hash tree: over audit chains of both processes, new revisions of documents, and older
/// anchors that are renewed by it.
///
/// - SeeAlso: SAD-12, LTA-8; RFC 4998 §4
package struct Anchor: Hashable, Sendable {
    package let id: AnchorID
    /// By the clock of the authority.
    package let madeAt: Timestamp
    /// As the authority gave it, DER.
    package let token: Blob
    /// With what validates it, once a later anchor renews it: the renewal covers these bytes.
    package let archivedToken: Blob?
    package let standing: StampStanding
    package let leaves: Int

    package init(
        id: AnchorID,
        madeAt: Timestamp,
        token: Blob,
        archivedToken: Blob?,
        standing: StampStanding,
        leaves: Int
    ) {
        self.id = id
        self.madeAt = madeAt
        self.token = token
        self.archivedToken = archivedToken
        self.standing = standing
        self.leaves = leaves
    }

    /// The token that evidence records carry.
    package var newestToken: [UInt8] { (archivedToken ?? token).bytes }
}

package typealias AnchorID = Identifier<Anchor>

/// A leaf of an anchor's tree.
package struct AnchoredDigest: Hashable, Sendable {
    package enum Source: String, Hashable, Sendable, CaseIterable {
        /// An older anchor: the SHA-256 of its token.
        case anchor
        /// A document: the SHA-256 of the file at a revision.
        case document
        /// An audit chain of the service: the digest of an entry.
        case service
        /// An audit chain of the signer: the digest of an entry.
        case signer
    }

    package let source: Source
    /// The id of the anchor or document, or the name of the chain.
    package let subject: String
    /// Of the entry or of the revision, from 1; 0 for an anchor.
    package let sequence: Int
    /// SHA-256.
    package let digest: Blob

    package init(_ source: Source, _ subject: String, _ sequence: Int, digest: Blob) {
        self.source = source
        self.subject = subject
        self.sequence = sequence
        self.digest = digest
    }
}

/// Where a digest stands in an anchor's tree.
package struct AnchoredPlace: Hashable, Sendable {
    package let anchor: AnchorID
    /// From 0.
    package let position: Int

    package init(anchor: AnchorID, position: Int) {
        self.anchor = anchor
        self.position = position
    }
}
