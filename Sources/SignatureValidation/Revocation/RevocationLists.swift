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
        guard asked.count < 4 else {
            signaturesLeft = 0
            return []
        }
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
        return isExhausted ? statements.filter { $0.status.state != .good } : statements
    }

    /// True once more was to be done than is done for anybody: something may have been missed.
    var isExhausted: Bool { signaturesLeft <= 0 }

    /// The list alone, and with each delta list that belongs on top of it.
    private mutating func readings(
        of list: CertificateRevocationList,
        saying state: CertificateRevocationList.EntryState,
        by signer: ListSigner,
        about certificate: Certificate
    ) -> [RevocationStatement] {
        let own = RevocationStatement(list, state, signer)
        var lifted: Date?
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
                lifted = max(lifted ?? delta.thisUpdate, delta.thisUpdate)
                readings.append(RevocationStatement(delta, .absent, signer, restingOn: [own]))
            }
        }
        // What was on hold before is not on hold any more.
        return ([own] + readings).filter { reading in
            !reading.status.isOnHold || lifted.map { reading.status.thisUpdate > $0 } ?? true
        }
    }

    private mutating func verifies(_ list: CertificateRevocationList, by authority: Certificate) -> Bool {
        guard !isExhausted else { return false }
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
        for other in others.sorted(by: { $0.der.lexicographicallyPrecedes($1.der) })
        where verifies(list, by: other) {
            guard let path = vouchingPath(for: other, signing: list, link) else { continue }
            return ListSigner(certificate: other, appointedBy: path.issuerOfFirst)
        }
        return nil
    }

    /// A valid path from the same anchor when the list was made, and nothing on it revoked.
    private mutating func vouchingPath(
        for authority: Certificate,
        signing list: CertificateRevocationList,
        _ link: CertificatePath.Link
    ) -> CertificatePath? {
        var settings = PathSettings()
        settings.purpose = nil
        let bounds = PathBounds(candidates: 4, signatures: 50)
        let builder = PathBuilder(anchors: [link.trustAnchor], pool: certificates, bounds: bounds)
        let search = builder.search(from: authority)
        signaturesLeft -= search.isComplete ? bounds.signatures : signaturesLeft
        for path in search.paths where link.allows(path.issuerOfFirst, toAppointSignerOf: list) {
            guard path.findings(at: list.thisUpdate, settings: settings).isEmpty else { continue }
            var isGood = true
            for step in path.linksFromAnchor where isGood { isGood = isNotRevoked(step, at: list.thisUpdate) }
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

extension CertificatePath.Link {
    /// Whether this authority may certify another key for lists in the name of the certificate's issuer: the CA itself or
    /// the one above it, with the keys that the path vouches for.
    ///
    /// The name of a CA alone would be too little, because any CA below the anchor can write it into a certificate. The
    /// issuer of an indirect list is named by the certificate.
    fileprivate func allows(_ authority: Certificate, toAppointSignerOf list: CertificateRevocationList) -> Bool {
        guard list.issuer.matches(certificate.issuer) else { return true }
        let keys = ([issuer] + otherKeys + above.prefix(otherKeys.count + 1)).map(\.publicKeyInfo)
        return keys.contains(authority.publicKeyInfo)
    }
}

extension CertificatePath {
    /// Who issued the end entity's certificate.
    fileprivate var issuerOfFirst: Certificate { certificates.dropFirst().first ?? anchor }
}

/// The authority whose key signed a list.
struct ListSigner: Hashable, Sendable {
    let certificate: Certificate
    /// Who certified it when it is not one of the path's own, so that its certificate has to hold by itself.
    let appointedBy: Certificate?
}
