/// A binary hash tree over many digests, from which each leaf gets its path.
///
/// The levels are kept flat, some two digests a leaf. A node without a sibling moves up as it is.
///
/// - SeeAlso: RFC 4998 §4.2
package struct HashTree: Sendable {
    package let algorithm: HashAlgorithm
    package let count: Int
    /// From the leaves to the root, each the digests one after the other.
    private let levels: [[UInt8]]

    /// Throws `CMSError.malformed` without a leaf, and unless every digest has the algorithm's length.
    package init(algorithm: HashAlgorithm, leaves: some Sequence<[UInt8]>) throws(CMSError) {
        let length = algorithm.digestLength
        var level: [UInt8] = []
        for leaf in leaves {
            guard leaf.count == length else { throw .malformed(.evidenceRecord, .value) }
            level += leaf
        }
        guard !level.isEmpty else { throw .malformed(.evidenceRecord, .missing) }
        count = level.count / length
        var levels = [level]
        while level.count > length {
            var next: [UInt8] = []
            next.reserveCapacity(level.count / 2 + length)
            for start in stride(from: 0, to: level.count, by: 2 * length) {
                let end = start + 2 * length
                if end > level.count {
                    next += level[start...]
                } else {
                    let pair = [Array(level[start..<(start + length)]), Array(level[(start + length)..<end])]
                    next += ReducedHashTree.node(over: pair, by: algorithm)
                }
            }
            levels.append(next)
            level = next
        }
        self.levels = levels
        self.algorithm = algorithm
    }

    /// What the timestamp is to be over.
    package var root: [UInt8] { levels.last ?? [] }

    /// The way from a leaf to the root; nil where the leaf is the root.
    package func path(of leaf: Int) -> ReducedHashTree? {
        guard count > 1 else { return nil }
        var siblings: [[UInt8]] = []
        var place = leaf
        for level in levels.dropLast() {
            if let sibling = digest(place ^ 1, of: level) { siblings.append(sibling) }
            place /= 2
        }
        guard let own = digest(leaf, of: levels[0]), let first = siblings.first else { return nil }
        return ReducedHashTree(lists: [[own, first]] + siblings.dropFirst().map { [$0] })
    }

    private func digest(_ place: Int, of level: [UInt8]) -> [UInt8]? {
        let length = algorithm.digestLength
        let start = place * length
        guard place >= 0, start + length <= level.count else { return nil }
        return Array(level[start..<(start + length)])
    }
}
