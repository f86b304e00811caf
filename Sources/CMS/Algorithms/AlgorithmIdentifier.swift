import SwiftASN1

/// An algorithm with its parameters as they were written.
///
///     AlgorithmIdentifier ::= SEQUENCE {
///         algorithm   OBJECT IDENTIFIER,
///         parameters  ANY DEFINED BY algorithm OPTIONAL }
///
/// - SeeAlso: RFC 5280 §4.1.1.2
package struct AlgorithmIdentifier: Hashable, Sendable {
    /// Dotted form.
    package let oid: String
    /// DER; nil when absent.
    package let parameters: [UInt8]?

    package init(oid: String, parameters: [UInt8]?) {
        self.oid = oid
        self.parameters = parameters
    }

    package init(der: [UInt8]) throws(CMSError) {
        try self.init(DERElement(der: der, .algorithmIdentifier))
    }

    init(_ element: DERElement) throws(CMSError) {
        var reader = try element.expect(.sequence).children()
        try self.init(fields: &reader)
    }

    /// Reads the fields of an identifier whose tag is implicit.
    init(fields reader: inout DERReader) throws(CMSError) {
        oid = try reader.next(.objectIdentifier).objectIdentifier()
        parameters = reader.isAtEnd ? nil : try reader.next().encoded
        try reader.end()
    }

    package var der: [UInt8] {
        DEREncoding.sequence(DEREncoding.objectIdentifier(oid), parameters ?? [])
    }

    package var parametersAreAbsentOrNull: Bool {
        parameters == nil || parameters == DEREncoding.null
    }

    /// Whether both name the same algorithm, where absent and NULL parameters say the same. RFC 6211 §4
    package func isSameAlgorithm(as other: AlgorithmIdentifier) -> Bool {
        oid == other.oid
            && (parameters == other.parameters || (parametersAreAbsentOrNull && other.parametersAreAbsentOrNull))
    }
}

extension AlgorithmIdentifier {
    package static let ecdsaWithSHA256 = AlgorithmIdentifier(oid: OID.ecdsaWithSHA256, parameters: nil)
    package static let ecdsaWithSHA384 = AlgorithmIdentifier(oid: OID.ecdsaWithSHA384, parameters: nil)
    package static let ecdsaWithSHA512 = AlgorithmIdentifier(oid: OID.ecdsaWithSHA512, parameters: nil)
    package static let sha256WithRSA = AlgorithmIdentifier(oid: OID.sha256WithRSA, parameters: DEREncoding.null)
    package static let sha384WithRSA = AlgorithmIdentifier(oid: OID.sha384WithRSA, parameters: DEREncoding.null)
    package static let sha512WithRSA = AlgorithmIdentifier(oid: OID.sha512WithRSA, parameters: DEREncoding.null)

    /// RSASSA-PSS with everything explicit: this hash, MGF1 with it, a salt of its length. CMS-B4
    package static func rsaPSS(_ hash: HashAlgorithm) -> AlgorithmIdentifier {
        let parameters = PSSParameters(hash: hash, maskHash: hash, saltLength: hash.digestLength)
        return AlgorithmIdentifier(oid: OID.rsaPSS, parameters: parameters.der)
    }
}
