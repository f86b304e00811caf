/// Where every object is at one revision of a file.
///
/// All revisions share one history: an entry is kept once, with the revision that wrote it. Looking at an older state
/// therefore copies nothing, and what a revision changed is known without a look at the rest.
///
/// - SeeAlso: ISO 32000-2 §7.5.4, §7.5.6
package struct CrossReferenceTable: Sendable {
    private let history: CrossReferenceHistory
    /// From 0.
    let revision: Int

    init(_ revisions: [Revision]) {
        history = CrossReferenceHistory(revisions)
        revision = revisions.count - 1
    }

    private init(_ history: CrossReferenceHistory, revision: Int) {
        self.history = history
        self.revision = revision
    }

    /// The table as it was when revision `index` was the newest.
    func atRevision(_ index: Int) -> CrossReferenceTable {
        CrossReferenceTable(history, revision: min(index, revision))
    }

    /// The place of an object; nil when no revision so far knew the number.
    package subscript(number: Int) -> CrossReferenceEntry? {
        history.entry(of: number, at: revision)
    }

    /// The numbers that are listed, free ones included, ascending.
    package var numbers: [Int] { history.numbers(at: revision) }

    var highestNumber: Int? { history.highestNumber(at: revision) }

    /// The numbers whose place revision `index` changed, ascending, with those whose object stream it replaced.
    func changes(in index: Int) -> [CrossReferenceChange] {
        guard index <= revision else { return [] }
        return history.changes(in: index)
    }

    /// Every place that some revision so far gave to an object, ascending.
    var allOffsets: [Int] { history.allOffsets(at: revision) }
}

/// The entries of all revisions.
private final class CrossReferenceHistory: Sendable {
    private struct Write: Sendable {
        let revision: Int
        let entry: CrossReferenceEntry
    }

    private let newest: [Int: Write]
    /// What was written before, ascending; only for numbers that were written more than once.
    private let older: [Int: [Write]]
    /// By revision, the numbers in its sections.
    private let written: [[Int]]
    /// By object stream, the numbers that any revision placed in it; empty while there is one revision.
    private let members: [Int: [Int]]

    init(_ revisions: [Revision]) {
        var newest: [Int: Write] = [:]
        var older: [Int: [Write]] = [:]
        var written: [[Int]] = []
        var members: [Int: [Int]] = [:]
        for (index, revision) in revisions.enumerated() {
            let entries = Document.table(of: [revision], as: .standard)
            if newest.isEmpty { newest.reserveCapacity(entries.count) }
            for (number, entry) in entries {
                if let before = newest.updateValue(Write(revision: index, entry: entry), forKey: number) {
                    older[number, default: []].append(before)
                }
                if revisions.count > 1, case .compressed(let stream, _) = entry {
                    members[stream, default: []].append(number)
                }
            }
            written.append(revisions.count > 1 ? entries.keys.sorted() : [])
        }
        if revisions.count == 1 { written = [newest.keys.sorted()] }
        self.newest = newest
        self.older = older
        self.written = written
        self.members = members
    }

    func entry(of number: Int, at revision: Int) -> CrossReferenceEntry? {
        guard let last = newest[number] else { return nil }
        if last.revision <= revision { return last.entry }
        return older[number]?.last { $0.revision <= revision }?.entry
    }

    func numbers(at revision: Int) -> [Int] {
        newest.keys.filter { entry(of: $0, at: revision) != nil }.sorted()
    }

    func highestNumber(at revision: Int) -> Int? {
        newest.keys.lazy.filter { self.entry(of: $0, at: revision) != nil }.max()
    }

    func changes(in revision: Int) -> [CrossReferenceChange] {
        guard written.indices.contains(revision) else { return [] }
        var changes: [CrossReferenceChange] = []
        var rewritten: Set<Int> = []
        for number in written[revision] {
            guard let after = entry(of: number, at: revision) else { continue }
            let before = entry(of: number, at: revision - 1)
            guard before != after else { continue }
            changes.append(CrossReferenceChange(number: number, before: before, after: after))
            rewritten.insert(number)
        }
        var seen: Set<Int> = []
        for stream in rewritten {
            for number in members[stream] ?? [] where !rewritten.contains(number) {
                let after = entry(of: number, at: revision)
                guard case .compressed(stream, _)? = after, let after, seen.insert(number).inserted else { continue }
                changes.append(CrossReferenceChange(number: number, before: after, after: after))
            }
        }
        return changes.sorted { $0.number < $1.number }
    }

    func allOffsets(at revision: Int) -> [Int] {
        var offsets: Set<Int> = []
        for (number, last) in newest {
            for write in (older[number] ?? []) + [last] where write.revision <= revision {
                if case .offset(let offset, _) = write.entry { offsets.insert(offset) }
            }
        }
        return offsets.sorted()
    }
}
