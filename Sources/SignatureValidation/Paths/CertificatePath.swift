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
        /// The certificates above the issuer, up to the anchor's.
        let above: [Certificate]
        /// Where the path ends: whoever else speaks about the certificate has to come from there too.
        let trustAnchor: TrustAnchor

        /// Certificates of the same CA with other keys, further up the path.
        var otherKeys: [Certificate] { above.filter { $0.subject.matches(issuer.subject) } }
    }

    /// Each certificate with its issuer, from the anchor's side down.
    var linksFromAnchor: [Link] {
        let issuers = Array(certificates.dropFirst()) + [anchor]
        return certificates.indices.reversed().map { index in
            Link(
                certificate: certificates[index],
                issuer: issuers[index],
                above: Array(issuers[(index + 1)...]),
                trustAnchor: trustAnchor
            )
        }
    }
}
