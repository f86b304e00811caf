import CMS

/// About which certificates, and which reasons, a list speaks.
extension CertificateRevocationList {
    /// The reasons for which this list would revoke the certificate; empty when it does not speak about it.
    ///
    /// Every distribution point of the certificate counts, and the one that every certificate has without naming it: the
    /// lists of its own issuer.
    ///
    /// - SeeAlso: RFC 5280 §6.3.3 (b), (d)
    func reasons(about certificate: Certificate) -> RevocationReasons {
        guard coversKind(of: certificate) else { return [] }
        let own = RevocationReasons(flags: issuingDistributionPoint?.onlySomeReasons)
        // The point without a name: the certificate issuer's own lists.
        var reasons: RevocationReasons = []
        if issuer.matches(certificate.issuer), isNamed(by: [.directory(certificate.issuer)]) { reasons = own }
        for point in certificate.distributionPoints where covers(point, of: certificate) {
            reasons.formUnion(own.intersection(RevocationReasons(flags: point.reasons)))
        }
        return reasons
    }

    var isIndirect: Bool { issuingDistributionPoint?.isIndirect ?? false }

    /// Step (b)(2)(ii)–(iv): end entities or CAs.
    private func coversKind(of certificate: Certificate) -> Bool {
        guard let scope = issuingDistributionPoint else { return true }
        if scope.onlyAttributeCertificates { return false }
        return certificate.isAuthority ? !scope.onlyUserCertificates : !scope.onlyAuthorityCertificates
    }

    /// Step (b)(1), (b)(2)(i): the issuer and the name of the point.
    private func covers(_ point: DistributionPoint, of certificate: Certificate) -> Bool {
        let issuers: [DistinguishedName] = point.issuer.compactMap { name in
            if case .directory(let issuer) = name { issuer } else { nil }
        }
        if point.issuer.isEmpty {
            guard issuer.matches(certificate.issuer) else { return false }
        } else {
            guard isIndirect, issuers.contains(where: issuer.matches) else { return false }
        }
        guard let name = point.name else { return isNamed(by: point.issuer) }
        // A relative name is below the one issuer of the list that the point names, else the certificate's.
        guard issuers.count <= 1, let names = try? name.fullNames(below: issuers.first ?? certificate.issuer) else {
            guard case .full(let names) = name else { return false }
            return isNamed(by: names)
        }
        return isNamed(by: names)
    }

    /// Whether the list's own point has one of the names; a list without a point has none to compare.
    private func isNamed(by names: [CMS.GeneralName]) -> Bool {
        guard let name = issuingDistributionPoint?.name else { return true }
        guard let own = try? name.fullNames(below: issuer) else { return false }
        return own.contains { mine in names.contains { $0.isSame(as: mine) } }
    }
}

extension CMS.GeneralName {
    /// The same name; distinguished names after folding.
    fileprivate func isSame(as other: CMS.GeneralName) -> Bool {
        if case (.directory(let left), .directory(let right)) = (self, other) { return left.matches(right) }
        return self == other
    }
}
