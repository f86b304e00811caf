/// One state of a file: what was there when an incremental update had been appended.
///
/// The two sections of a linearized file are one revision.
///
/// - SeeAlso: ISO 32000-2 §7.5.6, Annex F
package struct Revision: Sendable {
    package enum Kind: Hashable, Sendable {
        case table, stream
    }

    /// From 0, oldest first.
    package let index: Int
    /// Where the revision's `startxref` points.
    package let xrefOffset: Int
    package let kind: Kind
    package let trailer: PDFDictionary
    /// The first byte after `%%EOF` and its one end-of-line marker.
    package let endOffset: Int
    /// The object numbers under which the revision's own cross-reference streams are stored.
    package let crossReferenceStreams: [Reference]
    package let isLinearized: Bool
    /// Sections, the decisive one last; the hidden section of a hybrid table stands before its table.
    let sections: [CrossReferenceSection]

    /// The bytes at which the revision's cross-reference sections begin.
    package var sectionOffsets: [Int] { sections.map(\.offset) }

    /// The bytes of those sections: a table with its trailer dictionary, or a stream up to its `endobj`.
    package var sectionRanges: [Range<Int>] { sections.map { $0.offset..<max($0.offset, $0.end) } }
}

/// An object number that a revision wrote, moved or freed.
package struct CrossReferenceChange: Hashable, Sendable {
    package let number: Int
    /// Nil when no earlier revision knew the number.
    package let before: CrossReferenceEntry?
    package let after: CrossReferenceEntry
}
