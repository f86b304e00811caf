package import CMS

/// A way from an end entity's certificate to a trust anchor; not yet validated.
package struct CertificatePath: Hashable, Sendable {
    /// The end entity first, the certificate that the anchor issued last.
    package let certificates: [Certificate]
    package let trustAnchor: TrustAnchor

    package init(certificates: [Certificate], anchor: Certificate) {
        self.init(certificates: certificates, trustAnchor: TrustAnchor(anchor))
    }

    package init(certificates: [Certificate], trustAnchor: TrustAnchor) {
        self.certificates = certificates
        self.trustAnchor = trustAnchor
    }

    package var anchor: Certificate { trustAnchor.certificate }

    /// A certificate with its issuer.
    struct Link: Sendable {
        let certificate: Certificate
        let issuer: Certificate
        /// Certificates of the same CA with other keys, further up the path.
        let otherKeys: [Certificate]
        /// Where the path ends: whoever else speaks about the certificate has to come from there too.
        let trustAnchor: TrustAnchor
    }

    /// Each certificate with its issuer, from the anchor's side down.
    var linksFromAnchor: [Link] {
        let issuers = Array(certificates.dropFirst()) + [anchor]
        return certificates.indices.reversed().map { index in
            let issuer = issuers[index]
            let others = issuers[(index + 1)...].filter { $0.subject.matches(issuer.subject) }
            return Link(
                certificate: certificates[index],
                issuer: issuer,
                otherKeys: Array(others),
                trustAnchor: trustAnchor
            )
        }
    }
}
