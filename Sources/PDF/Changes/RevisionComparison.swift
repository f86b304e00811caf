/// Judges what happened to a file after a revision was signed: each later revision against the one before it.
///
/// Everything a revision writes has to be explained by a rule of its own file in this folder; what no rule explains is
/// refused.
///
/// - SeeAlso: VAL-7, VAL-8, VAL-9; SIGNING C
package enum RevisionComparison {
    /// All changes of the revisions after `index` (from 0), in the order they were made.
    package static func changes(in document: Document, afterRevision index: Int) -> [Change] {
        var changes: [Change] = []
        for next in (index + 1)..<max(index + 1, document.revisions.count) {
            do {
                var step = try RevisionStep(document, revision: next)
                changes += try step.compare()
            } catch {
                changes.append(Change(revision: next + 1, page: nil, code: .unreadableRevision, object: nil))
            }
        }
        return changes
    }
}

/// One revision and its predecessor, with what has been explained so far.
struct RevisionStep {
    let old: Document
    let new: Document
    /// From 1, as shown.
    let revision: Int
    /// Numbers of the objects that the revision wrote.
    let written: Set<Int>
    let permissions: Permissions

    private(set) var changes: [Change] = []
    private var explained: Set<Int> = []

    init(_ document: Document, revision index: Int) throws(PDFError) {
        old = try document.atRevision(index - 1)
        new = try document.atRevision(index)
        revision = index + 1
        permissions = try Permissions(old)
        var written: Set<Int> = []
        var freed: [Int] = []
        for entry in document.entries(changedIn: index) {
            if entry.after == .free {
                if old.isInUse(entry.number) { freed.append(entry.number) }
            } else {
                written.insert(entry.number)
            }
        }
        self.written = written
        for number in freed.sorted() { report(.objectFreed, object: number) }
    }

    mutating func compare() throws(PDFError) -> [Change] {
        if permissions.isMalformed { report(.mdpMalformed) }
        compareTrailers()
        try compareCatalogs()
        try compareForms()
        try comparePages()
        try compareSecurityStores()
        try reportLeftovers()
        return changes
    }

    mutating func report(_ code: ChangeCode, object: Int? = nil, page: Int? = nil) {
        changes.append(Change(revision: revision, page: page, code: code, object: object))
    }

    /// Takes note that a rule knows why `object` was written.
    mutating func explain(_ object: Object?) {
        if let number = object?.reference?.number { explained.insert(number) }
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
                guard written.contains(number), !old.isInUse(number), explained.insert(number).inserted else {
                    continue
                }
                waiting.append(try new.object(reference))
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

    private mutating func compareTrailers() {
        for key in ["Root", "Info", "Encrypt"] as [Name] where old.trailer[key] != new.trailer[key] {
            report(.rootChanged)
        }
        if old.trailer["ID"]?.array?.first != new.trailer["ID"]?.array?.first { report(.rootChanged) }
    }

    /// What no rule explained: an object that says something else now, or one that nothing leads to.
    private mutating func reportLeftovers() throws(PDFError) {
        let store = try storedValidationData()
        for number in written.subtracting(explained).sorted() {
            let after = try new.stored(number)
            if old.isInUse(number) {
                let isSameNumber = old.generation(of: number) == new.generation(of: number)
                if isSameNumber, try isSame(try old.stored(number), after) { continue }
                report(store.contains(number) ? .validationDataOverridden : .objectOverridden, object: number)
            } else if !after.isContainer {
                report(.unexplainedObject, object: number)
            }
        }
    }
}

extension Object {
    /// A cross-reference or object stream: it holds the revision together and shows nothing.
    var isContainer: Bool {
        guard let type = stream?.dictionary["Type"]?.name else { return false }
        return type == "XRef" || type == "ObjStm"
    }
}
