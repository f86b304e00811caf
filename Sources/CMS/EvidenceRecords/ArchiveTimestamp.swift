import SwiftASN1

/// A timestamp over the root of a hash tree, with the hashes that lead from one leaf to the root.
///
///     ArchiveTimeStamp ::= SEQUENCE {
///         digestAlgorithm  [0] AlgorithmIdentifier OPTIONAL,
///         attributes       [1] Attributes OPTIONAL,
///         reducedHashtree  [2] SEQUENCE OF PartialHashtree OPTIONAL,
///         timeStamp        ContentInfo }
///
///     PartialHashtree ::= SEQUENCE OF OCTET STRING
///
/// - SeeAlso: RFC 4998 §4.1
package struct ArchiveTimestamp: Hashable, Sendable {
    /// As it was written.
    package let der: [UInt8]
    package let algorithm: HashAlgorithm
    /// Nil when the timestamp is over one digest alone.
    package let reducedHashTree: ReducedHashTree?
    package let token: TimestampToken

    package init(der: [UInt8]) throws(CMSError) {
        try self.init(DERElement(der: der, .evidenceRecord))
    }

    init(_ element: DERElement) throws(CMSError) {
        der = element.encoded
        var fields = try element.sequence()
        let named = try fields.optional(context: 0).map { (identifier) throws(CMSError) in
            var parts = try identifier.children()
            return try HashAlgorithm(AlgorithmIdentifier(fields: &parts))
        }
        // Attributes say nothing that we rely on, but have to be such.
        if let attributes = try fields.optional(context: 1) {
            var items = try attributes.children()
            for item in items.rest() { _ = try Attribute(item) }
        }
        let tree = try fields.optional(context: 2)
        token = try TimestampToken(der: fields.next(.sequence).encoded)
        try fields.end()
        // Root and imprint are one digest.
        let imprint = token.info.imprint.hashAlgorithm
        algorithm = named ?? imprint
        guard algorithm == imprint else { throw .evidenceAlgorithmsMixed }
        if let tree {
            reducedHashTree = try ReducedHashTree(tree, algorithm: algorithm)
        } else {
            reducedHashTree = nil
        }
    }

    /// Makes one.
    ///
    /// - Throws: what an unreadable token throws, `CMSError.timestampImprintMismatch` unless it is over the tree's root.
    package static func encode(
        algorithm: HashAlgorithm,
        path: ReducedHashTree?,
        root: [UInt8],
        token: [UInt8]
    ) throws(CMSError) -> [UInt8] {
        try TimestampToken(der: token).checkImprint(MessageImprint(hashAlgorithm: algorithm, digest: root))
        return encode(algorithm: algorithm, path: path, checkedToken: token)
    }

    /// The encoding alone, for many paths to one root.
    static func encode(algorithm: HashAlgorithm, path: ReducedHashTree?, checkedToken token: [UInt8]) -> [UInt8] {
        DEREncoding.sequence(
            DEREncoding.implicit(0, constructed: DEREncoding.objectIdentifier(algorithm.oid)),
            path.map { DEREncoding.implicit(2, constructed: $0.content) } ?? [],
            token
        )
    }

    /// The timestamp is over these digests, of one object or of all objects of a group.
    ///
    /// - Throws: `CMSError.evidenceDataAbsent`, `.timestampImprintMismatch`
    /// - SeeAlso: RFC 4998 §4.3
    package func check(covers digests: [[UInt8]]) throws(CMSError) {
        guard let first = digests.first else { throw .evidenceDataAbsent }
        var root = first
        if let reducedHashTree {
            root = try reducedHashTree.root(from: digests, by: algorithm)
        } else if digests.count > 1 {
            throw .evidenceDataAbsent
        }
        guard token.info.imprint.digest == root else {
            throw reducedHashTree == nil ? .evidenceDataAbsent : .timestampImprintMismatch
        }
    }
}
