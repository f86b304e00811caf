extension Document {
    /// The highest object number that any revision knows or its `/Size` promises.
    package var highestObjectNumber: Int {
        let sizes = revisions.flatMap(\.sections).compactMap { $0.trailer["Size"]?.integer }
        return max(entries.keys.max() ?? 0, (sizes.max() ?? 1) - 1)
    }

    /// The object numbers that revision `index` wrote, moved or freed, ascending.
    ///
    /// An object counts too when only the object stream that holds it was replaced. For revision 0 these are all
    /// its objects.
    package func entries(changedIn index: Int) -> [CrossReferenceChange] {
        guard revisions.indices.contains(index) else { return [] }
        let before = Self.table(of: Array(revisions[..<index]), as: .standard)
        let after = Self.table(of: Array(revisions[...index]), as: .standard)
        var changes: [CrossReferenceChange] = []
        var rewritten: Set<Int> = []
        for (number, entry) in after where before[number] != entry {
            changes.append(CrossReferenceChange(number: number, before: before[number], after: entry))
            rewritten.insert(number)
        }
        for (number, entry) in after where before[number] == entry {
            if case .compressed(let stream, _) = entry, rewritten.contains(stream) {
                changes.append(CrossReferenceChange(number: number, before: entry, after: entry))
            }
        }
        return changes.sorted { $0.number < $1.number }
    }
}
