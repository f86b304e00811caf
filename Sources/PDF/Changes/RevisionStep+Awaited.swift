extension RevisionStep {
    /// An object that the earlier revision referred to without having it may not be written by anybody.
    ///
    /// Such a reference means null (ISO 32000-2 §7.3.10). Whoever writes the object, under whatever name that is allowed, makes a
    /// page show it or a catalog act on it.
    ///
    /// - SeeAlso: VAL-7, VAL-10; 0047
    mutating func reportAwaited() throws(PDFError) {
        let added = written.filter { !old.isInUse($0) }.sorted()
        guard !added.isEmpty else { return }
        let counts = try referenceCounts()
        var inTrailer: [Int: Int] = [:]
        for number in Object.dictionary(old.trailer).referredNumbers { inTrailer[number, default: 0] += 1 }
        // What a trailer alone names is looked at with the trailer.
        for number in added where counts.areUncertain || counts.uses(of: number) > inTrailer[number] ?? 0 {
            report(.objectOverridden, object: number)
        }
    }
}
