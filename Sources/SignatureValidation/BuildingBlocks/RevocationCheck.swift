import CMS
import Foundation

/// One certificate of a path whose revocation is looked at, at the time of validation.
///
/// - SeeAlso: EN 319 102-1 §5.2.5, §5.2.6; REV-4, REV-8
struct RevocationCheck: Sendable {
    let link: CertificatePath.Link
    let isEndEntity: Bool
    let question: ChainQuestion

    /// How far the clocks of authorities may differ, in seconds.
    static let clockTolerance: TimeInterval = 60

    private var certificate: Certificate { link.certificate }

    /// What stands against the certificate's not being revoked.
    func findings(_ context: inout ValidationContext) -> [Finding] {
        if let revocation = revocation(&context) { return [revocation] }
        if isEndEntity, certificate.isWithoutRevocation { return [] }

        let name = certificate.subject.display
        var stale: [RevocationStatement] = []
        var problems: [Finding] = []
        for statement in context.statements(about: link)
        where statement.status.state == .good && isUsable(statement, at: context.now) {
            let against = statement.findings(context.algorithms, at: context.now)
            if !against.isEmpty {
                problems += against
            } else if isFresh(statement) {
                return []
            } else {
                stale.append(statement)
            }
        }
        if let next = stale.map(\.endOfForce).max() {
            return [Finding(.revocationNotFresh, "\(name), \(next.rfc3339)")]
        }
        guard let first = problems.min(by: { $0.check.rawValue < $1.check.rawValue }) else {
            return [Finding(.revocationUnknown, name)]
        }
        return [first.check == .revocationIssuerOutOfBounds ? Finding(first.check, name) : first]
    }

    /// The same for a certificate that is beyond its end: `findings` already say so.
    ///
    /// A revocation says more than the expiry. Where the certificate is known to have been good until its end, only the
    /// proof of time is missing.
    func findings(afterExpiry findings: [Finding], _ context: inout ValidationContext) -> [Finding] {
        if let revocation = revocation(&context) { return [revocation] + findings }
        guard question.purpose == .signer, let expiry = findings.firstIndex(where: { $0.check == .certificateExpired })
        else { return findings }
        let isKnownGood = context.statements(about: link).contains { statement in
            statement.status.state == .good && isUsable(statement, at: context.now)
                && statement.endOfForce >= certificate.notAfter
        }
        guard isKnownGood else { return findings }
        var answer = findings
        answer[expiry] = Finding(.certificateExpiredNotRevoked, saying: findings[expiry].detail)
        return answer
    }

    /// A revocation that counts, whenever it was learnt.
    private func revocation(_ context: inout ValidationContext) -> Finding? {
        let statements = context.statements(about: link)
        guard let (date, reason) = statements.earliestRevocation else { return nil }
        let detail = "\(certificate.subject.display), \(date.rfc3339)\(reason.map { ", \($0)" } ?? "")"
        if isEndEntity, question.purpose == .signer {
            guard date <= question.bestTime else { return nil }
            return Finding(question.isCertainlyMade(after: date) ? .revoked : .revokedNoPOE, detail)
        }
        guard date <= context.now else { return nil }
        return Finding(isEndEntity ? .revokedNoPOE : .revokedCA, detail)
    }

    /// Issued while the certificate was valid, and not later than now.
    private func isUsable(_ statement: RevocationStatement, at now: Date) -> Bool {
        statement.status.coversLifetime(of: certificate)
            && statement.status.thisUpdate <= now.addingTimeInterval(Self.clockTolerance)
    }

    /// Whether the statement speaks of the time that matters.
    ///
    /// With a proven time of signing, a signer's certificate needs a statement made after it. For every other certificate
    /// it is enough that the statement was still in force then.
    private func isFresh(_ statement: RevocationStatement) -> Bool {
        if statement.isMade(after: question.bestTime) { return true }
        // The end entity of a signature has to be known good after its signature was made. REV-9
        if isEndEntity, question.purpose == .signer, question.isProven { return false }
        return statement.endOfForce >= question.bestTime.wholeSecond
    }
}

extension RevocationStatement {
    /// Until when the authority stands by it: its next update, or a day where it names none. 0016
    var endOfForce: Date { status.nextUpdate ?? status.thisUpdate.addingTimeInterval(86_400) }

    /// Statements give whole seconds, timestamps may give fractions.
    func isMade(after time: Date) -> Bool { status.thisUpdate >= time.wholeSecond }

    /// What stands against believing it at a time: certificates that are none of the path's, and all algorithms. E-3
    func findings(_ algorithms: AlgorithmPolicy, at time: Date) -> [Finding] {
        if let responder = responders.first(where: { $0.validityFinding(at: time) != nil }) {
            return [Finding(.revocationIssuerOutOfBounds, responder.subject.display)]
        }
        return verdicts(algorithms, at: time).flatMap { Finding.findings($0, algorithms) }
    }

    func verdicts(_ algorithms: AlgorithmPolicy, at time: Date) -> [AlgorithmPolicy.Verdict] {
        var verdicts = [
            algorithms.verdict(onSignature: status.signatureAlgorithm, publicKeyInfo: publicKeyInfo, at: time)
        ]
        if let responder {
            verdicts.append(
                algorithms.verdict(
                    onSignature: responder.signatureAlgorithm,
                    publicKeyInfo: issuer.publicKeyInfo,
                    at: time
                )
            )
        }
        return verdicts + restsOn.flatMap { $0.verdicts(algorithms, at: time) }
    }
}

extension [RevocationStatement] {
    var earliestRevocation: (date: Date, reason: RevocationReason?)? {
        let revocations = compactMap { statement -> (date: Date, reason: RevocationReason?)? in
            guard case .revoked(let date, let reason) = statement.status.state else { return nil }
            return (date, reason)
        }
        return revocations.min { ($0.date, $0.reason?.rawValue ?? -1) < ($1.date, $1.reason?.rawValue ?? -1) }
    }
}

extension Date {
    var wholeSecond: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
