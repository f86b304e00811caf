import CMS
import SwiftASN1

/// The signature policy that a signature says it was made under.
///
///     SignaturePolicyId ::= SEQUENCE {
///         sigPolicyId          OBJECT IDENTIFIER,
///         sigPolicyHash        SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashValue OCTET STRING },
///         sigPolicyQualifiers  SEQUENCE OF SigPolicyQualifierInfo OPTIONAL }
///
/// - SeeAlso: EN 319 122-1 §5.2.9
struct SignaturePolicyReference: Hashable, Sendable {
    /// The attribute's OID.
    static let attribute = "1.2.840.113549.1.9.16.2.15"

    /// Nil when the attribute could not be read.
    let oid: String?
    private let hashAlgorithm: HashAlgorithm?
    private let hash: [UInt8]

    /// Nil when the attributes name no policy, or only an implied one.
    init?(_ attributes: SignedAttributes?) {
        guard let attribute = attributes?.attribute(Self.attribute) else { return nil }
        guard let value = try? attribute.soleValue(), let node = try? DER.parse(value) else {
            self.init(oid: nil, hashAlgorithm: nil, hash: [])
            return
        }
        if node.identifier == .null { return nil }
        guard let fields = node.children(.sequence), fields.count >= 2,
            let oid = try? ASN1ObjectIdentifier(derEncoded: fields[0]),
            let digest = fields[1].children(.sequence), digest.count == 2,
            let algorithm = digest[0].children(.sequence)?.first,
            let algorithmOID = try? ASN1ObjectIdentifier(derEncoded: algorithm),
            let hash = try? ASN1OctetString(derEncoded: digest[1])
        else {
            self.init(oid: nil, hashAlgorithm: nil, hash: [])
            return
        }
        self.init(
            oid: oid.description,
            hashAlgorithm: HashAlgorithm(oid: algorithmOID.description),
            hash: Array(hash.bytes)
        )
    }

    private init(oid: String?, hashAlgorithm: HashAlgorithm?, hash: [UInt8]) {
        self.oid = oid
        self.hashAlgorithm = hashAlgorithm
        self.hash = hash
    }

    /// The reference names this document, by its identifier and its digest.
    func names(_ document: SignaturePolicyDocument) -> Bool {
        document.oid == oid && hashAlgorithm?.digest(of: document.bytes) == hash
    }
}
