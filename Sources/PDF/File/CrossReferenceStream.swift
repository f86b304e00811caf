extension CrossReferenceReader {
    /// Reads a cross-reference stream. ISO 32000-2 §7.5.8
    func stream(at offset: Int, budget: Int) throws(PDFError) -> CrossReferenceSection {
        let found = try IndirectObjectReader(source: source, limits: limits)
            .read(at: offset) { (_) throws(PDFError) in throw .damaged(.crossReferenceStream, Place(offset: offset)) }
        let place = Place(object: found.reference.number, offset: offset)
        guard case .stream(let stream) = found.object, stream.dictionary["Type"]?.name == "XRef" else {
            throw .damaged(.crossReference, place)
        }
        // An encrypted file does not encrypt this stream, but no other one could be read. PDF-12
        if stream.dictionary["Encrypt"] != nil { throw .encrypted(place) }
        let data = try StreamFilters(stream.dictionary, limits: limits, place: place).decode(stream, in: source)
        return CrossReferenceSection(
            offset: offset,
            kind: .stream,
            trailer: stream.dictionary,
            entries: try entries(stream.dictionary, data, budget: budget, place),
            stream: found.reference,
            end: found.range.upperBound
        )
    }

    private func entries(
        _ dictionary: PDFDictionary,
        _ data: [UInt8],
        budget: Int,
        _ place: Place
    ) throws(PDFError) -> [(number: Int, entry: CrossReferenceEntry)] {
        let widths = (dictionary["W"]?.array ?? []).compactMap(\.integer)
        guard widths.count == 3, widths.allSatisfy({ (0...8).contains($0) }), let size = dictionary["Size"]?.integer
        else { throw .damaged(.crossReferenceStream, place) }
        let width = widths.reduce(0, +)
        let index = dictionary["Index"]?.array?.map(\.integer) ?? [0, size]
        guard width > 0, index.count.isMultiple(of: 2) else { throw .damaged(.crossReferenceStream, place) }

        var result: [(number: Int, entry: CrossReferenceEntry)] = []
        var seen: Set<Int> = []
        var position = 0
        for pair in stride(from: 0, to: index.count, by: 2) {
            guard let first = index[pair], let count = index[pair + 1], first >= 0, count >= 0 else {
                throw .damaged(.crossReferenceStream, place)
            }
            guard count <= budget - result.count else { throw .limit(.objects, place) }
            guard count <= limits.objectNumber, first <= limits.objectNumber - count else {
                throw .limit(.objectNumber, place)
            }
            guard count <= (data.count - position) / width else { throw .damaged(.crossReferenceStream, place) }
            for number in first..<first + count {
                guard seen.insert(number).inserted else { throw .damaged(.entryTwice(object: number), place) }
                guard let entry = entry(data, at: position, widths) else {
                    throw .damaged(.crossReferenceEntry, Place(object: number, offset: place.offset))
                }
                result.append((number, entry))
                position += width
            }
        }
        return result
    }

    private func entry(_ data: [UInt8], at start: Int, _ widths: [Int]) -> CrossReferenceEntry? {
        var position = start
        var fields: [UInt64] = []
        for width in widths {
            var value: UInt64 = 0
            for _ in 0..<width {
                value = value << 8 | UInt64(data[position])
                position += 1
            }
            fields.append(value)
        }
        guard let second = Int(exactly: fields[1]), let third = Int(exactly: fields[2]) else { return nil }
        switch widths[0] == 0 ? 1 : fields[0] {
        case 0: return .free
        case 1:
            guard third <= 65_535 else { return nil }
            return second == 0 ? .free : .offset(second, generation: third)
        case 2:
            guard second <= limits.objectNumber else { return nil }
            return .compressed(stream: second, index: third)
        // Types of the future mean the null object. Table 18
        default: return .free
        }
    }
}
