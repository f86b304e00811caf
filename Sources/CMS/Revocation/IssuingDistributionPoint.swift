import SwiftASN1

/// What a CRL covers.
///
///     IssuingDistributionPoint ::= SEQUENCE {
///         distributionPoint           [0] DistributionPointName OPTIONAL,
///         onlyContainsUserCerts       [1] BOOLEAN DEFAULT FALSE,
///         onlyContainsCACerts         [2] BOOLEAN DEFAULT FALSE,
///         onlySomeReasons             [3] ReasonFlags OPTIONAL,
///         indirectCRL                 [4] BOOLEAN DEFAULT FALSE,
///         onlyContainsAttributeCerts  [5] BOOLEAN DEFAULT FALSE }
///
/// - SeeAlso: RFC 5280 §5.2.5
package struct IssuingDistributionPoint: Hashable, Sendable {
    package let name: DistributionPointName?
    package let onlyUserCertificates: Bool
    package let onlyAuthorityCertificates: Bool
    /// Bits of ReasonFlags; nil means every reason.
    package let onlySomeReasons: Set<Int>?
    package let isIndirect: Bool
    package let onlyAttributeCertificates: Bool

    init(_ item: CertificateExtension) throws(CMSError) {
        var fields = try DERElement(der: item.value, .certificateRevocationList).sequence()
        name = try fields.optional(context: 0).map { (name) throws(CMSError) in
            try DistributionPointName(name.explicit())
        }
        onlyUserCertificates = try Self.flag(1, &fields)
        onlyAuthorityCertificates = try Self.flag(2, &fields)
        onlySomeReasons = try fields.optional(context: 3).map { (flags) throws(CMSError) in try flags.namedBits() }
        isIndirect = try Self.flag(4, &fields)
        onlyAttributeCertificates = try Self.flag(5, &fields)
        try fields.end()
    }

    private static func flag(_ number: UInt, _ fields: inout DERReader) throws(CMSError) -> Bool {
        try fields.optional(context: number).map { (flag) throws(CMSError) in try flag.boolean() } ?? false
    }

    /// Throws `CMSError.revocationListScope` unless a complete, direct CRL with this scope covers `certificate`.
    package func checkCovers(_ certificate: Certificate) throws(CMSError) {
        guard !isIndirect else { throw .revocationListScope(.indirect) }
        guard onlySomeReasons == nil else { throw .revocationListScope(.someReasons) }
        guard !onlyAttributeCertificates else { throw .revocationListScope(.attributeCertificates) }
        guard !onlyUserCertificates || !certificate.isAuthority else { throw .revocationListScope(.notForAuthorities) }
        guard !onlyAuthorityCertificates || certificate.isAuthority else { throw .revocationListScope(.notForUsers) }
        guard let name else { return }
        guard certificate.distributionPoints.contains(where: { $0.names(name) }) else {
            throw .revocationListScope(.otherDistributionPoint)
        }
    }
}

extension DistributionPoint {
    /// Whether one of this point's names is one of `other`. RFC 5280 §6.3.3 (b)(2)(i)
    fileprivate func names(_ other: DistributionPointName) -> Bool {
        switch (name, other) {
        case (.full(let left), .full(let right)): !Set(left).isDisjoint(with: right)
        case (.relativeToIssuer(let left), .relativeToIssuer(let right)): left == right && issuer.isEmpty
        case (nil, .full(let right)): !Set(issuer).isDisjoint(with: right)
        default: false
        }
    }
}
