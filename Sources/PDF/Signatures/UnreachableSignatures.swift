extension Document {
    /// Signature dictionaries that no field holds, among the objects around `places`.
    ///
    /// `places` are the offsets, ascending, at which the file speaks of a `/ByteRange`. An object counts whether a
    /// cross-reference section leads to it, did so in an earlier revision, or never did; what lies in the data of a
    /// stream does not count, nor a copy of a dictionary in `known`.
    ///
    /// - SeeAlso: VAL-11
    package func unreachableSignatures(
        at places: [Int],
        known: [SignatureDictionary]
    ) throws(PDFError) -> [SignatureDictionary] {
        let offsets = entries.allOffsets
        let held = Set(known.compactMap { signature in signature.reference.map { Held($0, signature.dictionary) } })
        var found: [SignatureDictionary] = []
        var looked = 0..<0
        var scans = 0
        for place in places where !looked.contains(place) {
            var candidate = offsets.last(upTo: place).flatMap { indirectObject(at: $0) }
            if candidate?.range.contains(place) != true {
                guard scans < Self.scanLimit else { throw .limit(.objects, Place(offset: place)) }
                scans += 1
                candidate = try lastHeader(before: place).flatMap { indirectObject(at: $0) }
            }
            guard let candidate, candidate.range.contains(place) else { continue }
            looked = candidate.range
            guard let signature = try looseSignature(candidate),
                !held.contains(Held(candidate.reference, signature.dictionary))
            else { continue }
            found.append(signature)
        }
        return found
    }

    /// Places outside of every object of the cross-reference sections that are looked into.
    private static let scanLimit = 1_000

    /// How far before a `/ByteRange` its object may begin: `/Contents` may stand first.
    private static let reach = 1 << 18

    private func indirectObject(at offset: Int) -> IndirectObject? {
        try? IndirectObjectReader(source: source, limits: limits).read(at: offset) { (target) throws(PDFError) in
            guard case .integer(let length) = try object(target) else { throw .damaged(.streamLength, Place()) }
            return length
        }
    }

    private func lastHeader(before place: Int) throws(PDFError) -> Int? {
        let start = max(0, place - Self.reach)
        let window = try source.read(start..<place)
        let scan = ObjectScan(source: source, limits: limits)
        for mark in ObjectScan.marks(in: window).reversed() {
            if let header = scan.header(before: mark, in: window) { return start + header.start }
        }
        return nil
    }

    /// The signature that an object is, or that stands directly in it as the value of a field.
    private func looseSignature(_ found: IndirectObject) throws(PDFError) -> SignatureDictionary? {
        guard case .dictionary(let dictionary) = found.object else { return nil }
        let offset = found.range.lowerBound
        let ranges = try valueRanges(ofObjectAt: offset) ?? [:]
        let reference = Object.reference(found.reference)
        if Self.isSignature(dictionary) {
            return try signature(dictionary, value: reference, in: nil, contentsRange: ranges["Contents"])
        }
        guard case .dictionary(let value)? = dictionary["V"], Self.isSignature(value),
            let start = ranges["V"]?.lowerBound
        else { return nil }
        let contents = try valueRanges(ofDictionaryAt: start)?["Contents"]
        return try signature(value, value: reference, in: nil, contentsRange: contents)
    }

    private static func isSignature(_ dictionary: PDFDictionary) -> Bool {
        dictionary["ByteRange"] != nil && dictionary["Contents"] != nil
    }

    private struct Held: Hashable {
        let reference: Reference
        let dictionary: PDFDictionary

        init(_ reference: Reference, _ dictionary: PDFDictionary) {
            self.reference = reference
            self.dictionary = dictionary
        }
    }
}

extension [Int] {
    /// The greatest element that is not above `value`; the array is ascending.
    fileprivate func last(upTo value: Int) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : self[low - 1]
    }
}
