import CMS
import DeclaredPKI

/// Signed data put together part by part, so that each part can be wrong alone.
struct CraftedSignedData {
    var contentType = OID.data
    var content: [UInt8]?
    var certificates: [[UInt8]]
    /// In the order in which they are written; nil leaves them out.
    var attributes: [Attribute]?
    /// The SET that is signed when it is not the one that is written.
    var signedInstead: [UInt8]?
    var digestAlgorithm = HashAlgorithm.sha256.identifier
    var signatureAlgorithm = AlgorithmIdentifier.ecdsaWithSHA256
    var signerCount = 1
    var unsignedAttributes: [Attribute] = []
    let signer: DeclaredIdentity

    /// A right one over `message`.
    init(over message: [UInt8], by signer: DeclaredIdentity, chain: [Certificate] = []) {
        self.signer = signer
        certificates = ([signer.certificate] + chain).map(\.der)
        attributes =
            SignedAttributes(
                messageDigest: HashAlgorithm.sha256.digest(of: message),
                signingCertificate: signer.certificate,
                digestAlgorithm: .sha256,
                signatureAlgorithm: .ecdsaWithSHA256
            ).attributes
    }

    mutating func replace(_ oid: String, with replacements: [Attribute]) {
        attributes = attributes.map { $0.filter { $0.oid != oid } + replacements }
        sortAttributes()
    }

    mutating func sortAttributes() {
        attributes?.sort { $0.der.lexicographicallyPrecedes($1.der) }
    }

    func attribute(_ oid: String) -> Attribute? { attributes?.first { $0.oid == oid } }

    func der() throws -> [UInt8] {
        let written = attributes.map { Array($0.map(\.der).joined()) }
        let signed = signedInstead ?? DEREncoding.value(tag: 0x31, written ?? [])
        let signerInfo = DEREncoding.sequence(
            DEREncoding.integer(1),
            DEREncoding.sequence(
                signer.certificate.issuer.der,
                DEREncoding.integer(unsigned: signer.certificate.serialNumber)
            ),
            digestAlgorithm.der,
            written.map { DEREncoding.implicit(0, constructed: $0) } ?? [],
            signatureAlgorithm.der,
            DEREncoding.octetString(try signer.sign(signed)),
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
