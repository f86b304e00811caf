import CMS

/// What the entries of one list say.
extension CertificateRevocationList {
    enum EntryState: Hashable {
        case absent
        case revoked(CertificateStatus.State)
        /// Taken back; in a delta list only.
        case removed
    }

    /// The state of a certificate by this list alone, or nil when the list must not be used at all.
    ///
    /// A list with a critical extension that we do not understand, in itself or in any entry, says nothing reliable about
    /// any certificate. In an indirect list an entry belongs to the issuer that it or the last entry before it names.
    ///
    /// - SeeAlso: RFC 5280 §5.2, §5.3, §5.3.3, §6.3.3 (i), (j); REV-5, REV-6
    func entryState(of certificate: Certificate) -> EntryState? {
        guard extensions.criticalUnknown(besides: Self.understood) == nil else { return nil }
        guard nextUpdate.map({ $0 >= thisUpdate }) ?? true else { return nil }
        let understood: Set<String> = isIndirect ? Self.understoodIfIndirect : Self.understoodInEntries
        var isOfIssuer = issuer.matches(certificate.issuer)
        var state = EntryState.absent
        for entry in entries {
            if !entry.extensions.isEmpty {
                guard entry.extensions.criticalUnknown(besides: understood) == nil else { return nil }
                if isIndirect {
                    do {
                        isOfIssuer = try entry.names(issuerOf: certificate) ?? isOfIssuer
                    } catch {
                        return nil
                    }
                }
            }
            guard isOfIssuer, entry.serialNumber == certificate.serialNumber else { continue }
            do {
                let reason = try entry.reason()
                guard reason != .removeFromCRL || isDelta else { return nil }
                state =
                    reason == .removeFromCRL ? .removed : .revoked(.revoked(at: entry.revocationDate, reason))
            } catch {
                return nil
            }
        }
        return state
    }

    private static let understood: Set<String> = [
        OID.authorityKeyIdentifier, OID.crlNumber, OID.deltaCRLIndicator, OID.issuingDistributionPoint,
        OID.expiredCertsOnCRL,
    ]
    private static let understoodInEntries: Set<String> = [OID.reasonCode, OID.invalidityDate]
    private static let understoodIfIndirect = understoodInEntries.union([OID.certificateIssuer])
}

extension RevocationListEntry {
    /// Whether the issuer that the entry names is the certificate's; nil when it names none.
    fileprivate func names(issuerOf certificate: Certificate) throws(CMSError) -> Bool? {
        try certificateIssuer().map { names in
            names.contains { name in
                if case .directory(let issuer) = name { issuer.matches(certificate.issuer) } else { false }
            }
        }
    }
}
