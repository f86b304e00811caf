/// Judges what happened to a file after a revision was signed: each later revision against the one before it.
///
/// Everything a revision writes has to be explained by a rule of its own file in this folder; what no rule explains is
/// refused. What it costs follows from what the revisions wrote, not from the size of the file.
///
/// - SeeAlso: VAL-7, VAL-8, VAL-9; SIGNING C
package enum RevisionComparison {
    /// All changes of the revisions after `index` (from 0), in the order they were made.
    package static func changes(in document: Document, afterRevision index: Int) -> [Change] {
        var changes: [Change] = []
        var memory = ComparisonMemory()
        let work = ComparisonWork()
        for next in (index + 1)..<max(index + 1, document.revisions.count) {
            do {
                var step = try RevisionStep(document, revision: next, memory, work)
                changes += try step.compare()
                memory = try step.memoryForNext()
            } catch {
                memory = ComparisonMemory()
                changes.append(Change(revision: next + 1, page: nil, code: .unreadableRevision, object: nil))
            }
        }
        return changes
    }
}

/// What one step has found out about a file that the next one need not find out again.
struct ComparisonMemory {
    /// The state that the last step ended with.
    var document: Document?
    var pages: PageTreeIndex?
    var counts: ReferenceCounts?
    /// Whether a certified revision so far had declared its fields.
    var fieldsWereDeclared = false
}

/// One revision and its predecessor, with what has been explained so far.
struct RevisionStep {
    let old: Document
    let new: Document
    /// From 1, as shown.
    let revision: Int
    /// Numbers of the objects that the revision wrote.
    let written: Set<Int>
    /// Numbers of the objects that the revision wrote or freed, ascending.
    let touched: [Int]
    /// Numbers of the streams that hold the revision together: what it lists its objects in, and what they lie in.
    let containers: Set<Int>
    /// The form of the earlier revision.
    let fields: [FormField]
    let permissions: Permissions
    let work: ComparisonWork
    var memory: ComparisonMemory
    /// What the signatures permit with those that the revision added; known once it was asked for.
    var permissionsAfter: Permissions?
    var pageTree: PageTreeIndex

    private(set) var changes: [Change] = []
    private var explained: Set<Int> = []

    init(
        _ document: Document,
        revision index: Int,
        _ memory: ComparisonMemory,
        _ work: ComparisonWork
    ) throws(PDFError) {
        if let known = memory.document { old = known } else { old = try document.atRevision(index - 1) }
        new = try document.atRevision(index)
        revision = index + 1
        fields = try FormField.all(in: old, work)
        permissions = try Permissions(old, fields)
        self.work = work
        self.memory = memory
        self.memory.fieldsWereDeclared = memory.fieldsWereDeclared || permissions.declareFields
        if let known = memory.pages { pageTree = known } else { pageTree = try PageTreeIndex(old, work) }
        var written: Set<Int> = []
        var containers = Set(document.revisions[index].crossReferenceStreams.map(\.number))
        var freed: [Int] = []
        let entries = document.entries(changedIn: index)
        for entry in entries {
            if entry.after == .free {
                if old.isInUse(entry.number) { freed.append(entry.number) }
            } else {
                written.insert(entry.number)
                if case .compressed(let stream, _) = entry.after { containers.insert(stream) }
            }
        }
        self.written = written
        self.containers = containers
        touched = entries.map(\.number)
        for number in freed { report(.objectFreed, object: number) }
    }

    mutating func compare() throws(PDFError) -> [Change] {
        if permissions.isMalformed { report(.mdpMalformed) }
        try compareTrailers()
        try compareCatalogs()
        try compareMetadata()
        try compareForms()
        try comparePages()
        try compareSecurityStores()
        try reportLeftovers()
        try reportAwaited()
        return changes
    }

    /// What the next step may take for granted.
    func memoryForNext() throws(PDFError) -> ComparisonMemory {
        var next = memory
        next.document = new
        next.counts?.advance(from: old, to: new, changing: touched)
        // A tree that was touched, or whose page is no page any more, is walked anew.
        let isSame = touched.allSatisfy { !pageTree.nodes.contains($0) } && old.catalog["Pages"] == new.catalog["Pages"]
        next.pages = nil
        if isSame {
            var tree = pageTree
            for index in tree.pages(touchedBy: Set(touched)) { try tree.noteAnnotations(ofPage: index, in: new) }
            next.pages = tree
        }
        return next
    }

    mutating func report(_ code: ChangeCode, object: Int? = nil, page: Int? = nil) {
        changes.append(Change(revision: revision, page: page, code: code, object: object))
    }

    /// Takes note that a rule knows why `object` was written.
    mutating func explain(_ object: Object?) {
        if let number = object?.reference?.number { explained.insert(number) }
    }

    /// Takes note of an object that a rule has compared with what stood in its place before.
    ///
    /// One that stood somewhere else before stays to be explained: there it says something else now.
    mutating func explain(_ after: Object?, inPlaceOf before: Object?) {
        guard let number = after?.reference?.number, after == before || !old.isInUse(number) else { return }
        explain(after)
    }

    /// Takes note of everything new that an allowed addition leads to.
    ///
    /// Objects that existed before are not followed: when the revision wrote them too, some rule has to explain that.
    mutating func explainAdded(_ object: Object?) throws(PDFError) {
        var waiting = [object].compactMap { $0 }
        while let next = waiting.popLast() {
            switch next {
            case .reference(let reference):
                let number = reference.number
                guard written.contains(number), !old.isInUse(number), !explained.contains(number) else { continue }
                let added = try new.object(reference)
                // Readers that repair a file look for these, wherever they are named.
                if let type = added.stream?.dictionary["Type"]?.name, type == "XRef" || type == "ObjStm" { continue }
                explained.insert(number)
                waiting.append(added)
            case .array(let elements): waiting += elements
            case .dictionary(let dictionary): waiting += dictionary.keys.compactMap { dictionary[$0] }
            case .stream(let stream): waiting.append(.dictionary(stream.dictionary))
            default: break
            }
        }
    }

    /// Whether both hold the same, streams compared by their raw bytes.
    func isSame(_ before: Object?, _ after: Object?) throws(PDFError) -> Bool {
        guard case .stream(let first)? = before, case .stream(let second)? = after else { return before == after }
        guard first.dictionary == second.dictionary else { return false }
        return try old.hasSameData(first, as: second, of: new)
    }

    /// What no rule explained: an object that says something else now, or one that nothing leads to.
    private mutating func reportLeftovers() throws(PDFError) {
        let leftovers = written.subtracting(explained).sorted()
        guard !leftovers.isEmpty else { return }
        let store = try storedValidationData()
        for number in leftovers {
            let after = try new.stored(number)
            if old.isInUse(number) {
                let isSameNumber = old.generation(of: number) == new.generation(of: number)
                if isSameNumber, try isSame(try old.stored(number), after) { continue }
                let page = pageTree.positions[number].map { $0 + 1 }
                report(
                    store.contains(number) ? .validationDataOverridden : .objectOverridden,
                    object: number,
                    page: page
                )
            } else if !isContainer(after, number), !after.isUnusedValidationEntry {
                report(.unexplainedObject, object: number)
            }
        }
    }
}

extension RevisionStep {
    /// Whether an object holds the revision together and shows nothing.
    ///
    /// Some products leave a cross-reference stream beside a table; one that is nothing else does no harm.
    private func isContainer(_ object: Object, _ number: Int) -> Bool {
        guard let dictionary = object.stream?.dictionary else { return false }
        switch dictionary["Type"]?.name {
        case "ObjStm"?: return containers.contains(number)
        case "XRef"?:
            let isOfThisFile = dictionary["Root"] == nil || dictionary["Root"] == new.trailer["Root"]
            return containers.contains(number)
                || isOfThisFile && Set(dictionary.keys).isSubset(of: Self.crossReferenceKeys)
        default: return false
        }
    }

    private static let crossReferenceKeys: Set<Name> = [
        "Type", "Length", "Filter", "DecodeParms", "Size", "Index", "Prev", "W", "Root", "Info", "ID",
    ]
}
