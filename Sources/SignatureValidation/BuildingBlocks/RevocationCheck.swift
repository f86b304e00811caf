import CMS
import Foundation

/// One certificate of a path whose revocation is looked at.
struct RevocationCheck: Sendable {
    let link: CertificatePath.Link
    let isEndEntity: Bool
    let question: ChainQuestion

    var certificate: Certificate { link.certificate }

    /// The end entity of a signature has to be known good after its signature was made. REV-9
    private var needsLaterData: Bool {
        isEndEntity && question.purpose == .signer && question.isProven
    }
}

extension CertificateValidation {
    /// What stands against the certificate's not being revoked, or nil.
    ///
    /// - SeeAlso: EN 319 102-1 §5.2.5, §5.2.6; REV-4, REV-8
    func finding(_ check: RevocationCheck) -> Finding? {
        if let revocation = revocation(check) { return revocation }
        if check.isEndEntity, check.certificate.isWithoutRevocation { return nil }

        let name = check.certificate.subject.display
        var hasStatement = false
        var isIssuerOutOfBounds = false
        for statement in reference.material.statements(about: check.link)
        where statement.status.state == .good && isUsable(statement, for: check.certificate) {
            guard isIssuerAcceptable(statement) else {
                isIssuerOutOfBounds = true
                continue
            }
            if check.isFresh(statement) { return nil }
            hasStatement = true
        }
        if hasStatement { return Finding(.revocationNotFresh, name) }
        return Finding(isIssuerOutOfBounds ? .revocationIssuerOutOfBounds : .revocationUnknown, name)
    }

    /// A revocation that counts.
    ///
    /// It is believed whenever it was learnt.
    private func revocation(_ check: RevocationCheck) -> Finding? {
        let dates = known.statements(about: check.link).compactMap { statement in
            if case .revoked(let date, _) = statement.status.state { date } else { nil }
        }
        guard let date = dates.min() else { return nil }
        let detail = "\(check.certificate.subject.display), \(date.rfc3339)"
        if check.isEndEntity, check.question.purpose == .signer {
            guard date <= check.question.bestTime else { return nil }
            return Finding(check.question.isProven ? .revoked : .revokedNoPOE, detail)
        }
        guard date <= reference.time else { return nil }
        return Finding(check.isEndEntity ? .revokedNoPOE : .revokedCA, detail)
    }

    /// Issued while the certificate was valid, and not later than the reference time.
    private func isUsable(_ statement: RevocationStatement, for certificate: Certificate) -> Bool {
        statement.status.coversLifetime(of: certificate)
            && statement.status.thisUpdate <= reference.time.addingTimeInterval(Self.clockTolerance)
    }

    /// The responder's certificate is valid at the reference time, and so are the statement's algorithms.
    private func isIssuerAcceptable(_ statement: RevocationStatement) -> Bool {
        guard statement.restsOn.allSatisfy(isIssuerAcceptable) else { return false }
        if let responder = statement.responder, responder.validityFinding(at: reference.time) != nil { return false }
        let verdict = policy.algorithms.verdict(
            onSignature: statement.status.signatureAlgorithm,
            publicKeyInfo: statement.publicKeyInfo,
            at: reference.time
        )
        return verdict == .acceptable
    }

    /// How far the clocks of authorities may differ, in seconds.
    static let clockTolerance: TimeInterval = 60
}

extension RevocationCheck {
    /// Whether the statement speaks of the time that matters.
    ///
    /// With a proven time of signing, a signer's certificate needs a statement made after it. For every other certificate it
    /// is enough that the statement was still in force then.
    fileprivate func isFresh(_ statement: RevocationStatement) -> Bool {
        // Statements give whole seconds, timestamps may give fractions.
        let time = Date(timeIntervalSince1970: question.bestTime.timeIntervalSince1970.rounded(.down))
        if statement.status.thisUpdate >= time { return true }
        if needsLaterData { return false }
        let end = statement.status.nextUpdate ?? statement.status.thisUpdate.addingTimeInterval(86_400)
        return end >= time
    }
}
