/// Finds the chain of cross-reference sections from the end of the file to its first revision.
///
/// - SeeAlso: ISO 32000-2 §7.5.5, §7.5.6
struct RevisionReader {
    let source: any ByteSource
    let limits: Limits
    let hybrids: HybridReading

    /// All revisions, oldest first.
    func revisions() throws(PDFError) -> [Revision] {
        let tail = try lastTail()
        let reader = CrossReferenceReader(source: source, limits: limits)
        var sections: [CrossReferenceSection] = []
        var hidden: [Int: CrossReferenceSection] = [:]
        var offsets: Set<Int> = []
        var budget = limits.objects
        var next: Int? = tail.xrefOffset
        while let offset = next {
            let from = sections.last?.place ?? Place(offset: tail.start)
            guard offsets.insert(offset).inserted else { throw .damaged(.previousSection, from) }
            guard sections.count < limits.revisions else { throw .limit(.revisions, from) }
            let section = try reader.section(at: offset, budget: budget)
            if section.trailer["Encrypt"] != nil { throw .encrypted(section.place) }
            try checkSize(of: section)
            budget -= section.entries.count
            sections.append(section)
            if let stream = try hiddenSection(of: section, reader, budget: budget) {
                try checkSize(of: stream)
                budget -= stream.entries.count
                hidden[section.offset] = stream
            }
            next = try previous(of: section)
        }
        return try grouped(sections, hidden, tail)
    }

    /// The stream that a hybrid table names; its objects are hidden from readers that know tables only.
    ///
    /// - SeeAlso: ISO 32000-2 §7.5.8.4, PDF-2
    private func hiddenSection(
        of section: CrossReferenceSection,
        _ reader: CrossReferenceReader,
        budget: Int
    ) throws(PDFError) -> CrossReferenceSection? {
        guard section.kind == .table, let name = section.trailer["XRefStm"] else { return nil }
        guard hybrids == .judged else { throw .hybridCrossReference(section.place) }
        guard let offset = name.integer, offset > 0, offset < source.count else {
            throw .damaged(.trailer, section.place)
        }
        var stream = try reader.stream(at: offset, budget: budget)
        // Whoever starts from the stream instead of the table must not get to another document.
        for key in ["Root", "Prev"] as [Name] {
            guard let value = stream.trailer[key] else { continue }
            guard value == section.trailer[key] else { throw .damaged(.trailer, stream.place) }
        }
        stream.role = .hidden
        return stream
    }

    /// `/Size` is one more than the highest number in use. ISO 32000-2 Table 15
    private func checkSize(of section: CrossReferenceSection) throws(PDFError) {
        guard let size = section.trailer["Size"]?.integer, size > 0, size <= limits.objectNumber else {
            throw .damaged(.trailer, section.place)
        }
        for (number, entry) in section.entries where number >= size && entry != .free {
            throw .damaged(.entryBeyondSize(object: number), section.place)
        }
    }

    private func previous(of section: CrossReferenceSection) throws(PDFError) -> Int? {
        switch section.trailer["Prev"] {
        case nil: return nil
        case .integer(let offset): return offset
        default: throw .damaged(.previousSection, section.place)
        }
    }

    /// Makes revisions of sections that come newest first.
    private func grouped(
        _ chain: [CrossReferenceSection],
        _ hidden: [Int: CrossReferenceSection],
        _ tail: Tail
    ) throws(PDFError) -> [Revision] {
        var groups: [[CrossReferenceSection]] = []
        var index = 0
        while index < chain.count {
            let section = chain[index]
            guard index + 1 < chain.count, chain[index + 1].offset > section.offset else {
                groups.append([section])
                index += 1
                continue
            }
            // Only the first-page section of a linearized file points forward, to the main section.
            guard index + 2 == chain.count, try isLinearized() else {
                throw .damaged(.previousSection, section.place)
            }
            groups.append([chain[index + 1], section])
            index += 2
        }
        var revisions: [Revision] = []
        for (index, group) in groups.reversed().enumerated() {
            guard let decisive = group.last else { continue }
            let last = group.max { $0.offset < $1.offset } ?? decisive
            let isNewest = index == groups.count - 1
            let sections = group.flatMap { [hidden[$0.offset], $0].compactMap(\.self) }
            revisions.append(
                Revision(
                    index: index,
                    xrefOffset: decisive.offset,
                    kind: decisive.kind,
                    trailer: decisive.trailer,
                    endOffset: isNewest ? tail.end : try end(after: last, pointingTo: decisive.offset),
                    crossReferenceStreams: sections.compactMap(\.stream),
                    isLinearized: group.count > 1,
                    sections: sections
                )
            )
        }
        return revisions
    }

    /// The end of the revision whose last section is `section`.
    private func end(after section: CrossReferenceSection, pointingTo xrefOffset: Int) throws(PDFError) -> Int {
        var lexer = Lexer(source, at: section.end)
        try lexer.skipSpace()
        if try lexer.skip(word: "startxref"), let tail = try tail(lexer, at: section.end), tail.xrefOffset == xrefOffset
        {
            return tail.end
        }
        // A cross-reference stream may stand before other objects of its revision.
        var position = section.end
        while let start = try firstKeyword(from: position, to: min(source.count, section.end + limits.tailSearch)) {
            var lexer = Lexer(source, at: start + 9)
            if let tail = try tail(lexer, at: start), tail.xrefOffset == xrefOffset { return tail.end }
            lexer.position = start
            position = start + 9
        }
        throw .damaged(.revisionEnd, section.place)
    }

    /// Whether the first object of the file is a linearization parameter dictionary. Annex F.3
    private func isLinearized() throws(PDFError) -> Bool {
        var lexer = Lexer(source, at: 0, end: min(source.count, 2_048))
        try lexer.skipSpace()
        var parser = ObjectParser(lexer, limits: limits)
        let reader = IndirectObjectReader(source: source, limits: limits)
        _ = try reader.header(&parser)
        return try parser.object().dictionary?["Linearized"] != nil
    }
}

/// `startxref`, the offset, `%%EOF`.
struct Tail {
    let start: Int
    let xrefOffset: Int
    let end: Int
}

extension RevisionReader {
    /// The last `startxref` of the file and what follows it.
    func lastTail() throws(PDFError) -> Tail {
        guard let start = try lastKeyword() else {
            throw .damaged(.startOfCrossReferenceMissing, Place(offset: source.count))
        }
        let lexer = Lexer(source, at: start + 9)
        guard let tail = try tail(lexer, at: start) else { throw .damaged(.endMarkerMissing, Place(offset: start)) }
        return tail
    }

    /// The rest of a tail after its keyword; nil when it is not one.
    private func tail(_ afterKeyword: Lexer, at start: Int) throws(PDFError) -> Tail? {
        var lexer = afterKeyword
        try lexer.skipSpace()
        guard let offset = try lexer.unsignedInteger() else { return nil }
        try lexer.skipWhiteSpace()
        guard try lexer.skip(prefix: "%%EOF") else { return nil }
        _ = try lexer.skipEndOfLine()
        return Tail(start: start, xrefOffset: offset, end: lexer.position)
    }

    private static let keyword = Array("startxref".utf8)

    private func lastKeyword() throws(PDFError) -> Int? {
        let first = max(0, source.count - limits.tailSearch)
        var end = source.count
        var size = 1_024
        while end > first {
            let start = max(first, end - size)
            let window = try source.read(start..<min(source.count, end + 8))
            if let index = Self.last(in: window) { return start + index }
            end = start
            size = 1 << 16
        }
        return nil
    }

    private func firstKeyword(from: Int, to end: Int) throws(PDFError) -> Int? {
        var start = from
        while start < end {
            let window = try source.read(start..<min(end, start + (1 << 16)))
            if let index = Self.first(in: window) { return start + index }
            guard window.count > 8, start + window.count < end else { return nil }
            start += window.count - 8
        }
        return nil
    }

    /// Looks at every ninth byte, so that a byte loop in a debug build stays cheap.
    private static func first(in window: [UInt8]) -> Int? {
        var index = 8
        while index < window.count {
            if keyword.contains(window[index]) {
                for candidate in index - 8...index where matches(window, candidate) { return candidate }
            }
            index += 9
        }
        return nil
    }

    private static func last(in window: [UInt8]) -> Int? {
        var index = window.count - 9
        while index >= 0 {
            if keyword.contains(window[index]) {
                for candidate in stride(from: index, through: max(0, index - 8), by: -1)
                where matches(window, candidate) { return candidate }
            }
            index -= 9
        }
        return nil
    }

    private static func matches(_ window: [UInt8], _ index: Int) -> Bool {
        guard index + 9 <= window.count else { return false }
        for offset in 0..<9 where window[index + offset] != keyword[offset] { return false }
        return true
    }
}
