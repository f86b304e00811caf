package import CMS
package import Foundation

/// A name and key that are trusted without proof: for what, since and until when, and on whose word.
///
/// The constraints that its certificate states are kept (RFC 5937); its certificate's own validity only where
/// `endingWithItsCertificate` says so, because a root is usually trusted for what existed before its end.
///
/// - SeeAlso: RFC 5280 §6.1.1 (d); PATH-3
package struct TrustAnchor: Hashable, Sendable {
    package let certificate: Certificate
    package let purposes: Set<CertificatePurpose>
    /// The first moment at which the anchor is trusted; nil for always.
    package let from: Date?
    /// The "sunset": the last moment at which the anchor is trusted; nil for no end.
    package let until: Date?
    /// Where the operator has it from: a file, a list, a ceremony.
    package let source: String?
    /// When the operator added it.
    package let added: Date?

    package init(
        _ certificate: Certificate,
        for purposes: Set<CertificatePurpose> = Set(CertificatePurpose.allCases),
        from: Date? = nil,
        until: Date? = nil,
        source: String? = nil,
        added: Date? = nil
    ) {
        self.certificate = certificate
        self.purposes = purposes
        self.from = from
        self.until = until
        self.source = source
        self.added = added
    }

    /// The same anchor, trusted at most as long as its certificate is valid.
    package var endingWithItsCertificate: TrustAnchor {
        TrustAnchor(
            certificate,
            for: purposes,
            from: max(from ?? certificate.notBefore, certificate.notBefore),
            until: min(until ?? certificate.notAfter, certificate.notAfter),
            source: source,
            added: added
        )
    }

    /// Nil when the anchor is trusted at `time`.
    func intervalFinding(at time: Date) -> Finding? {
        let name = certificate.subject.display
        if let from, time < from { return Finding(.trustAnchorNotInForce, "\(name), ≥ \(from.rfc3339)") }
        if let until, time > until { return Finding(.trustAnchorNotInForce, "\(name), ≤ \(until.rfc3339)") }
        return nil
    }
}

extension TrustAnchor {
    /// The anchor as one line, which the digest of a validation policy covers.
    var canonicalText: String {
        let fingerprint = certificate.sha256Fingerprint.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let term = [from, until].map { $0?.rfc3339 ?? "-" }
        return (["anchor", fingerprint] + purposes.map(\.rawValue).sorted() + term).joined(separator: " ")
    }
}

extension [TrustAnchor] {
    /// Those that are meant for a purpose; all when none is asked for.
    package func trusted(for purpose: CertificatePurpose?) -> [TrustAnchor] {
        guard let purpose else { return self }
        return filter { $0.purposes.contains(purpose) }
    }
}

extension ValidationPolicy {
    /// Every anchor for a purpose: the plain ones, then the registered ones.
    func trustAnchors(for purpose: CertificatePurpose) -> [TrustAnchor] {
        anchors(for: purpose).map { TrustAnchor($0) } + registeredAnchors.trusted(for: purpose)
    }
}
