import PDF

/// Bytes after a signed revision that no later revision accounts for.
///
/// A reader that repairs files would find objects there although no cross-reference names them.
///
/// - SeeAlso: VAL-6, VAL-7; SIGNING.md section J (isa_B)
struct LaterBytes {
    let document: Document

    /// By each revision of `signed` (from 0), the first such bytes after it.
    ///
    /// Every later revision is looked at once, however many signed ones there are.
    func unexplained(afterRevisions signed: Set<Int>) throws(PDFError) -> [Int: Finding] {
        guard let first = signed.min() else { return [:] }
        var position = document.revisions[first].endOffset
        var strays: [(revision: Int, finding: Finding)] = []
        for revision in document.revisions.dropFirst(first + 1) {
            if let stray = try unexplained(in: revision, from: position) {
                strays.append((revision.index, Finding(.bytesBetweenRevisions, String(stray))))
            }
            position = max(position, revision.endOffset)
        }
        let tail = try firstInk(in: position..<document.source.count).map { Finding(.trailingBytes, String($0)) }
        var found: [Int: Finding] = [:]
        for revision in signed { found[revision] = strays.first { $0.revision > revision }?.finding ?? tail }
        return found
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

    /// `startxref`, the offset, `%%EOF`, and nothing else but white space and harmless comments before it.
    ///
    /// Some products write their name there. A comment is white space (ISO 32000-2 §7.2.4); one that a reader that repairs
    /// files could take for a part of the file is none.
    private func isTail(_ range: Range<Int>, of revision: Revision) throws(PDFError) -> Bool {
        guard range.count <= 256 else { return false }
        let text = String(decoding: try document.source.read(range), as: UTF8.self)
        var lines = text.split(whereSeparator: \.isNewline).drop { $0.allSatisfy(\.isWhitespace) }
        while let line = lines.first, line.isHarmlessComment { lines.removeFirst() }
        let rest = lines.joined(separator: "\n")
        return rest.split(whereSeparator: \.isWhitespace) == ["startxref", "\(revision.xrefOffset)", "%%EOF"]
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

extension Substring {
    /// A line that begins with `%` and holds printable ASCII, and no word that the structure of a file is made of.
    fileprivate var isHarmlessComment: Bool {
        guard first == "%", utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return false }
        return ["obj", "xref", "trailer", "EOF", "PDF", "stream"].allSatisfy { !contains($0) }
    }
}
