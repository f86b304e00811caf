extension PDFDictionary {
    /// The keys whose values say different things; `612` and `612.0` say the same.
    func keysDiffering(from other: PDFDictionary) -> Set<Name> {
        Set(keys).union(other.keys).filter { key in
            guard let first = self[key], let second = other[key] else { return true }
            return first != second && !first.hasSameNumbers(as: second)
        }
    }
}

extension Object {
    /// Whether both are a number, or a list of numbers, of the same values.
    fileprivate func hasSameNumbers(as other: Object) -> Bool {
        if let first = number, let second = other.number { return first == second }
        guard let first = array, let second = other.array, first.count == second.count else { return false }
        return zip(first, second).allSatisfy { pair in
            guard let first = pair.0.number else { return false }
            return first == pair.1.number
        }
    }
}
