import CMS

extension Certificate {
    /// Whether an end entity's key may be used for a purpose.
    ///
    /// - SeeAlso: RFC 5280 §4.2.1.3, §4.2.1.12, RFC 3161 §2.3, RFC 6960 §4.2.2.2; PATH-4, REV-2
    func findings(asUsedFor purpose: CertificatePurpose?) -> [Finding] {
        let name = subject.display
        switch purpose {
        case nil: return []
        case .signer:
            guard let usage = keyUsage, !usage.contains(.nonRepudiation) else { return [] }
            let mayAuthenticate = usage.contains(.digitalSignature)
            return [Finding(mayAuthenticate ? .signerNotForNonRepudiation : .signerKeyUsage, name)]
        case .timestamping:
            let isAlone = extendedKeyUsage == [OID.timeStamping] && extendedKeyUsageIsCritical
            guard isAlone, maySign(besides: [.digitalSignature, .nonRepudiation]) else {
                return [Finding(.timestampKeyUsage, name)]
            }
            return []
        case .ocsp:
            let isAppointed = extendedKeyUsage?.contains(OID.ocspSigning) ?? false
            guard isAppointed, keyUsage?.contains(.digitalSignature) ?? true, !isAuthority else {
                return [Finding(.endEntityPurpose, name)]
            }
            return []
        }
    }

    /// The key signs, and does nothing but what is named.
    private func maySign(besides allowed: KeyUsage) -> Bool {
        guard let usage = keyUsage else { return true }
        return !usage.isDisjoint(with: allowed) && allowed.isSuperset(of: usage)
    }
}
