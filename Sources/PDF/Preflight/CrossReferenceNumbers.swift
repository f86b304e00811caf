extension Preflight {
    /// The number of a cross-reference stream may not name another object as well: readers disagree which of the two it is.
    static func crossReferenceNumbers(of document: Document) -> [PreflightFinding] {
        var findings: [PreflightFinding] = []
        for revision in document.revisions {
            for stream in revision.crossReferenceStreams {
                let isReused =
                    switch document.entries[stream.number] {
                    case .offset(let offset, _)?: !document.revisions.contains { $0.sectionOffsets.contains(offset) }
                    case .compressed?: true
                    case .free?, nil: false
                    }
                if isReused {
                    findings.append(PreflightFinding(.crossReferenceNumberReused, Place(object: stream.number)))
                }
            }
        }
        return findings
    }
}
