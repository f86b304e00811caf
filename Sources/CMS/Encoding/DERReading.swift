import Foundation
import SwiftASN1

/// One parsed element and the structure it is part of, which errors name.
///
/// Values are read strictly and by the type that the caller expects, so that implicit tags need nothing of their own.
/// swift-asn1 bounds the depth (50) and refuses indefinite and non-minimal lengths. CMS-V10, FND-6
struct DERElement {
    let node: ASN1Node
    let structure: Structure

    init(node: ASN1Node, structure: Structure) {
        self.node = node
        self.structure = structure
    }

    /// Parses a whole DER element.
    init(der: [UInt8], _ structure: Structure) throws(CMSError) {
        try self.init(der: der[...], structure)
    }

    init(der: ArraySlice<UInt8>, _ structure: Structure) throws(CMSError) {
        guard der.count <= Self.largestEncoding else { throw .malformed(structure, .limit) }
        do {
            self.init(node: try DER.parse(der), structure: structure)
        } catch {
            throw .malformed(structure, .notDER)
        }
    }

    /// No structure of ours is larger than a very large CRL.
    static let largestEncoding = 64 << 20

    /// The whole element as it was read.
    var encoded: [UInt8] { Array(node.encodedBytes) }

    func fault(_ fault: EncodingFault) -> CMSError { .malformed(structure, fault) }

    func isTagged(_ tag: ASN1Identifier) -> Bool { node.identifier == tag }

    @discardableResult
    func expect(_ tag: ASN1Identifier) throws(CMSError) -> DERElement {
        guard isTagged(tag) else { throw fault(.unexpectedTag) }
        return self
    }

    // MARK: Constructed

    /// The elements inside a constructed element, whatever its tag.
    func children() throws(CMSError) -> DERReader {
        guard case .constructed(let nodes) = node.content else { throw fault(.unexpectedTag) }
        return DERReader(nodes, structure)
    }

    func sequence() throws(CMSError) -> DERReader {
        try expect(.sequence).children()
    }

    /// The elements of a SET OF, in the order they were written.
    func set() throws(CMSError) -> [DERElement] {
        var reader = try expect(.set).children()
        return reader.rest()
    }

    /// The one element inside an explicit tag.
    func explicit() throws(CMSError) -> DERElement {
        var reader = try children()
        let element = try reader.next()
        try reader.end()
        return element
    }

    // MARK: Primitive

    /// The content octets of a primitive element, whatever its tag.
    func content() throws(CMSError) -> ArraySlice<UInt8> {
        guard case .primitive(let bytes) = node.content else { throw fault(.unexpectedTag) }
        return bytes
    }

    /// Two's complement, minimal.
    func integer() throws(CMSError) -> [UInt8] {
        let bytes = try content()
        guard let first = bytes.first else { throw fault(.integer) }
        if bytes.count > 1 {
            let second = bytes[bytes.startIndex + 1]
            guard !(first == 0 && second < 0x80), !(first == 0xFF && second >= 0x80) else { throw fault(.integer) }
        }
        return Array(bytes)
    }

    /// A number from 0 to 2³¹-1.
    func smallInteger() throws(CMSError) -> Int {
        let bytes = try integer()
        guard bytes.count <= 4, bytes[0] < 0x80 else { throw fault(.integer) }
        return bytes.reduce(0) { $0 << 8 | Int($1) }
    }

    /// The magnitude of a number that is not negative, without leading zeros.
    func magnitude() throws(CMSError) -> [UInt8] {
        let bytes = try integer()
        guard bytes[0] < 0x80 else { throw fault(.integer) }
        return Array(bytes.drop { $0 == 0 })
    }

    func boolean() throws(CMSError) -> Bool {
        switch Array(try content()) {
        case [0xFF]: return true
        case [0x00]: return false
        default: throw fault(.boolean)
        }
    }

    func objectIdentifier() throws(CMSError) -> String {
        guard let dotted = ObjectIdentifierCoding.dotted(try content()) else { throw fault(.objectIdentifier) }
        return dotted
    }

    /// A BIT STRING of whole octets.
    func bitString() throws(CMSError) -> [UInt8] {
        let bytes = try content()
        guard bytes.first == 0 else { throw fault(.bitString) }
        return Array(bytes.dropFirst())
    }

    /// The value of a signature; empty, which verifies nothing, when it is not whole octets.
    func signatureValue() throws(CMSError) -> [UInt8] {
        let bytes = try content()
        guard let unused = bytes.first, unused < 8 else { throw fault(.bitString) }
        return unused == 0 ? Array(bytes.dropFirst()) : []
    }

    /// The numbers of the bits that are set.
    func namedBits() throws(CMSError) -> Set<Int> {
        let bytes = try content()
        guard let unused = bytes.first, unused < 8, bytes.count <= 9, bytes.count > 1 || unused == 0 else {
            throw fault(.bitString)
        }
        var bits: Set<Int> = []
        for (index, byte) in bytes.dropFirst().enumerated() {
            for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 { bits.insert(index * 8 + bit) }
        }
        let lastUsed = (bytes.count - 1) * 8 - Int(unused)
        guard bits.allSatisfy({ $0 < lastUsed }) else { throw fault(.bitString) }
        return bits
    }

    /// UTCTime or GeneralizedTime. RFC 5280 §4.1.2.5
    func time() throws(CMSError) -> Date {
        guard isTagged(.utcTime) else { return try generalizedTime() }
        guard let date = DERTime.utcTime(try content()) else { throw fault(.time) }
        return date
    }

    func generalizedTime() throws(CMSError) -> Date {
        guard isTagged(.generalizedTime), let date = DERTime.generalizedTime(try content()) else { throw fault(.time) }
        return date
    }

    /// Text in ASCII.
    func ia5String() throws(CMSError) -> String {
        let bytes = try content()
        guard bytes.allSatisfy({ $0 < 0x80 }) else { throw fault(.string) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Reads the elements of a constructed element in order.
struct DERReader {
    private var nodes: ASN1NodeCollection.Iterator
    private var ahead: ASN1Node?
    let structure: Structure

    init(_ nodes: ASN1NodeCollection, _ structure: Structure) {
        self.nodes = nodes.makeIterator()
        self.structure = structure
        ahead = self.nodes.next()
    }

    var isAtEnd: Bool { ahead == nil }

    mutating func next() throws(CMSError) -> DERElement {
        guard let node = ahead else { throw .malformed(structure, .missing) }
        ahead = nodes.next()
        return DERElement(node: node, structure: structure)
    }

    mutating func next(_ tag: ASN1Identifier) throws(CMSError) -> DERElement {
        try next().expect(tag)
    }

    mutating func optional(_ tag: ASN1Identifier) throws(CMSError) -> DERElement? {
        guard ahead?.identifier == tag else { return nil }
        return try next()
    }

    /// The element tagged `[number]`, if it comes next.
    mutating func optional(context number: UInt) throws(CMSError) -> DERElement? {
        try optional(ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific))
    }

    mutating func rest() -> [DERElement] {
        var elements: [DERElement] = []
        while let node = ahead {
            elements.append(DERElement(node: node, structure: structure))
            ahead = nodes.next()
        }
        return elements
    }

    func end() throws(CMSError) {
        guard isAtEnd else { throw .malformed(structure, .surplus) }
    }
}
