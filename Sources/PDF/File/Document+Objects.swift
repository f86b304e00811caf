extension Document {
    private var store: ObjectStore {
        ObjectStore(source: source, limits: limits, entries: entries, cache: cache)
    }

    /// The object, or null when it is free, absent or of another generation.
    package func object(_ reference: Reference) throws(PDFError) -> Object {
        try store.object(reference)
    }

    /// Follows references to what they stand for; nil is null.
    package func resolve(_ object: Object?) throws(PDFError) -> Object {
        try store.resolve(object)
    }

    /// Whether the object stands in its object stream at the index that its entry gives; true for one in none.
    func isAtItsIndex(_ number: Int) throws(PDFError) -> Bool {
        guard case .compressed(let stream, let index) = entries[number] else { return true }
        return try store.objectStream(stream).isMember(number, at: index)
    }

    /// The data of a stream with all filters undone, within the limits.
    ///
    /// - Throws: `PDFError.filter(.unsupported)` for image filters and unknown ones.
    package func data(of stream: Stream) throws(PDFError) -> [UInt8] {
        var place = Place()
        if case .file(let range) = stream.content { place = Place(offset: range.lowerBound) }
        return try store.data(of: stream, place)
    }

    /// The bytes of an object from its number to after `endobj`; nil when it is in an object stream or absent.
    package func range(of reference: Reference) throws(PDFError) -> Range<Int>? {
        guard case .offset(let offset, let generation) = entries[reference.number],
            generation == reference.generation
        else { return nil }
        return try store.stored(reference, at: offset).range
    }

    /// Where the values of an object's top-level dictionary are in the file; nil when it is in an object stream.
    package func valueRanges(of reference: Reference) throws(PDFError) -> [Name: Range<Int>]? {
        guard case .offset(let offset, let generation) = entries[reference.number],
            generation == reference.generation
        else { return nil }
        return try valueRanges(ofObjectAt: offset)
    }

    /// Where the values of the top-level dictionary of the indirect object at `offset` are in the file.
    func valueRanges(ofObjectAt offset: Int) throws(PDFError) -> [Name: Range<Int>]? {
        var parser = ObjectParser(Lexer(source, at: offset), limits: limits)
        _ = try IndirectObjectReader(source: source, limits: limits).header(&parser)
        return try parser.valueRanges()
    }

    /// Where the values of the dictionary at `offset` are in the file.
    func valueRanges(ofDictionaryAt offset: Int) throws(PDFError) -> [Name: Range<Int>]? {
        var parser = ObjectParser(Lexer(source, at: offset), limits: limits)
        return try parser.valueRanges()
    }
}

extension ObjectParser {
    fileprivate mutating func valueRanges() throws(PDFError) -> [Name: Range<Int>]? {
        try lexer.skipSpace()
        guard try lexer.skip(prefix: "<<") else { return nil }
        var ranges: [Name: Range<Int>] = [:]
        _ = try dictionary(depth: 0) { ranges[$0] = $1 }
        return ranges
    }
}
