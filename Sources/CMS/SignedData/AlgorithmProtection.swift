import SwiftASN1

/// The algorithms of a signer, under the signature.
///
///     CMSAlgorithmProtection ::= SEQUENCE {
///         digestAlgorithm         DigestAlgorithmIdentifier,
///         signatureAlgorithm  [1] SignatureAlgorithmIdentifier OPTIONAL,
///         macAlgorithm        [2] MessageAuthenticationCodeAlgorithm OPTIONAL }
///
/// - SeeAlso: RFC 6211 §2
package struct AlgorithmProtection: Hashable, Sendable {
    package let digestAlgorithm: AlgorithmIdentifier
    package let signatureAlgorithm: AlgorithmIdentifier?

    init(digestAlgorithm: AlgorithmIdentifier, signatureAlgorithm: AlgorithmIdentifier) {
        self.digestAlgorithm = digestAlgorithm
        self.signatureAlgorithm = signatureAlgorithm
    }

    init(_ attribute: Attribute) throws(CMSError) {
        var reader = try DERElement(der: attribute.soleValue(), .attribute).sequence()
        digestAlgorithm = try AlgorithmIdentifier(reader.next())
        signatureAlgorithm = try reader.optional(context: 1).map { (element) throws(CMSError) in
            var fields = try element.children()
            return try AlgorithmIdentifier(fields: &fields)
        }
        _ = try reader.optional(context: 2)
        try reader.end()
    }

    var attribute: Attribute {
        // The inner tag is implicit: the SEQUENCE's content under [1].
        let signature = signatureAlgorithm.map {
            DEREncoding.implicit(
                1,
                constructed: DEREncoding.objectIdentifier($0.oid) + ($0.parameters ?? [])
            )
        }
        let value = DEREncoding.sequence(digestAlgorithm.der, signature ?? [])
        return Attribute(oid: OID.algorithmProtection, values: [value])
    }
}
