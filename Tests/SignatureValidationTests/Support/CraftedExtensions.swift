import CMS
import Foundation

/// Extensions that our own authorities never write.
extension CertificateExtension {
    static func nameConstraints(permitted: [CMS.GeneralName] = [], excluded: [CMS.GeneralName] = []) -> Self {
        let parts = [(UInt8(0), permitted), (1, excluded)].filter { !$0.1.isEmpty }.map { tag, names in
            let subtrees = names.flatMap { DEREncoding.sequence($0.der) }
            return DEREncoding.implicit(tag, constructed: subtrees)
        }
        return Self(oid: OID.nameConstraints, isCritical: true, value: DEREncoding.sequence(parts))
    }

    static func policyMappings(_ pairs: [(issuer: String, subject: String)]) -> Self {
        let value = DEREncoding.sequence(
            pairs.map { pair in
                DEREncoding.sequence(
                    DEREncoding.objectIdentifier(pair.issuer),
                    DEREncoding.objectIdentifier(pair.subject)
                )
            }
        )
        return Self(oid: OID.policyMappings, isCritical: true, value: value)
    }

    static func policyConstraints(requireExplicit: UInt8? = nil, inhibitMapping: UInt8? = nil) -> Self {
        let value = DEREncoding.sequence(
            requireExplicit.map { DEREncoding.implicit(0, primitive: [$0]) } ?? [],
            inhibitMapping.map { DEREncoding.implicit(1, primitive: [$0]) } ?? []
        )
        return Self(oid: OID.policyConstraints, isCritical: true, value: value)
    }

    static func inhibitAnyPolicy(_ skip: Int) -> Self {
        Self(oid: OID.inhibitAnyPolicy, isCritical: true, value: DEREncoding.integer(skip))
    }

    static let noRevocationAvailable = Self(
        oid: OID.noRevocationAvailable,
        isCritical: false,
        value: DEREncoding.null
    )

    static let unknown = Self(oid: "1.2.3.4.5.6", isCritical: true, value: DEREncoding.null)
}
