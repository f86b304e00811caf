import CMS
import Foundation

/// What all lists at hand say about certificates: complete, delta and indirect ones, and ones for some reasons.
///
/// The lists come from anywhere, so the work is bounded. When the bound is met, only what speaks against a certificate
/// is told: nobody can hide a revocation under a heap of other lists.
///
/// - SeeAlso: RFC 5280 §6.3.3; REV-5, REV-6, REV-13
struct RevocationLists {
    private let lists: [CertificateRevocationList]
    private let certificates: Set<Certificate>
    private var signaturesLeft = 2_000
    /// Certificates whose state is being asked for, outermost first.
    private var asked: [Certificate] = []

    init(_ material: ValidationMaterial) {
        lists = material.lists
        certificates = material.certificates
    }

    /// Every statement about the certificate: one for each list that speaks for all reasons, one for each delta list on
    /// top of one, and one for each combination of lists for some reasons that together speak for all.
    mutating func statements(about link: CertificatePath.Link) -> [RevocationStatement] {
        guard asked.count < 4, !asked.contains(link.certificate) else { return [] }
        asked.append(link.certificate)
        defer { asked.removeLast() }
        var statements: [RevocationStatement] = []
        var partial: [PartialStatement] = []
        for list in lists where !list.isDelta {
            let reasons = list.reasons(about: link.certificate)
            guard !reasons.isEmpty, let state = list.entryState(of: link.certificate),
                let signer = signer(of: list, about: link)
            else { continue }
            for statement in readings(of: list, saying: state, by: signer, about: link.certificate) {
                if reasons == .all || statement.status.state != .good {
                    statements.append(statement)
                } else {
                    partial.append(PartialStatement(reasons: reasons, statement: statement))
                }
            }
        }
        statements += PartialStatement.combined(partial)
        return signaturesLeft > 0 ? statements : statements.filter { $0.status.state != .good }
    }

    /// The list alone, and with each delta list that belongs on top of it.
    private mutating func readings(
        of list: CertificateRevocationList,
        saying state: CertificateRevocationList.EntryState,
        by signer: ListSigner,
        about certificate: Certificate
    ) -> [RevocationStatement] {
        let own = RevocationStatement(list, state, signer)
        var isLifted = false
        var readings: [RevocationStatement] = []
        for delta in lists where delta.isDelta(of: list) {
            guard let change = delta.entryState(of: certificate), verifies(delta, by: signer.certificate) else {
                continue
            }
            switch change {
            case .revoked:
                readings.append(RevocationStatement(delta, change, signer, restingOn: [own]))
            case .absent:
                readings.append(RevocationStatement(delta, state, signer, restingOn: [own]))
            case .removed:
                // Only a hold can be taken back; an entry may also leave the list because the certificate expired.
                guard own.status.state == .good || own.status.isOnHold else { continue }
                isLifted = true
                readings.append(RevocationStatement(delta, .absent, signer, restingOn: [own]))
            }
        }
        return isLifted ? readings : [own] + readings
    }

    private mutating func verifies(_ list: CertificateRevocationList, by authority: Certificate) -> Bool {
        guard signaturesLeft > 0 else { return false }
        signaturesLeft -= 1
        return (try? list.verify(issuer: authority)) != nil
    }
}

// MARK: Who signed

extension RevocationLists {
    /// Whose key signed the list: one of the path's own authorities, or one that the anchor vouches for as well.
    ///
    /// - SeeAlso: RFC 5280 §6.3.3 (f), (g)
    private mutating func signer(
        of list: CertificateRevocationList,
        about link: CertificatePath.Link
    ) -> ListSigner? {
        let onPath = [link.issuer] + link.otherKeys + [link.trustAnchor.certificate]
        for authority in onPath where list.issuer.matches(authority.subject) && verifies(list, by: authority) {
            return ListSigner(certificate: authority, appointedBy: nil)
        }
        let others = certificates.filter { other in
            list.issuer.matches(other.subject) && other.keyUsage?.contains(.cRLSign) ?? false && !onPath.contains(other)
        }
        for other in others.sorted(by: { $0.der.lexicographicallyPrecedes($1.der) }).prefix(16)
        where verifies(list, by: other) {
            guard let path = vouchingPath(for: other, signing: list, link.trustAnchor) else { continue }
            return ListSigner(certificate: other, appointedBy: path.certificates.dropFirst().first ?? path.anchor)
        }
        return nil
    }

    /// A valid path from the same anchor when the list was made, and nothing on it revoked.
    private mutating func vouchingPath(
        for authority: Certificate,
        signing list: CertificateRevocationList,
        _ anchor: TrustAnchor
    ) -> CertificatePath? {
        var settings = PathSettings()
        settings.purpose = nil
        let bounds = PathBounds(candidates: 4, signatures: 50)
        let builder = PathBuilder(anchors: [anchor], pool: certificates, bounds: bounds)
        for path in builder.paths(from: authority) {
            signaturesLeft -= path.certificates.count
            guard path.findings(at: list.thisUpdate, settings: settings).isEmpty else { continue }
            var isGood = true
            for link in path.linksFromAnchor where isGood { isGood = isNotRevoked(link, at: list.thisUpdate) }
            if isGood { return path }
        }
        return nil
    }

    /// Whether lists say that an authority's certificate was good.
    ///
    /// One that is being asked about vouches for itself here: a CA's new key signs the list that covers the certificate of
    /// that key. Any list that revokes it is found by the asker.
    private mutating func isNotRevoked(_ link: CertificatePath.Link, at time: Date) -> Bool {
        guard !asked.contains(link.certificate), !link.certificate.isWithoutRevocation else { return true }
        let statuses = statements(about: link).map(\.status)
        return statuses.allSatisfy { $0.state == .good }
            && statuses.contains { $0.coversLifetime(of: link.certificate) && $0.nextUpdate ?? .distantFuture >= time }
    }
}

/// The authority whose key signed a list.
struct ListSigner: Hashable, Sendable {
    let certificate: Certificate
    /// Who certified it when it is not one of the path's own, so that its certificate has to hold by itself.
    let appointedBy: Certificate?
}
