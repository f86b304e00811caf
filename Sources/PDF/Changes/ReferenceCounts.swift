/// How often each object is referred to, kept from revision to revision.
///
/// Counting reads every object of a file once; afterwards only what a revision wrote is read.
struct ReferenceCounts {
    private var counts: [Int: Int] = [:]
    /// Objects that cannot be read, and may refer to anything for readers that repair them.
    private var unreadable: Set<Int> = []

    init(_ document: Document, _ work: ComparisonWork) throws(PDFError) {
        let numbers = document.numbersInUse
        try work.spend(numbers.count, .objects)
        add(.dictionary(document.trailer), 1)
        for number in numbers {
            if let object = try? document.stored(number) { add(object, 1) } else { unreadable.insert(number) }
        }
    }

    /// How many references to object `number` there are, the trailer's included.
    func uses(of number: Int) -> Int { counts[number] ?? 0 }

    /// Whether something that is in use cannot be read, so that nobody knows what it refers to.
    var areUncertain: Bool { unreadable.contains { uses(of: $0) > 0 } }

    /// Goes on to the next revision, which wrote or freed `numbers`.
    mutating func advance(from old: Document, to new: Document, changing numbers: [Int]) {
        add(.dictionary(old.trailer), -1)
        add(.dictionary(new.trailer), 1)
        for number in numbers {
            if old.isInUse(number), let before = try? old.stored(number) { add(before, -1) }
            unreadable.remove(number)
            guard new.isInUse(number) else { continue }
            if let after = try? new.stored(number) { add(after, 1) } else { unreadable.insert(number) }
        }
    }

    private mutating func add(_ object: Object, _ amount: Int) {
        for number in object.referredNumbers { counts[number, default: 0] += amount }
    }
}

extension Object {
    /// The numbers of all objects that this one refers to, as often as it does.
    var referredNumbers: [Int] {
        var numbers: [Int] = []
        var waiting = [self]
        while let next = waiting.popLast() {
            switch next {
            case .reference(let reference): numbers.append(reference.number)
            case .array(let elements): waiting += elements
            case .dictionary(let dictionary): waiting += dictionary.keys.compactMap { dictionary[$0] }
            case .stream(let stream): waiting.append(.dictionary(stream.dictionary.withoutTrailer))
            default: break
            }
        }
        return numbers
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
