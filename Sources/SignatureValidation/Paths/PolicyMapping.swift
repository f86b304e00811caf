import SwiftASN1

/// One pair of a CA's policy and the policy below it that counts the same.
///
///     PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE {
///         issuerDomainPolicy   CertPolicyId,
///         subjectDomainPolicy  CertPolicyId }
///
/// - SeeAlso: RFC 5280 §4.2.1.5
struct PolicyMapping: Hashable, Sendable {
    let issuer: String
    let subject: String

    /// The pairs of an extension value; nil when it is malformed or maps from or to anyPolicy. §6.1.4 (a)
    static func list(extension value: [UInt8]) -> [PolicyMapping]? {
        guard let nodes = (try? DER.parse(value))?.children(.sequence), !nodes.isEmpty else { return nil }
        var mappings: [PolicyMapping] = []
        for node in nodes {
            guard let pair = node.children(.sequence), pair.count == 2,
                let issuer = try? ASN1ObjectIdentifier(derEncoded: pair[0]).description,
                let subject = try? ASN1ObjectIdentifier(derEncoded: pair[1]).description,
                issuer != PolicyGraph.anyPolicy, subject != PolicyGraph.anyPolicy
            else { return nil }
            mappings.append(PolicyMapping(issuer: issuer, subject: subject))
        }
        return mappings
    }
}
