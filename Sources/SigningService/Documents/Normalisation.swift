package import SignerProtocol

/// A file that can only be signed as one clean revision: as it came, as it would become, and what speaks for it.
///
/// It is no document until its sender has agreed; then what came is discarded, and only its digest stays.
///
/// - SeeAlso: PDF-2, PDF-13; docs/decisions/0039
package struct Normalisation: Hashable, Sendable {
    /// Of the document that it becomes.
    package let id: DocumentID
    package let organisation: OrganisationID
    /// File name as entered.
    package let name: String
    package let key: WrappedDataKey
    package let before: Revision
    package let after: Revision
    package let detail: Detail
    package let createdAt: Timestamp

    /// What a sender is told.
    package struct Detail: Hashable, Sendable, Codable {
        /// Of the clean file.
        package let pages: Int
        /// Why the file is not signed as it came, never empty.
        package let findings: [DocumentFinding]
        package let comparison: CleanCopyComparison

        package init(pages: Int, findings: [DocumentFinding], comparison: CleanCopyComparison) {
            self.pages = pages
            self.findings = findings
            self.comparison = comparison
        }
    }

    /// One of both files.
    package enum Side: String, Hashable, Sendable, CaseIterable {
        case before
        case after
    }

    package init(
        id: DocumentID,
        organisation: OrganisationID,
        name: String,
        key: WrappedDataKey,
        before: Revision,
        after: Revision,
        detail: Detail,
        createdAt: Timestamp
    ) {
        self.id = id
        self.organisation = organisation
        self.name = name
        self.key = key
        self.before = before
        self.after = after
        self.detail = detail
        self.createdAt = createdAt
    }

    /// How long a sender may think about it.
    package static let lifetime = Duration.seconds(7 * 86_400)

    package subscript(side: Side) -> Revision {
        switch side {
        case .before: before
        case .after: after
        }
    }

    /// One of both files, to be read like a document.
    func document(_ side: Side) -> StoredDocument {
        StoredDocument(
            id: id,
            organisation: organisation,
            name: name,
            pages: detail.pages,
            key: key,
            revisions: [self[side]],
            createdAt: createdAt
        )
    }
}

/// Whether two files show the same, as far as programs can say.
package struct CleanCopyComparison: Hashable, Sendable, Codable {
    /// So many pages, from the first, were drawn from both files and compared; 0 when one of them could not be drawn.
    package let drawn: Int
    /// Pages that look different, from 1.
    package let differing: [Int]
    /// Whether all pages hold the same text; nil when one of both gives none.
    package let hasSameText: Bool?

    package init(drawn: Int, differing: [Int], hasSameText: Bool?) {
        self.drawn = drawn
        self.differing = differing
        self.hasSameText = hasSameText
    }

    /// Counts pages from 1; one that only one of both files has differs.
    ///
    /// Nil is what could not be drawn or read.
    init(drawn pages: (before: [[UInt8]], after: [[UInt8]])?, texts: (before: [String], after: [String])?) {
        let (before, after) = pages ?? ([], [])
        drawn = min(before.count, after.count)
        differing = (0..<max(before.count, after.count)).filter { before.at($0) != after.at($0) }.map { $0 + 1 }
        hasSameText = texts.map { $0.before == $0.after }
    }
}

extension Array {
    fileprivate func at(_ index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
