import SwiftASN1

/// The parameters of RSASSA-PSS.
///
///     RSASSA-PSS-params ::= SEQUENCE {
///         hashAlgorithm     [0] HashAlgorithm    DEFAULT sha1,
///         maskGenAlgorithm  [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
///         saltLength        [2] INTEGER          DEFAULT 20,
///         trailerField      [3] INTEGER          DEFAULT 1 }
///
/// - SeeAlso: RFC 4055 §3.1
package struct PSSParameters: Hashable, Sendable {
    package let hash: HashAlgorithm
    package let maskHash: HashAlgorithm
    /// In bytes.
    package let saltLength: Int

    package init(hash: HashAlgorithm, maskHash: HashAlgorithm, saltLength: Int) {
        self.hash = hash
        self.maskHash = maskHash
        self.saltLength = saltLength
    }

    /// Throws `CMSError.algorithmUnsupported` for a hash or mask that we do not implement.
    package init(der: [UInt8]) throws(CMSError) {
        var reader = try DERElement(der: der, .algorithmIdentifier).sequence()
        hash = try reader.optional(context: 0).map(Self.hash) ?? .sha1
        maskHash = try reader.optional(context: 1).map(Self.maskHash) ?? .sha1
        saltLength = try reader.optional(context: 2).map(Self.number) ?? 20
        let trailer = try reader.optional(context: 3).map(Self.number) ?? 1
        try reader.end()
        guard trailer == 1 else { throw .algorithmParameters(OID.rsaPSS) }
    }

    /// Everything that is not a default, explicitly.
    package var der: [UInt8] {
        let mask = AlgorithmIdentifier(oid: OID.mgf1, parameters: Self.identifier(maskHash).der)
        return DEREncoding.sequence(
            hash == .sha1 ? [] : DEREncoding.explicit(0, Self.identifier(hash).der),
            maskHash == .sha1 ? [] : DEREncoding.explicit(1, mask.der),
            saltLength == 20 ? [] : DEREncoding.explicit(2, DEREncoding.integer(saltLength))
        )
    }

    /// NULL parameters, as most writers and readers of PSS expect. RFC 4055 §2.1
    private static func identifier(_ hash: HashAlgorithm) -> AlgorithmIdentifier {
        AlgorithmIdentifier(oid: hash.oid, parameters: DEREncoding.null)
    }

    private static func hash(_ element: DERElement) throws(CMSError) -> HashAlgorithm {
        try HashAlgorithm(AlgorithmIdentifier(element.explicit()))
    }

    private static func maskHash(_ element: DERElement) throws(CMSError) -> HashAlgorithm {
        let mask = try AlgorithmIdentifier(element.explicit())
        guard mask.oid == OID.mgf1 else { throw .algorithmUnsupported(mask.oid) }
        guard let parameters = mask.parameters else { throw .algorithmParameters(OID.mgf1) }
        return try HashAlgorithm(AlgorithmIdentifier(der: parameters))
    }

    private static func number(_ element: DERElement) throws(CMSError) -> Int {
        try element.explicit().expect(.integer).smallInteger()
    }
}
