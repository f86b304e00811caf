import CMS

extension CertificateRevocationList {
    /// Whether this delta list may be read on top of a complete one: same issuer, scope and key, and numbers that meet.
    ///
    /// That both are signed with the same key is for the caller to see to.
    ///
    /// - SeeAlso: RFC 5280 §5.2.4, §6.3.3 (c)
    func isDelta(of complete: CertificateRevocationList) -> Bool {
        guard let baseNumber, let number, let completeNumber = complete.number, !complete.isDelta,
            issuer.matches(complete.issuer), authorityKeyIdentifier == complete.authorityKeyIdentifier,
            scopeBytes == complete.scopeBytes
        else { return false }
        return !Self.isLess(completeNumber, than: baseNumber) && Self.isLess(completeNumber, than: number)
    }

    private var scopeBytes: [UInt8]? {
        extensions.first { $0.oid == OID.issuingDistributionPoint }?.value
    }

    /// Compares the content octets of integers that are not negative.
    private static func isLess(_ left: [UInt8], than right: [UInt8]) -> Bool {
        let (left, right) = (left.drop { $0 == 0 }, right.drop { $0 == 0 })
        return left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }
}
