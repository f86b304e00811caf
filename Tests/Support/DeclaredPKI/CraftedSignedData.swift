package import CMS

/// Signed data put together part by part, so that each part can be wrong alone.
package struct CraftedSignedData {
    package var contentType = OID.data
    package var content: [UInt8]?
    package var certificates: [[UInt8]]
    /// In the order in which they are written; nil leaves them out.
    package var attributes: [Attribute]?
    /// The SET that is signed when it is not the one that is written.
    package var signedInstead: [UInt8]?
    /// The signature value when it is not the one that the signer's key makes.
    package var valueInstead: [UInt8]?
    package var digestAlgorithm: AlgorithmIdentifier
    package var signatureAlgorithm: AlgorithmIdentifier
    package var signerCount = 1
    package var unsignedAttributes: [Attribute] = []
    private let signer: DeclaredIdentity
    private let certificate: Certificate

    /// A right one over `message`.
    package init(over message: [UInt8], by signer: DeclaredIdentity, chain: [Certificate] = []) {
        self.init(digest: signer.key.digestAlgorithm.digest(of: message), by: signer, chain: chain)
    }

    /// A right one over content of this digest, in the name of `certificate`, which is the signer's own unless said
    /// otherwise.
    package init(
        digest: [UInt8],
        by signer: DeclaredIdentity,
        as certificate: Certificate? = nil,
        chain: [Certificate] = []
    ) {
        self.signer = signer
        self.certificate = certificate ?? signer.certificate
        certificates = ([self.certificate] + chain).map(\.der)
        digestAlgorithm = signer.key.digestAlgorithm.identifier
        signatureAlgorithm = signer.key.algorithm
        attributes =
            SignedAttributes(
                messageDigest: digest,
                signingCertificate: self.certificate,
                digestAlgorithm: signer.key.digestAlgorithm,
                signatureAlgorithm: signer.key.algorithm
            ).attributes
    }

    package mutating func replace(_ oid: String, with replacements: [Attribute]) {
        attributes = attributes.map { $0.filter { $0.oid != oid } + replacements }
        sortAttributes()
    }

    package mutating func sortAttributes() {
        attributes?.sort { $0.der.lexicographicallyPrecedes($1.der) }
    }

    package func attribute(_ oid: String) -> Attribute? { attributes?.first { $0.oid == oid } }

    package func der() throws -> [UInt8] {
        let written = attributes.map { Array($0.map(\.der).joined()) }
        let signed = signedInstead ?? DEREncoding.value(tag: 0x31, written ?? [])
        let signerInfo = DEREncoding.sequence(
            DEREncoding.integer(1),
            DEREncoding.sequence(
                certificate.issuer.der,
                DEREncoding.integer(unsigned: certificate.serialNumber)
            ),
            digestAlgorithm.der,
            written.map { DEREncoding.implicit(0, constructed: $0) } ?? [],
            signatureAlgorithm.der,
            DEREncoding.octetString(try valueInstead ?? signer.sign(signed)),
            unsignedAttributes.isEmpty
                ? [] : DEREncoding.implicit(1, constructed: Array(unsignedAttributes.map(\.der).joined()))
        )
        let signedData = DEREncoding.sequence(
            DEREncoding.integer(1),
            DEREncoding.setOf([digestAlgorithm.der]),
            DEREncoding.sequence(
                DEREncoding.objectIdentifier(contentType),
                content.map { DEREncoding.explicit(0, DEREncoding.octetString($0)) } ?? []
            ),
            DEREncoding.implicit(0, constructed: Array(certificates.joined())),
            DEREncoding.setOf([[UInt8]](repeating: signerInfo, count: signerCount))
        )
        return DEREncoding.sequence(
            DEREncoding.objectIdentifier(OID.signedData),
            DEREncoding.explicit(0, signedData)
        )
    }
}
