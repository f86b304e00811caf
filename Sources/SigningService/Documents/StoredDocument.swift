package import SignerProtocol

/// A document in custody: an ordered list of immutable encrypted segments, one more with each revision.
package struct StoredDocument: Hashable, Sendable {
    package let id: DocumentID
    package let organisation: OrganisationID
    /// File name as entered.
    package let name: String
    package let pages: Int
    package let key: WrappedDataKey
    /// Oldest first, never empty.
    package let revisions: [Revision]
    package let createdAt: Timestamp

    package init(
        id: DocumentID,
        organisation: OrganisationID,
        name: String,
        pages: Int,
        key: WrappedDataKey,
        revisions: [Revision],
        createdAt: Timestamp
    ) {
        self.id = id
        self.organisation = organisation
        self.name = name
        self.pages = pages
        self.key = key
        self.revisions = revisions
        self.createdAt = createdAt
    }

    /// Bytes of the newest revision.
    package var size: Int { revisions.reduce(0) { $0 + $1.segment.length } }

    /// SHA-256 of the newest revision.
    package var sha256: [UInt8] { revisions.last?.sha256 ?? [] }

    package func appending(_ revision: Revision) -> StoredDocument {
        StoredDocument(
            id: id,
            organisation: organisation,
            name: name,
            pages: pages,
            key: key,
            revisions: revisions + [revision],
            createdAt: createdAt
        )
    }

    /// The document as it was after its first `count` revisions.
    package func first(_ count: Int) -> StoredDocument {
        StoredDocument(
            id: id,
            organisation: organisation,
            name: name,
            pages: pages,
            key: key,
            revisions: Array(revisions.prefix(count)),
            createdAt: createdAt
        )
    }
}

/// One state of a document: its newest segment and the digest of all bytes so far.
package struct Revision: Hashable, Sendable, Codable {
    package let segment: Segment
    /// SHA-256 of the whole file at this revision.
    package let sha256: [UInt8]

    package init(segment: Segment, sha256: [UInt8]) {
        self.segment = segment
        self.sha256 = sha256
    }
}

/// An immutable encrypted piece of a document.
package struct Segment: Hashable, Sendable, Codable {
    package let digest: SegmentDigest
    /// Plaintext bytes.
    package let length: Int

    package init(digest: SegmentDigest, length: Int) {
        self.digest = digest
        self.length = length
    }
}

/// SHA-256 of a segment's ciphertext, its address.
package struct SegmentDigest: Hashable, Sendable, Codable {
    package let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    package var hexadecimal: String { bytes.hexadecimal }
}

/// A data key as the signer wrapped it, with the name it was wrapped for.
package struct WrappedDataKey: Hashable, Sendable, Codable {
    /// `ReadTicket.document`: the document the key was made for; later documents that begin with the same segment share it.
    package let name: String
    package let wrapped: Blob

    package init(name: String, wrapped: Blob) {
        self.name = name
        self.wrapped = wrapped
    }
}
