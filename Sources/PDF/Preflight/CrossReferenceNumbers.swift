extension Preflight {
    /// The number of a cross-reference stream may not name another object as well: readers disagree which of the two it is.
    static func crossReferenceNumbers(of document: Document) throws(PDFError) -> [PreflightFinding] {
        // An offset may point to the white space before what it means, here as in `startxref`.
        var sections: Set<Int> = []
        for offset in document.revisions.flatMap(\.sectionOffsets) {
            sections.insert(try document.firstToken(from: offset))
        }
        var findings: [PreflightFinding] = []
        for stream in document.revisions.flatMap(\.crossReferenceStreams) {
            let isReused =
                switch document.entries[stream.number] {
                case .offset(let offset, _)?: !sections.contains(try document.firstToken(from: offset))
                case .compressed?: true
                case .free?, nil: false
                }
            if isReused {
                findings.append(PreflightFinding(.crossReferenceNumberReused, Place(object: stream.number)))
            }
        }
        return findings
    }
}

extension Document {
    /// Where the token begins that stands at `offset` or after white space and comments there.
    fileprivate func firstToken(from offset: Int) throws(PDFError) -> Int {
        var lexer = Lexer(source, at: offset)
        try lexer.skipSpace()
        return lexer.position
    }
}
