extension Document {
    /// The place with the byte offset of its object, or of the object stream that holds it, where none is given.
    package func located(_ place: Place) -> Place {
        guard place.offset == nil, let number = place.object else { return place }
        var entry = entries[number]
        if case .compressed(let stream, _) = entry { entry = entries[stream] }
        guard case .offset(let offset, _) = entry else { return place }
        return Place(object: number, offset: offset)
    }

    /// The highest object number that any revision knows or its `/Size` promises.
    package var highestObjectNumber: Int {
        let sizes = revisions.flatMap(\.sections).compactMap { $0.trailer["Size"]?.integer }
        return max(entries.highestNumber ?? 0, (sizes.max() ?? 1) - 1)
    }

    /// The object numbers that revision `index` wrote, moved or freed, ascending.
    ///
    /// An object counts too when only the object stream that holds it was replaced. For revision 0 these are all
    /// its objects.
    package func entries(changedIn index: Int) -> [CrossReferenceChange] {
        entries.changes(in: index)
    }
}
