import CMS

/// What a signer commits to.
///
/// - SeeAlso: EN 319 122-1 §5.2.3, RFC 5126 §5.11.1
package enum CommitmentType: String, Hashable, Sendable, Codable, CaseIterable {
    case proofOfOrigin, proofOfReceipt, proofOfDelivery, proofOfSender, proofOfApproval, proofOfCreation

    /// The attribute with the one field that is needed: `SEQUENCE { commitmentTypeId OBJECT IDENTIFIER }`.
    var attribute: Attribute {
        Attribute(
            oid: OID.commitmentType,
            values: [DEREncoding.sequence(DEREncoding.objectIdentifier("1.2.840.113549.1.9.16.6.\(number)"))]
        )
    }

    private var number: Int {
        switch self {
        case .proofOfOrigin: 1
        case .proofOfReceipt: 2
        case .proofOfDelivery: 3
        case .proofOfSender: 4
        case .proofOfApproval: 5
        case .proofOfCreation: 6
        }
    }
}
