import SwiftASN1

/// An attribute of a signer or a request.
///
///     Attribute ::= SEQUENCE {
///         attrType    OBJECT IDENTIFIER,
///         attrValues  SET OF AttributeValue }
///
/// - SeeAlso: RFC 5652 §5.3
package struct Attribute: Hashable, Sendable {
    package let oid: String
    /// DER of each value.
    package let values: [[UInt8]]

    package init(oid: String, values: [[UInt8]]) {
        self.oid = oid
        self.values = values
    }

    init(_ element: DERElement) throws(CMSError) {
        var reader = try element.sequence()
        oid = try reader.next(.objectIdentifier).objectIdentifier()
        values = try reader.next().set().map(\.encoded)
        try reader.end()
    }

    package var der: [UInt8] {
        DEREncoding.sequence(DEREncoding.objectIdentifier(oid), DEREncoding.setOf(values))
    }

    /// The value of an attribute that must have one.
    package func soleValue() throws(CMSError) -> [UInt8] {
        guard values.count == 1 else { throw .attributeValueCount(oid, values.count) }
        return values[0]
    }
}
