extension PDFDictionary {
    /// The keys whose values say different things; a box of `612` and one of `612.0` say the same.
    ///
    /// A number alone is not a box: some readers take no `/Rotate 90.0`.
    func keysDiffering(from other: PDFDictionary) -> Set<Name> {
        Set(keys).union(other.keys).filter { key in
            guard let first = self[key], let second = other[key] else { return true }
            return first != second && !first.hasSameNumbers(as: second)
        }
    }
}

extension Object {
    /// Whether both are lists of numbers of the same values.
    fileprivate func hasSameNumbers(as other: Object) -> Bool {
        guard let first = array, let second = other.array, first.count == second.count else { return false }
        return zip(first, second).allSatisfy { pair in
            guard let first = pair.0.number else { return false }
            return first == pair.1.number
        }
    }
}
