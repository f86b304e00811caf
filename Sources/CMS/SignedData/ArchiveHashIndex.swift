import SwiftASN1

/// What an archive timestamp covers beside the signature itself: digests of certificates, revocation data and unsigned
/// attribute values.
///
///     ATSHashIndexV3 ::= SEQUENCE {
///         hashIndAlgorithm             AlgorithmIdentifier,
///         certificatesHashIndex        SEQUENCE OF OCTET STRING,
///         crlsHashIndex                SEQUENCE OF OCTET STRING,
///         unsignedAttrValuesHashIndex  SEQUENCE OF OCTET STRING }
///
/// - SeeAlso: EN 319 122-1 §5.5.2, CMS-B8
package struct ArchiveHashIndex: Hashable, Sendable {
    package let der: [UInt8]
    package let algorithm: HashAlgorithm
    package let certificates: [[UInt8]]
    package let revocationEntries: [[UInt8]]
    package let attributeValues: [[UInt8]]

    /// The index of everything that is in `signedData` now.
    package init(of signedData: SignedData, algorithm: HashAlgorithm) throws(CMSError) {
        self.algorithm = algorithm
        certificates = signedData.certificateEntries.map(algorithm.digest)
        revocationEntries = signedData.revocationEntries.map(algorithm.digest)
        attributeValues = try Self.values(of: signedData.soleSigner()).map(algorithm.digest)
        der = DEREncoding.sequence(
            algorithm.identifier.der,
            Self.sequence(certificates),
            Self.sequence(revocationEntries),
            Self.sequence(attributeValues)
        )
    }

    /// Reads the index from the unsigned attributes of a token.
    ///
    /// - Throws: `CMSError.archiveIndexAbsent`, `.malformed`
    package init(in token: TimestampToken) throws(CMSError) {
        let found = try token.signedData.soleSigner().unsignedAttributes.filter { $0.oid == OID.archiveHashIndexV3 }
        guard let attribute = found.first else { throw .archiveIndexAbsent }
        guard found.count == 1 else { throw .attributeRepeated(attribute.oid) }
        let element = try DERElement(der: attribute.soleValue(), .archiveHashIndex)
        der = element.encoded
        var fields = try element.sequence()
        // Some makers leave the algorithm out where it is SHA-256, as earlier editions allowed.
        var parts = fields.rest()
        guard parts.count == 3 || parts.count == 4 else { throw element.fault(.missing) }
        algorithm = try parts.count == 3 ? .sha256 : HashAlgorithm(AlgorithmIdentifier(parts.removeFirst()))
        certificates = try Self.digests(parts[0], algorithm)
        revocationEntries = try Self.digests(parts[1], algorithm)
        attributeValues = try Self.digests(parts[2], algorithm)
    }

    package var attribute: Attribute { Attribute(oid: OID.archiveHashIndexV3, values: [der]) }

    /// The attribute values that are indexed: type and value, each value of its own.
    private static func values(of signer: SignerInfo) -> [[UInt8]] {
        signer.unsignedAttributes.flatMap { attribute in
            attribute.values.map { DEREncoding.objectIdentifier(attribute.oid) + $0 }
        }
    }

    /// Whether this value of an unsigned attribute is covered.
    package func covers(value: [UInt8], of attribute: String) -> Bool {
        attributeValues.contains(algorithm.digest(of: DEREncoding.objectIdentifier(attribute) + value))
    }

    /// Everything named is still there.
    ///
    /// - Throws: `CMSError.archiveIndexEntryMissing`
    func check(in signedData: SignedData) throws(CMSError) {
        let present = [
            (certificates, signedData.certificateEntries),
            (revocationEntries, signedData.revocationEntries),
            (attributeValues, Self.values(of: try signedData.soleSigner())),
        ]
        for (named, entries) in present {
            guard Set(named).isSubset(of: entries.map(algorithm.digest)) else { throw .archiveIndexEntryMissing }
        }
    }

    private static func sequence(_ digests: [[UInt8]]) -> [UInt8] {
        DEREncoding.sequence(digests.map(DEREncoding.octetString))
    }

    private static func digests(_ element: DERElement, _ algorithm: HashAlgorithm) throws(CMSError) -> [[UInt8]] {
        var items = try element.sequence()
        var digests: [[UInt8]] = []
        for item in items.rest() {
            let digest = Array(try item.expect(.octetString).content())
            guard digest.count == algorithm.digestLength else { throw element.fault(.value) }
            digests.append(digest)
        }
        return digests
    }
}
