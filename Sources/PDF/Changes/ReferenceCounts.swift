/// How often each object is referred to, kept from revision to revision.
///
/// Counting reads every object of a file once; afterwards only what a revision wrote is read.
struct ReferenceCounts {
    private var counts: [Int: Int] = [:]

    init(_ document: Document, _ work: ComparisonWork) throws(PDFError) {
        let numbers = document.numbersInUse
        try work.spend(numbers.count, .objects)
        add(.dictionary(document.trailer), 1)
        for number in numbers {
            guard let object = try? document.stored(number) else { continue }
            add(object, 1)
        }
    }

    /// How many references to object `number` there are, the trailer's included.
    func uses(of number: Int) -> Int { counts[number] ?? 0 }

    /// Goes on to the next revision, which wrote or freed `numbers`.
    mutating func advance(from old: Document, to new: Document, changing numbers: [Int]) {
        add(.dictionary(old.trailer), -1)
        add(.dictionary(new.trailer), 1)
        for number in numbers {
            if old.isInUse(number), let before = try? old.stored(number) { add(before, -1) }
            if new.isInUse(number), let after = try? new.stored(number) { add(after, 1) }
        }
    }

    private mutating func add(_ object: Object, _ amount: Int) {
        var waiting = [object]
        while let next = waiting.popLast() {
            switch next {
            case .reference(let reference): counts[reference.number, default: 0] += amount
            case .array(let elements): waiting += elements
            case .dictionary(let dictionary): waiting += dictionary.keys.compactMap { dictionary[$0] }
            case .stream(let stream): waiting.append(.dictionary(stream.dictionary.withoutTrailer))
            default: break
            }
        }
    }
}

extension PDFDictionary {
    /// A cross-reference stream repeats what the trailer refers to; that is no further use of it.
    fileprivate var withoutTrailer: PDFDictionary {
        guard self["Type"]?.name == "XRef" else { return self }
        var rest = self
        for key in ["Root", "Info", "Encrypt"] as [Name] { rest[key] = nil }
        return rest
    }
}
