extension RevisionStep {
    /// Whether an appearance that a signature replaces also served elsewhere in the file.
    ///
    /// Then it was no appearance of that field alone, and nobody can say what its replacement means. Every object of the
    /// earlier revision is looked at, but only for fields that showed something while they were empty.
    func isSharedAppearance(_ appearance: Object?) throws(PDFError) -> Bool {
        var own: [Int] = []
        if let number = appearance?.reference?.number { own.append(number) }
        if let normal = try old.resolve(appearance).dictionary?["N"]?.reference?.number { own.append(normal) }
        guard !own.isEmpty else { return false }

        var uses: [Int: Int] = [:]
        Self.count(.dictionary(old.trailer), own, &uses)
        for number in old.numbersInUse {
            guard let object = try? old.stored(number) else { continue }
            Self.count(object, own, &uses)
        }
        return uses.values.contains { $0 > 1 }
    }

    /// Counts the references to each of `numbers`.
    private static func count(_ object: Object, _ numbers: [Int], _ uses: inout [Int: Int]) {
        var waiting = [object]
        while let next = waiting.popLast() {
            switch next {
            case .reference(let reference) where numbers.contains(reference.number):
                uses[reference.number, default: 0] += 1
            case .array(let elements): waiting += elements
            case .dictionary(let dictionary): waiting += dictionary.keys.compactMap { dictionary[$0] }
            case .stream(let stream): waiting.append(.dictionary(stream.dictionary))
            default: break
            }
        }
    }
}
