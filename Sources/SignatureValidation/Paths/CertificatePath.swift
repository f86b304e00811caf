package import CMS

/// A way from an end entity's certificate to a trust anchor; not yet validated.
package struct CertificatePath: Hashable, Sendable {
    /// The end entity first, the certificate that the anchor issued last.
    package let certificates: [Certificate]
    package let anchor: Certificate

    package init(certificates: [Certificate], anchor: Certificate) {
        self.certificates = certificates
        self.anchor = anchor
    }

    /// A certificate with its issuer.
    struct Link {
        let certificate: Certificate
        let issuer: Certificate
        /// Certificates of the same CA with other keys, further up the path.
        let otherKeys: [Certificate]
    }

    /// Each certificate with its issuer, from the anchor's side down.
    var linksFromAnchor: [Link] {
        let issuers = Array(certificates.dropFirst()) + [anchor]
        return certificates.indices.reversed().map { index in
            let issuer = issuers[index]
            let others = issuers[(index + 1)...].filter { $0.subject.matches(issuer.subject) }
            return Link(certificate: certificates[index], issuer: issuer, otherKeys: Array(others))
        }
    }
}

/// Finds ways from a certificate to an anchor.
///
/// - SeeAlso: RFC 4158; PATH-2
struct PathBuilder {
    static let deepest = 10
    static let mostCandidates = 100

    private let anchors: [ComparableName: [Certificate]]
    private let pool: [ComparableName: [Certificate]]

    init(anchors: [Certificate], pool: some Sequence<Certificate>) {
        self.anchors = Self.bySubject(anchors)
        self.pool = Self.bySubject(Set(pool).sorted { $0.der.lexicographicallyPrecedes($1.der) })
    }

    /// Every candidate, shortest detours first, within the bounds of depth and number.
    func paths(from certificate: Certificate) -> [CertificatePath] {
        var found: [CertificatePath] = []
        var steps = 0
        extend([certificate], &found, &steps)
        return found
    }

    private func extend(_ chain: [Certificate], _ found: inout [CertificatePath], _ steps: inout Int) {
        steps += 1
        guard let last = chain.last, let issuer = ComparableName(last.issuer), chain.count <= Self.deepest,
            found.count < Self.mostCandidates, steps < 20 * Self.mostCandidates
        else { return }
        for anchor in ordered(anchors[issuer] ?? [], for: last) where last.mayBeSigned(by: anchor) {
            found.append(CertificatePath(certificates: chain, anchor: anchor))
        }
        for candidate in ordered(pool[issuer] ?? [], for: last) {
            let isRepeated = chain.contains {
                $0.subject == candidate.subject && $0.publicKeyInfo == candidate.publicKeyInfo
            }
            if !isRepeated, last.mayBeSigned(by: candidate) { extend(chain + [candidate], &found, &steps) }
        }
    }

    /// The issuers that the authority key identifier points to come first.
    private func ordered(_ issuers: [Certificate], for certificate: Certificate) -> [Certificate] {
        guard let wanted = certificate.authorityKeyIdentifier else { return issuers }
        return issuers.filter { $0.subjectKeyIdentifier == wanted }
            + issuers.filter { $0.subjectKeyIdentifier != wanted }
    }

    private static func bySubject(_ certificates: [Certificate]) -> [ComparableName: [Certificate]] {
        var index: [ComparableName: [Certificate]] = [:]
        for certificate in certificates {
            guard let name = ComparableName(certificate.subject) else { continue }
            index[name, default: []].append(certificate)
        }
        return index
    }
}

extension Certificate {
    /// False when the issuer has the right name only.
    ///
    /// An algorithm that is not supported leaves it open.
    fileprivate func mayBeSigned(by issuer: Certificate) -> Bool {
        signatureFinding(issuer: issuer)?.check != .certificateSignatureInvalid
    }
}
