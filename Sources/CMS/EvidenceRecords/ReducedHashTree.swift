import SwiftASN1

/// The part of a hash tree that one leaf, or one group of them, needs to reach the root.
///
/// The first list holds the leaf; the digest of each list belongs to the next one.
///
/// - SeeAlso: RFC 4998 §4.2, §4.3
package struct ReducedHashTree: Hashable, Sendable {
    package let lists: [[[UInt8]]]

    init(lists: [[[UInt8]]]) {
        self.lists = lists
    }

    init(_ element: DERElement, algorithm: HashAlgorithm) throws(CMSError) {
        var lists: [[[UInt8]]] = []
        var hashes = 0
        var items = try element.children()
        for item in items.rest() {
            var list: [[UInt8]] = []
            var entries = try item.sequence()
            for entry in entries.rest() {
                let hash = Array(try entry.expect(.octetString).content())
                guard hash.count == algorithm.digestLength else { throw element.fault(.value) }
                list.append(hash)
            }
            hashes += list.count
            guard hashes <= Self.mostHashes, lists.count < Self.mostLists else { throw element.fault(.limit) }
            lists.append(list)
        }
        guard lists.first?.isEmpty == false else { throw element.fault(.missing) }
        self.lists = lists
    }

    /// Enough for 2¹²⁸ leaves, and for trees that are one list of many.
    private static let mostLists = 128
    private static let mostHashes = 1 << 20

    /// What is inside the implicit tag.
    var content: [UInt8] {
        Array(lists.map { DEREncoding.sequence($0.map(DEREncoding.octetString)) }.joined())
    }

    /// The root over the digests of one object, or of all objects of a group.
    ///
    /// - Throws: `CMSError.evidenceDataAbsent` unless the first list holds the object, or exactly the group.
    func root(from digests: [[UInt8]], by algorithm: HashAlgorithm) throws(CMSError) -> [UInt8] {
        guard let first = lists.first else { throw .evidenceDataAbsent }
        let wanted = Set(digests)
        // A group is proven whole: nothing is missing, nothing was added. RFC 4998 §4.3
        guard wanted.isSubset(of: first), digests.count == 1 || wanted.count == Set(first).count else {
            throw .evidenceDataAbsent
        }
        var node = Self.node(over: first, by: algorithm)
        for list in lists.dropFirst() { node = Self.node(over: list + [node], by: algorithm) }
        return node
    }

    /// The digest of hashes in binary order; a single one stands for itself.
    static func node(over hashes: [[UInt8]], by algorithm: HashAlgorithm) -> [UInt8] {
        guard hashes.count != 1 else { return hashes[0] }
        return algorithm.digest(of: Array(DEREncoding.sorted(hashes).joined()))
    }
}
