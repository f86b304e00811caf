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

    /// Whether more than one place of the earlier revision refers to an object.
    ///
    /// Every object of the file is looked at when this is asked for the first time.
    mutating func isUsedTwice(_ number: Int) throws(PDFError) -> Bool {
        if memory.counts == nil { memory.counts = try ReferenceCounts(old, work) }
        return memory.counts.map { $0.uses(of: number) > 1 } ?? true
    }
}
