extension RevisionStep {
    /// Whether an appearance that a signature replaces also served elsewhere in the file.
    ///
    /// Then it was no appearance of that field alone, and nobody can say what its replacement means.
    mutating func isSharedAppearance(_ appearance: Object?) throws(PDFError) -> Bool {
        var own: [Int] = []
        if let number = appearance?.reference?.number { own.append(number) }
        if let normal = try old.resolve(appearance).dictionary?["N"]?.reference?.number { own.append(normal) }
        for number in own where try isUsedTwice(number) { return true }
        return false
    }

    /// Takes note of appearances that are drawn anew in their own objects while their field is signed.
    ///
    /// It is the same as a new appearance in a new object, where nothing but the field shows the old one.
    mutating func explainRedrawn(_ before: Object?, _ after: Object?) throws(PDFError) {
        guard before != nil, before == after, try !isSharedAppearance(before),
            let earlier = try old.resolve(before).dictionary, let later = try new.resolve(after).dictionary
        else { return }
        for key in ["N", "R", "D"] as [Name] {
            guard let reference = later[key]?.reference, earlier[key] == later[key], written.contains(reference.number),
                case .stream = try old.object(reference), case .stream(let drawn) = try new.object(reference)
            else { continue }
            let isShared = try isUsedTwice(reference.number)
            guard !isShared else { continue }
            explain(.reference(reference))
            try explainAdded(.dictionary(drawn.dictionary))
        }
    }

    /// Whether more than one place of the earlier revision refers to an object.
    ///
    /// Every object of the file is looked at when this is asked for the first time.
    mutating func isUsedTwice(_ number: Int) throws(PDFError) -> Bool {
        let counts = try referenceCounts()
        return counts.areUncertain || counts.uses(of: number) > 1
    }

    /// How often the earlier revision refers to each object.
    mutating func referenceCounts() throws(PDFError) -> ReferenceCounts {
        if let known = memory.counts { return known }
        let counts = try ReferenceCounts(old, work)
        memory.counts = counts
        return counts
    }
}
