/// An indirect object as it stands in the file.
struct IndirectObject {
    let reference: Reference
    let object: Object
    /// The bytes from the object number to after `endobj`.
    let range: Range<Int>
}

/// Reads `n g obj … endobj`, streams included.
///
/// - SeeAlso: ISO 32000-2 §7.3.8, §7.3.10
struct IndirectObjectReader {
    let source: any ByteSource
    let limits: Limits

    /// Reads the object at `offset`; `length` finds the value of an indirect `/Length`.
    func read(
        at offset: Int,
        length: (Reference) throws(PDFError) -> Int
    ) throws(PDFError) -> IndirectObject {
        var parser = ObjectParser(Lexer(source, at: offset), limits: limits)
        let reference = try header(&parser)
        let start = parser.place
        var object = try parser.object()
        try parser.lexer.skipSpace()
        if case .dictionary(let dictionary) = object, try parser.lexer.skip(prefix: "stream") {
            object = .stream(try stream(dictionary, &parser, start, length))
            try parser.lexer.skipSpace()
        }
        guard try parser.lexer.skip(prefix: "endobj") else { throw .damaged(.objectEnd, parser.place) }
        return IndirectObject(reference: reference, object: object, range: offset..<parser.lexer.position)
    }

    /// Reads the header and leaves `parser` before the value.
    func header(_ parser: inout ObjectParser) throws(PDFError) -> Reference {
        let start = parser.lexer.position
        // PDFium's offsets may point to a comment before the object.
        try parser.lexer.skipSpace()
        guard let number = try parser.lexer.unsignedInteger(), number <= limits.objectNumber else {
            throw .damaged(.objectHeader, Place(offset: start))
        }
        parser.number = number
        try parser.lexer.skipSpace()
        guard let generation = try parser.lexer.unsignedInteger(), generation <= 65_535 else {
            throw .damaged(.objectHeader, parser.place)
        }
        try parser.lexer.skipSpace()
        guard try parser.lexer.skip(prefix: "obj") else { throw .damaged(.objectHeader, parser.place) }
        return Reference(number: number, generation: generation)
    }

    private func stream(
        _ dictionary: PDFDictionary,
        _ parser: inout ObjectParser,
        _ start: Place,
        _ length: (Reference) throws(PDFError) -> Int
    ) throws(PDFError) -> Stream {
        if try parser.lexer.skip(.carriageReturn) {
            guard try parser.lexer.skip(.lineFeed) else { throw .damaged(.streamEnd, parser.place) }
        } else if try !parser.lexer.skip(.lineFeed) {
            throw .damaged(.streamEnd, parser.place)
        }
        let count: Int
        switch dictionary["Length"] {
        case .integer(let value): count = value
        case .reference(let target): count = try length(target)
        default: throw .damaged(.streamLength, start)
        }
        let first = parser.lexer.position
        guard count >= 0, count <= source.count - first else { throw .damaged(.streamLength, start) }
        parser.lexer.position = first + count
        try parser.lexer.skipWhiteSpace()
        guard try parser.lexer.skip(prefix: "endstream") else { throw .damaged(.streamLength, start) }
        return Stream(dictionary, .file(first..<first + count))
    }
}
