/// Where one object is.
///
/// - SeeAlso: ISO 32000-2 §7.5.4, §7.5.8
package enum CrossReferenceEntry: Hashable, Sendable {
    case free
    case offset(Int, generation: Int)
    case compressed(stream: Int, index: Int)
}

/// One cross-reference section with its trailer.
struct CrossReferenceSection: Sendable {
    let offset: Int
    let kind: Revision.Kind
    let trailer: PDFDictionary
    let entries: [(number: Int, entry: CrossReferenceEntry)]
    /// The object that the section itself is, when it is a stream.
    let stream: Reference?
    /// The first byte after the trailer dictionary, or after the stream's `endobj`.
    let end: Int
    /// Whether the section is the stream that a table names with `/XRefStm`.
    var role = Role.main

    enum Role: Hashable, Sendable {
        case main
        /// Entries that only readers of cross-reference streams see. ISO 32000-2 §7.5.8.4
        case hidden
    }

    var place: Place { Place(object: stream?.number, offset: offset) }
}

/// Reads one cross-reference section of either kind.
struct CrossReferenceReader {
    let source: any ByteSource
    let limits: Limits

    /// Reads the section at `offset`, with at most `budget` entries.
    func section(at offset: Int, budget: Int) throws(PDFError) -> CrossReferenceSection {
        guard offset > 0, offset < source.count else { throw .damaged(.crossReference, Place(offset: offset)) }
        var lexer = Lexer(source, at: offset)
        try lexer.skipWhiteSpace()
        if try lexer.skip(word: "xref") { return try table(at: offset, lexer, budget: budget) }
        guard try lexer.peek()?.decimalDigit != nil else { throw .damaged(.crossReference, Place(offset: offset)) }
        return try stream(at: offset, budget: budget)
    }

    private func table(
        at offset: Int,
        _ start: Lexer,
        budget: Int
    ) throws(PDFError) -> CrossReferenceSection {
        var lexer = start
        var entries: [(number: Int, entry: CrossReferenceEntry)] = []
        var seen: Set<Int> = []
        while true {
            try lexer.skipSpace()
            if try lexer.skip(prefix: "trailer") { break }
            guard let first = try lexer.unsignedInteger(), try lexer.skip(.space),
                let count = try lexer.unsignedInteger()
            else { throw .damaged(.crossReference, Place(offset: lexer.position)) }
            guard count <= budget - entries.count else { throw .limit(.objects, Place(offset: lexer.position)) }
            guard first <= limits.objectNumber - count else {
                throw .limit(.objectNumber, Place(offset: lexer.position))
            }
            while try lexer.skip(.space) {}
            guard try lexer.skipEndOfLine() else {
                throw .damaged(.crossReference, Place(offset: lexer.position))
            }
            try lines(at: lexer.position, first: first, count: count, into: &entries)
            lexer.position += count * 20
            for number in first..<first + count where !seen.insert(number).inserted {
                throw .damaged(.entryTwice(object: number), Place(object: number, offset: offset))
            }
        }
        var parser = ObjectParser(lexer, limits: limits)
        guard case .dictionary(let trailer) = try parser.object() else {
            throw .damaged(.trailer, Place(offset: lexer.position))
        }
        return CrossReferenceSection(
            offset: offset,
            kind: .table,
            trailer: trailer,
            entries: entries,
            stream: nil,
            end: parser.lexer.position
        )
    }

    /// Entries of exactly 20 bytes each. PDF-3
    private func lines(
        at offset: Int,
        first: Int,
        count: Int,
        into entries: inout [(number: Int, entry: CrossReferenceEntry)]
    ) throws(PDFError) {
        guard count <= (source.count - offset) / 20 else {
            throw .damaged(.crossReferenceEntry, Place(offset: offset))
        }
        var done = 0
        while done < count {
            let batch = min(count - done, 3_000)
            let start = offset + done * 20
            let bytes = try source.read(start..<start + batch * 20)
            for line in 0..<batch {
                guard let entry = entry(bytes[(line * 20)..<(line * 20 + 20)]) else {
                    throw .damaged(.crossReferenceEntry, Place(object: first + done + line, offset: start + line * 20))
                }
                entries.append((first + done + line, entry))
            }
            done += batch
        }
    }

    private func entry(_ line: ArraySlice<UInt8>) -> CrossReferenceEntry? {
        let start = line.startIndex
        var offset = 0
        for index in start..<start + 10 {
            guard let digit = line[index].decimalDigit else { return nil }
            offset = offset * 10 + digit
        }
        var generation = 0
        for index in start + 11..<start + 16 {
            guard let digit = line[index].decimalDigit else { return nil }
            generation = generation * 10 + digit
        }
        guard line[start + 10] == .space, line[start + 16] == .space, line[start + 18].isWhiteSpace,
            line[start + 19].isWhiteSpace, generation <= 65_535
        else { return nil }
        switch line[start + 17] {
        case UInt8(ascii: "f"): return .free
        // Offset 0 is the header: some producers mark unused numbers so.
        case UInt8(ascii: "n"): return offset == 0 ? .free : .offset(offset, generation: generation)
        default: return nil
        }
    }
}
