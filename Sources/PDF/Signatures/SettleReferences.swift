extension IncrementalUpdate {
    /// Writes null wherever the file refers to an object that does not exist, and objects anew that only some readers find.
    ///
    /// Null is what such a reference means, but nobody can define the object later and make something appear: not an
    /// attacker, and not we by taking its number. Some readers do not find an object at a wrong index of its object
    /// stream. Unreachable objects are left alone, and so are streams too large to be copied.
    ///
    /// - SeeAlso: ISO 32000-2 §7.3.10, §7.5.8.3
    mutating func settleReferences() throws(PDFError) {
        var seen: Set<Reference> = []
        var waiting: [Reference] = []
        if collect(from: .dictionary(trailer), &seen, &waiting) {
            // Null in so many words: without the key, the older trailer's would still count for some.
            for key in trailer.keys { trailer[key] = trailer[key].map(cleared) }
        }
        while let reference = waiting.popLast() {
            let object = try document.object(reference)
            let refersToNothing = collect(from: object, &seen, &waiting)
            let isMisplaced = try !document.isAtItsIndex(reference.number)
            guard refersToNothing || isMisplaced, !object.isContainer else { continue }
            if case .stream(let stream) = object, stream.count > Self.copiedStreamLimit { continue }
            replace(reference, with: cleared(object))
        }
    }

    private static let copiedStreamLimit = 16 << 20

    /// Notes the existing objects that `object` refers to; true when it refers to one that does not exist.
    private func collect(from object: Object, _ seen: inout Set<Reference>, _ waiting: inout [Reference]) -> Bool {
        var refersToNothing = false
        var open = [object]
        while let next = open.popLast() {
            switch next {
            case .reference(let reference):
                if !document.isDefined(reference) {
                    refersToNothing = true
                } else if seen.insert(reference).inserted {
                    waiting.append(reference)
                }
            case .array(let elements): open += elements
            case .dictionary(let dictionary): open += dictionary.keys.compactMap { dictionary[$0] }
            case .stream(let stream): open.append(.dictionary(stream.dictionary))
            default: break
            }
        }
        return refersToNothing
    }

    /// The object with null for each reference to nothing, or without the key that has it.
    ///
    /// The parser bounds how deep it is nested.
    private func cleared(_ object: Object) -> Object {
        switch object {
        case .reference(let reference): document.isDefined(reference) ? object : .null
        case .array(let elements): .array(elements.map(cleared))
        case .dictionary(let dictionary): .dictionary(cleared(dictionary))
        case .stream(let stream): .stream(Stream(cleared(stream.dictionary), stream.content))
        default: object
        }
    }

    private func cleared(_ dictionary: PDFDictionary) -> PDFDictionary {
        var result = dictionary
        for key in dictionary.keys {
            let value = dictionary[key].map(cleared)
            result[key] = value == .null ? nil : value
        }
        return result
    }
}

extension Document {
    /// Whether the file has an object under this number and generation.
    func isDefined(_ reference: Reference) -> Bool {
        switch entries[reference.number] {
        case .offset(_, let generation)?: generation == reference.generation
        case .compressed?: reference.generation == 0
        case .free?, nil: false
        }
    }
}

extension Stream {
    /// The bytes as stored.
    fileprivate var count: Int {
        switch content {
        case .bytes(let bytes): bytes.count
        case .file(let range): range.count
        }
    }
}

extension Object {
    /// A cross-reference or object stream: it holds a revision together and shows nothing.
    fileprivate var isContainer: Bool {
        guard let type = stream?.dictionary["Type"]?.name else { return false }
        return type == "XRef" || type == "ObjStm"
    }
}
