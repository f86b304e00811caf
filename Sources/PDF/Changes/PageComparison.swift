/// What differs on one page between a signed revision and the newest one.
///
/// - SeeAlso: VAL-10, PDF-18
package struct PageDifference: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case added = "ADDED"
        case removed = "REMOVED"
        /// MediaBox, CropBox, rotation or unit.
        case box = "BOX"
        case content = "CONTENT"
        /// Fields and their appearances too.
        case annotations = "ANNOTATIONS"
        /// Fonts, images and whatever else the content draws with.
        case resources = "RESOURCES"
        case other = "OTHER"
    }

    /// From 1; of the signed revision for a page that was removed.
    package let page: Int
    /// In the order of their declaration.
    package let kinds: [Kind]
}

/// The pages of a signed revision against the newest one.
package struct PageComparison: Hashable, Sendable {
    package let pagesSigned: Int
    package let pagesNow: Int
    /// By page; empty when every page is what it was.
    package let differences: [PageDifference]

    /// A change to the first page that is not what was signed, annotations aside; nil when there is none.
    ///
    /// Each revision is judged against the one before it; this is the same question asked about the whole way. VAL-8
    package func change(inRevision newest: Int) -> Change? {
        let changed = differences.first { $0.kinds != [.annotations] }
        return changed.map { Change(revision: newest, page: $0.page, code: .pageChanged, object: nil) }
    }
}

/// Compares pages of several signed revisions with the newest, looking only at what was written since.
package struct PageHistory {
    private let document: Document
    private let work = ComparisonWork()
    private let pages: [Page]
    private let tree: PageTreeIndex
    /// By the number of an object, the pages that it is a part of, and as what.
    private let parts: [Int: [PagePart]]

    private struct PagePart: Hashable {
        let page: Int
        let kind: PageDifference.Kind
    }

    package init(_ document: Document) throws(PDFError) {
        self.document = document
        pages = try document.pages()
        tree = try PageTreeIndex(document, work)
        var parts: [Int: [PagePart]] = [:]
        for (index, page) in pages.enumerated() {
            for number in try document.contentNumbers(of: page) {
                parts[number, default: []].append(PagePart(page: index, kind: .content))
            }
            for number in try document.annotationNumbers(of: page) {
                parts[number, default: []].append(PagePart(page: index, kind: .annotations))
            }
        }
        self.parts = parts
    }

    /// The newest revision against each of `revisions` (from 0); nothing for those that would take too long.
    package func comparisons(withRevisions revisions: Set<Int>) -> [Int: PageComparison] {
        var found: [Int: PageComparison] = [:]
        var changed: Set<Int> = []
        guard let first = revisions.min() else { return found }
        for index in (first..<document.revisions.count).reversed() {
            if revisions.contains(index) { found[index] = try? comparison(withRevision: index, changed) }
            changed.formUnion(document.entries(changedIn: index).map(\.number))
        }
        return found
    }

    /// `changed` are the objects that the later revisions wrote or freed.
    private func comparison(withRevision index: Int, _ changed: Set<Int>) throws(PDFError) -> PageComparison {
        try work.spend(changed.count, .objects)
        let old = try document.atRevision(index)
        let isSameTree = changed.isDisjoint(with: tree.nodes) && old.catalog["Pages"] == document.catalog["Pages"]
        let before = isSameTree ? pages : try old.pages()

        var kinds: [Int: Set<PageDifference.Kind>] = [:]
        if !isSameTree { kinds = Self.boxes(before, pages) }
        for page in tree.pages(touchedBy: changed) where before.contains(tree.pages[page], near: page) {
            kinds[page, default: []].formUnion(try differences(ofPage: page, since: old))
        }
        var others: Set<Int> = []
        for number in changed where old.isInUse(number) {
            if let parts = parts[number] {
                for part in parts where try differs(number, since: old) {
                    kinds[part.page, default: []].insert(part.kind)
                }
            } else if tree.positions[number] == nil, try differs(number, since: old) {
                others.insert(number)
            }
        }
        for page in try pagesDrawing(with: others) { kinds[page, default: []].insert(.resources) }

        var found = kinds.filter { !$0.value.isEmpty }.map { page, kinds in
            PageDifference(page: page + 1, kinds: PageDifference.Kind.allCases.filter(kinds.contains))
        }
        let now = Set(pages.map(\.reference))
        found += before.filter { !now.contains($0.reference) }
            .map { PageDifference(page: $0.number, kinds: [.removed]) }
        return PageComparison(
            pagesSigned: before.count,
            pagesNow: pages.count,
            differences: found.sorted {
                ($0.page, $0.kinds.first == .removed ? 0 : 1) < ($1.page, $1.kinds.first == .removed ? 0 : 1)
            }
        )
    }

    /// Pages that are new, and pages of another size or position than before.
    private static func boxes(_ before: [Page], _ after: [Page]) -> [Int: Set<PageDifference.Kind>] {
        let known = Dictionary(before.map { ($0.reference, $0) }) { first, _ in first }
        var kinds: [Int: Set<PageDifference.Kind>] = [:]
        for (index, page) in after.enumerated() {
            if let earlier = known[page.reference] {
                if earlier.number != page.number { kinds[index, default: []].insert(.other) }
                if !earlier.hasSameBoxes(as: page) { kinds[index, default: []].insert(.box) }
            } else {
                kinds[index] = [.added]
            }
        }
        return kinds
    }

    private func differences(ofPage index: Int, since old: Document) throws(PDFError) -> Set<PageDifference.Kind> {
        let reference = pages[index].reference
        let before = try old.object(reference).dictionary ?? PDFDictionary()
        let after = pages[index].dictionary
        var kinds: Set<PageDifference.Kind> = []
        for key in before.keysDiffering(from: after) {
            switch key {
            case "MediaBox", "CropBox", "Rotate", "UserUnit": kinds.insert(.box)
            case "Contents": kinds.insert(.content)
            case "Annots": kinds.insert(.annotations)
            case "Resources": kinds.insert(.resources)
            default: kinds.insert(.other)
            }
        }
        let list = after["Annots"]
        if before["Annots"] == list, try old.resolve(list) != document.resolve(list) { kinds.insert(.annotations) }
        return kinds
    }

    private func differs(_ number: Int, since old: Document) throws(PDFError) -> Bool {
        let before = try old.stored(number)
        let after = try document.stored(number)
        guard case .stream(let first) = before, case .stream(let second) = after else { return before != after }
        guard first.dictionary == second.dictionary else { return true }
        return try !old.hasSameData(first, as: second, of: document)
    }

    /// The pages whose resources lead to one of `numbers`.
    private func pagesDrawing(with numbers: Set<Int>) throws(PDFError) -> [Int] {
        guard !numbers.isEmpty else { return [] }
        var found: [Int] = []
        var left = Self.mostReferences
        for (index, page) in pages.enumerated() {
            var seen: Set<Int> = []
            var waiting = [page.resources]
            while let next = waiting.popLast() {
                switch next {
                case .reference(let reference):
                    if numbers.contains(reference.number) {
                        found.append(index)
                        waiting = []
                        continue
                    }
                    guard seen.insert(reference.number).inserted else { continue }
                    left -= 1
                    guard left > 0 else { throw .limit(.objects, Place(object: reference.number)) }
                    waiting.append(try document.object(reference))
                case .array(let elements): waiting += elements
                case .dictionary(let dictionary):
                    waiting += dictionary.keys.filter { $0 != "Parent" && $0 != "P" }.compactMap { dictionary[$0] }
                case .stream(let stream): waiting.append(.dictionary(stream.dictionary))
                default: break
                }
            }
        }
        return found
    }

    private static let mostReferences = 2_000_000
}

extension Page {
    fileprivate func hasSameBoxes(as other: Page) -> Bool {
        mediaBox == other.mediaBox && cropBox == other.cropBox && rotate == other.rotate && userUnit == other.userUnit
    }
}

extension [Page] {
    /// Whether a page is among these; it mostly is where it is now.
    fileprivate func contains(_ reference: Reference, near index: Int) -> Bool {
        if indices.contains(index), self[index].reference == reference { return true }
        return contains { $0.reference == reference }
    }
}

extension Document {
    fileprivate func contentNumbers(of page: Page) throws(PDFError) -> [Int] {
        guard let written = page.dictionary["Contents"] else { return [] }
        let elements = try resolve(written).array ?? []
        return ([written] + elements).compactMap { $0.reference?.number }
    }

    /// The annotations of a page and the streams that they look like.
    fileprivate func annotationNumbers(of page: Page) throws(PDFError) -> Set<Int> {
        var numbers: Set<Int> = []
        for element in try resolve(page.dictionary["Annots"]).array ?? [] {
            if let number = element.reference?.number { numbers.insert(number) }
            var waiting = [try resolve(element).dictionary?["AP"]].compactMap(\.self)
            while let next = waiting.popLast() {
                if let number = next.reference?.number { guard numbers.insert(number).inserted else { continue } }
                // States of an appearance are one level below; a stream is where it ends.
                if case .dictionary(let states) = try resolve(next) {
                    waiting += states.keys.compactMap { states[$0] }.filter {
                        $0.reference != nil || $0.dictionary != nil
                    }
                }
            }
        }
        return numbers
    }
}
