import PDF

/// Bytes after a signed revision that no later revision accounts for.
///
/// A reader that repairs files would find objects there although no cross-reference names them.
///
/// - SeeAlso: VAL-6, VAL-7; SIGNING.md section J (isa_B)
struct LaterBytes {
    let document: Document

    /// Where the first such bytes begin, after revision `signed` (from 0), or nil.
    func unexplained(afterRevision signed: Int) throws(PDFError) -> Finding? {
        var position = document.revisions[signed].endOffset
        for revision in document.revisions.dropFirst(signed + 1) {
            if let stray = try unexplained(in: revision, from: position) {
                return Finding(.bytesBetweenRevisions, String(stray))
            }
            position = max(position, revision.endOffset)
        }
        guard let stray = try firstInk(in: position..<document.source.count) else { return nil }
        return Finding(.trailingBytes, String(stray))
    }

    /// A revision is its objects, its cross-reference sections and its tail; between them is only white space.
    private func unexplained(in revision: Revision, from start: Int) throws(PDFError) -> Int? {
        let state = try document.atRevision(revision.index)
        var pieces = revision.sectionRanges
        for change in document.entries(changedIn: revision.index) {
            guard case .offset(_, let generation) = change.after,
                let range = try state.range(of: Reference(number: change.number, generation: generation))
            else { continue }
            pieces.append(range)
        }
        pieces.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        var position = start
        for piece in pieces where piece.upperBound > position {
            // A piece that begins before its revision borrows bytes that were there already.
            guard piece.lowerBound >= start else { return piece.lowerBound }
            if piece.lowerBound > position, let stray = try firstInk(in: position..<piece.lowerBound) { return stray }
            position = piece.upperBound
        }
        guard position <= revision.endOffset else { return position }
        return try isTail(position..<revision.endOffset, of: revision) ? nil : position
    }

    /// `startxref`, the offset, `%%EOF`, and nothing else but white space.
    private func isTail(_ range: Range<Int>, of revision: Revision) throws(PDFError) -> Bool {
        guard range.count <= 256 else { return false }
        let text = String(decoding: try document.source.read(range), as: UTF8.self)
        return text.split(whereSeparator: \.isWhitespace) == ["startxref", "\(revision.xrefOffset)", "%%EOF"]
    }

    /// The first byte that is not white space.
    private func firstInk(in range: Range<Int>) throws(PDFError) -> Int? {
        var start = range.lowerBound
        while start < range.upperBound {
            let window = try document.source.read(start..<min(range.upperBound, start + 4_096))
            if let ink = window.firstIndex(where: { ![0x20, 0x0A, 0x0D, 0x09, 0x0C].contains($0) }) {
                return start + ink
            }
            start += window.count
        }
        return nil
    }
}
