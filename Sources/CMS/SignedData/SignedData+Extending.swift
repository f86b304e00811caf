import SwiftASN1

/// Adding to signed data what no signature covers.
///
/// - SeeAlso: EN 319 122-1 §5.5, §6.3; RFC 5652 §5.1, RFC 5940 §2
extension SignedData {
    /// This structure with more certificates, revocation data (each DER) and unsigned attributes of its sole signer.
    ///
    /// No entry is written twice; every field, entry and attribute value that was there stays as it was written.
    ///
    /// - Throws: `CMSError.signerInfoCount`, or `.malformed` when this was read from BER.
    package func extended(
        certificates: [[UInt8]] = [],
        crls: [[UInt8]] = [],
        ocspResponses: [[UInt8]] = [],
        unsignedAttributes: [Attribute] = []
    ) throws(CMSError) -> [UInt8] {
        guard !warnings.contains(.notDER) else { throw .malformed(.signedData, .notDER) }
        let signer = try soleSigner()
        for der in certificates { _ = try Certificate(der: der) }
        for der in crls { _ = try CertificateRevocationList(der: der) }
        for der in ocspResponses { _ = try OCSPResponse(der: der) }

        var parts = try Parts(DERElement(der: der, .signedData))
        parts.certificates += certificates
        parts.revocation += crls + ocspResponses.map(RevocationInfo.entry(ofOCSPResponse:))
        parts.signer = Self.signerInfo(signer, adding: unsignedAttributes)
        return parts.der(version: version)
    }

    /// The certificates as they were written, also those that we cannot read.
    package var certificateEntries: [[UInt8]] { certificates.map(\.der) + unreadableCertificates }

    private static func signerInfo(_ signer: SignerInfo, adding more: [Attribute]) -> [UInt8] {
        let attributes = (signer.unsignedAttributes + more).map(\.der)
        guard !attributes.isEmpty else { return DEREncoding.value(tag: 0x30, signer.signedFields) }
        let set = DEREncoding.implicit(1, constructed: Array(DEREncoding.sorted(attributes).joined()))
        return DEREncoding.value(tag: 0x30, signer.signedFields + set)
    }
}

/// The fields of signed data, as they were written.
private struct Parts {
    let digestAlgorithms: [UInt8]
    let encapsulated: [UInt8]
    var certificates: [[UInt8]] = []
    var revocation: [[UInt8]] = []
    var signer: [UInt8] = []

    init(_ contentInfo: DERElement) throws(CMSError) {
        var outer = try contentInfo.sequence()
        _ = try outer.next(.objectIdentifier)
        var fields = try outer.next().explicit().sequence()
        _ = try fields.next(.integer)
        digestAlgorithms = try fields.next(.set).encoded
        encapsulated = try fields.next(.sequence).encoded
        if let set = try fields.optional(context: 0) {
            var items = try set.children()
            certificates = items.rest().map(\.encoded)
        }
        if let set = try fields.optional(context: 1) {
            var items = try set.children()
            revocation = items.rest().map(\.encoded)
        }
    }

    func der(version: Int) -> [UInt8] {
        // Revocation data of another kind than CRLs makes it version 5. RFC 5652 §5.1
        let hasOthers = revocation.contains { $0.first == 0xA1 }
        let signedData = DEREncoding.sequence(
            DEREncoding.integer(hasOthers ? 5 : version),
            digestAlgorithms,
            encapsulated,
            Self.set(0, certificates),
            Self.set(1, revocation),
            DEREncoding.setOf([signer])
        )
        return DEREncoding.sequence(
            DEREncoding.objectIdentifier(OID.signedData),
            DEREncoding.explicit(0, signedData)
        )
    }

    private static func set(_ number: UInt8, _ entries: [[UInt8]]) -> [UInt8] {
        guard !entries.isEmpty else { return [] }
        return DEREncoding.implicit(number, constructed: Array(DEREncoding.sorted(Array(Set(entries))).joined()))
    }
}
