/// Reads objects through a cross-reference table.
struct ObjectStore {
    let source: any ByteSource
    let limits: Limits
    let entries: CrossReferenceTable
    let cache: ObjectCache

    /// Indirect lengths and object streams may need each other; no honest file goes deeper.
    private static let depthLimit = 4

    /// The object, or null when it is free, absent or of another generation. ISO 32000-2 §7.3.10
    func object(_ reference: Reference, depth: Int = 0) throws(PDFError) -> Object {
        guard depth <= Self.depthLimit else { throw .damaged(.referenceLoop, Place(object: reference.number)) }
        switch entries[reference.number] {
        case nil, .free: return .null
        case .offset(let offset, let generation):
            guard generation == reference.generation else { return .null }
            return try stored(reference, at: offset, depth: depth).object
        case .compressed(let stream, let index):
            guard reference.generation == 0 else { return .null }
            return try compressed(reference, in: stream, index: index, depth: depth)
        }
    }

    /// The object at `offset`, which must carry this number and generation.
    func stored(_ reference: Reference, at offset: Int, depth: Int = 0) throws(PDFError) -> IndirectObject {
        let place = Place(object: reference.number, offset: offset)
        if let known = cache.object(at: offset, in: entries.revision), known.range.upperBound <= source.count {
            guard known.reference == reference else { throw .damaged(.objectHeader, place) }
            return known
        }
        guard offset < source.count else { throw .damaged(.objectHeader, place) }
        let found = try IndirectObjectReader(source: source, limits: limits)
            .read(at: offset) { (target) throws(PDFError) in
                guard case .integer(let length) = try object(target, depth: depth + 1) else {
                    throw .damaged(.streamLength, place)
                }
                return length
            }
        guard found.reference == reference else { throw .damaged(.objectHeader, place) }
        cache.keep(found, of: entries.revision)
        return found
    }

    private func compressed(
        _ reference: Reference,
        in container: Int,
        index: Int,
        depth: Int
    ) throws(PDFError) -> Object {
        let place = Place(object: reference.number)
        let content = try objectStream(container, depth: depth)
        guard let start = content.offset(of: reference.number, index: index) else {
            throw .damaged(.objectStream, place)
        }
        let lexer = Lexer(content.bytes, at: start)
        var parser = ObjectParser(lexer, limits: limits, number: reference.number)
        return try parser.object()
    }

    /// The object stream with this number.
    func objectStream(_ number: Int, depth: Int = 0) throws(PDFError) -> ObjectStreamContent {
        guard case .offset(let offset, let generation) = entries[number] else {
            throw .damaged(.objectStream, Place(object: number))
        }
        let place = Place(object: number, offset: offset)
        let found = try stored(Reference(number: number, generation: generation), at: offset, depth: depth)
        guard case .stream(let stream) = found.object, stream.dictionary["Type"]?.name == "ObjStm" else {
            throw .damaged(.objectStream, place)
        }
        if let known = cache.objectStream(at: offset, in: entries.revision) { return known }
        let bytes = try data(of: stream, place, depth: depth)
        let content = try ObjectStreamContent(bytes, stream.dictionary, limits: limits, number: number) {
            (object) throws(PDFError) in try resolve(object, depth: depth)
        }
        let isAlone = !Object.dictionary(stream.dictionary).holdsReferences
        cache.keep(content, at: offset, of: isAlone ? nil : entries.revision)
        return content
    }

    /// The numbers of the objects in an object stream, in order.
    func members(ofObjectStream number: Int) throws(PDFError) -> [Int] {
        try objectStream(number, depth: 0).members.map(\.number)
    }

    /// The data of `stream`, all filters undone.
    func data(of stream: Stream, _ place: Place, depth: Int = 0) throws(PDFError) -> [UInt8] {
        let filters = try StreamFilters(stream.dictionary, limits: limits, place: place) {
            (object) throws(PDFError) in try resolve(object, depth: depth)
        }
        let bytes = try filters.decode(stream, in: source)
        guard cache.spend(decodedBytes: bytes.count) else { throw .limit(.decodedBytes, place) }
        return bytes
    }

    /// Follows references to what they stand for; nil is null.
    func resolve(_ object: Object?, depth: Int = 0) throws(PDFError) -> Object {
        var current = object ?? .null
        for _ in 0..<32 {
            guard case .reference(let target) = current else { return current }
            current = try self.object(target, depth: depth + 1)
        }
        throw .damaged(.referenceLoop, Place(object: object?.reference?.number))
    }
}

/// A decoded object stream.
///
/// - SeeAlso: ISO 32000-2 §7.5.7
struct ObjectStreamContent: Sendable {
    let bytes: [UInt8]
    let members: [(number: Int, offset: Int)]

    init(
        _ bytes: [UInt8],
        _ dictionary: PDFDictionary,
        limits: Limits,
        number: Int,
        resolve: (Object?) throws(PDFError) -> Object
    ) throws(PDFError) {
        let place = Place(object: number)
        guard let count = try resolve(dictionary["N"]).integer, let first = try resolve(dictionary["First"]).integer,
            count >= 0, count <= bytes.count, first >= 0, first <= bytes.count
        else { throw .damaged(.objectStream, place) }
        var lexer = Lexer(bytes)
        var members: [(number: Int, offset: Int)] = []
        for _ in 0..<count {
            try lexer.skipSpace()
            guard let member = try lexer.unsignedInteger() else { throw .damaged(.objectStream, place) }
            try lexer.skipSpace()
            guard let offset = try lexer.unsignedInteger(), offset < bytes.count - first else {
                throw .damaged(.objectStream, place)
            }
            members.append((member, first + offset))
        }
        self.bytes = bytes
        self.members = members
    }

    /// Whether the member at `index` is object `number`, as Table 18 wants it.
    func isMember(_ number: Int, at index: Int) -> Bool {
        index < members.count && members[index].number == number
    }

    /// Where object `number` begins: at its index, or where the only member with that number is.
    ///
    /// A writer that updates a file may count wrong; the number decides then as long as it comes once. Preflight refuses
    /// such an object where pages or forms use it, because some readers go by the index alone.
    func offset(of number: Int, index: Int) -> Int? {
        if isMember(number, at: index) { return members[index].offset }
        let found = members.filter { $0.number == number }
        return found.count == 1 ? found.first?.offset : nil
    }
}
