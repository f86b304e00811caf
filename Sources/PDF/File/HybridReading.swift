/// What becomes of a file with `/XRefStm`, whose objects depend on the age of the reader.
enum HybridReading: Hashable, Sendable {
    case refused
    case judged
}

/// How a reader looks up objects where a table names a hidden section.
enum HybridView: Hashable, Sendable, CaseIterable {
    /// The table first; what is free there is looked up in the stream. ISO 32000-2 §7.5.8.4
    case standard
    /// Readers of PDF 1.4: the stream does not exist.
    case tablesOnly
    /// Readers that take the stream for the last word.
    case streamsFirst
}

extension Document {
    /// The effective table, later sections over earlier ones. ISO 32000-2 §7.5.6
    static func table(of revisions: [Revision], as view: HybridView) -> [Int: CrossReferenceEntry] {
        var table: [Int: CrossReferenceEntry] = [:]
        var hidden: [Int: CrossReferenceEntry] = [:]
        for section in revisions.flatMap(\.sections) {
            if section.role == .hidden {
                if view != .tablesOnly { hidden = Dictionary(section.entries.map { ($0.number, $0.entry) }) { $1 } }
                table.merge(hidden) { $1 }
                continue
            }
            for (number, entry) in section.entries {
                if let other = hidden[number], other != .free, entry == .free || view == .streamsFirst { continue }
                table[number] = entry
            }
            hidden = [:]
        }
        return table
    }

    /// Whether some revision hides entries from readers that know tables only.
    package var isHybrid: Bool {
        revisions.contains { $0.sections.contains { $0.role == .hidden } }
    }

    /// An object that is shown and that not all readers find in the same place; nil when they agree.
    ///
    /// Everything that the catalog leads to counts as shown, but for the structure tree: that is what hybrid files hide
    /// from old readers, and it draws nothing.
    ///
    /// - SeeAlso: ISO 32000-2 §7.5.8.4, PDF-2
    package func disputedObject() throws(PDFError) -> Int? {
        let disputed = disputedNumbers
        guard !disputed.isEmpty else { return nil }
        guard !disputed.contains(catalogReference.number) else { return catalogReference.number }
        var shown = catalog
        shown["StructTreeRoot"] = nil
        var visited: Set<Int> = [catalogReference.number]
        var waiting: [Object] = [.dictionary(shown), trailer["Info"] ?? .null]
        while let next = waiting.popLast() {
            switch next {
            case .reference(let reference):
                guard visited.insert(reference.number).inserted else { continue }
                guard !disputed.contains(reference.number) else { return reference.number }
                waiting.append(try object(reference))
            case .array(let elements): waiting += elements
            case .dictionary(let dictionary): waiting += dictionary.keys.compactMap { dictionary[$0] }
            case .stream(let stream): waiting.append(.dictionary(stream.dictionary))
            default: break
            }
        }
        return nil
    }

    /// The objects that some reader finds elsewhere than others, or not at all.
    private var disputedNumbers: Set<Int> {
        guard isHybrid else { return [] }
        let views = HybridView.allCases.map { Self.table(of: revisions, as: $0) }
        let numbers = views.reduce(into: Set<Int>()) { $0.formUnion($1.keys) }
        var disputed = numbers.filter { number in Set(views.map { $0[number] ?? .free }).count > 1 }
        // What is in an object stream goes with it.
        for number in entries.numbers {
            if case .compressed(let stream, _) = entries[number], disputed.contains(stream) { disputed.insert(number) }
        }
        return disputed
    }
}
