extension RevisionStep {
    /// Whether an appearance that a signature replaces also served elsewhere in the file.
    ///
    /// Then it was no appearance of that field alone, and nobody can say what its replacement means.
    mutating func isSharedAppearance(_ appearance: Object?) throws(PDFError) -> Bool {
        var own: [Int] = []
        if let number = appearance?.reference?.number { own.append(number) }
        if let normal = try old.resolve(appearance).dictionary?["N"]?.reference?.number { own.append(normal) }
        return own.contains { isUsedTwice($0) }
    }

    /// Whether more than one place of the earlier revision refers to an object.
    ///
    /// Every object of the file is looked at when this is asked for the first time.
    mutating func isUsedTwice(_ number: Int) -> Bool {
        let counts = memory.counts ?? ReferenceCounts(old)
        memory.counts = counts
        return counts.uses(of: number) > 1
    }
}
