import CMS
import Foundation

/// Slides the time of validation back to the last moment at which each certificate of a path is known to have held.
///
/// The control time begins at the time of validation and goes down the path from the anchor. At each certificate, data
/// about its revocation have to have existed by then. The control time moves to
/// - the end of the trust in the anchor,
/// - the revocation, where there is one,
/// - the issuance of the data about a signer's certificate that are no longer fresh,
/// - the end of force of the data about an authority that are no longer fresh, or its certificate's end,
/// - the end of an algorithm of the certificate or of the data.
///
/// - SeeAlso: VAL-4; EN 319 102-1 §5.6.2.2; docs/decisions/0034
struct ValidationTimeSliding: Sendable {
    let path: CertificatePath
    let purpose: CertificatePurpose
    let proofs: ProofsOfExistence
    /// Since when the signature is proven to have existed.
    let existence: Date

    /// The control time with its steps, or what is missing.
    func slide(_ context: inout ValidationContext) -> Result<ControlTime, PastFailure> {
        var control = ControlTime(time: context.now)
        if let end = path.trustAnchor.until { control.slide(to: end, .trustAnchor, path.anchor.subject.display) }
        for link in path.linksFromAnchor {
            if let failure = slide(over: link, &control, &context) { return .failure(failure) }
        }
        return .success(control)
    }

    private func slide(
        over link: CertificatePath.Link,
        _ control: inout ControlTime,
        _ context: inout ValidationContext
    ) -> PastFailure? {
        let certificate = link.certificate
        let isEndEntity = certificate == path.certificates.first
        let name = certificate.subject.display

        // 1. The certificate itself existed. A signature names its certificate, so both have one age.
        var known = proofs.time(of: certificate, &context)
        if isEndEntity { known = min(known, existence) }
        guard known <= control.time else { return .notProven(name, known: known, needed: control.time) }

        // 2. A revocation ends everything; when it was learnt does not matter.
        let statements = context.statements(about: link)
        if let (date, _) = statements.earliestRevocation {
            control.slide(to: date, .revoked, name)
        } else if !isEndEntity || !certificate.isWithoutRevocation {
            // 3. Data that say it was good, proven to have existed by the control time.
            let isSigner = isEndEntity && purpose == .signer
            switch best(of: statements, about: link, isSigner: isSigner, control, &context) {
            case .failure(let failure): return failure
            case .success(let statement):
                if statement.endOfForce < control.time, statement.status.thisUpdate < control.time {
                    let end = isSigner ? statement.status.thisUpdate : statement.endOfForce
                    control.slide(to: max(end, statement.status.thisUpdate), .notFresh, name)
                }
                for verdict in statement.verdicts(context.algorithms, at: control.time) {
                    if let failure = control.slide(over: verdict, name) { return failure }
                }
            }
        }
        // 4. An authority stands by nothing after its end.
        if !isEndEntity { control.slide(to: certificate.notAfter, .expired, name) }
        // 5. The signature on the certificate.
        return control.slide(over: link.certificateVerdict(context.algorithms, at: control.time), name)
    }

    /// The statement that reaches furthest, among those that count.
    private func best(
        of statements: [RevocationStatement],
        about link: CertificatePath.Link,
        isSigner: Bool,
        _ control: ControlTime,
        _ context: inout ValidationContext
    ) -> Result<RevocationStatement, PastFailure> {
        let name = link.certificate.subject.display
        var failure: PastFailure = .noStatement(name)
        var best: RevocationStatement?
        for statement in statements
        where statement.status.state == .good && statement.status.coversLifetime(of: link.certificate)
            && statement.status.thisUpdate <= control.time.addingTimeInterval(RevocationCheck.clockTolerance)
        {
            // A signer has to be known good after the signature was made. REV-9
            if isSigner, !statement.isMade(after: existence) {
                failure = failure.or(.notFresh(name))
                continue
            }
            let known = proofs.time(of: statement, about: link, &context)
            guard known <= control.time else {
                failure = failure.or(.notProven(name, known: known, needed: control.time))
                continue
            }
            // A responder's key may say anything once its certificate has ended.
            if let responder = statement.responders.first(where: { known > $0.notAfter }) {
                failure = failure.or(.issuerOutOfBounds(responder.subject.display))
                continue
            }
            if best.map({ statement.reachesFurther(than: $0) }) ?? true { best = statement }
        }
        return best.map(Result.success) ?? .failure(failure)
    }
}

/// A control time, and how it came to be.
struct ControlTime: Hashable, Sendable {
    private(set) var time: Date
    private(set) var slides: [TimeSlide] = []

    init(time: Date) {
        self.time = time
    }

    mutating func slide(to earlier: Date, _ cause: TimeSlide.Cause, _ subject: String) {
        guard earlier < time else { return }
        time = earlier
        slides.append(TimeSlide(subject: subject, time: earlier, cause: cause))
    }

    /// To the last second before an algorithm's end; what no policy lists ends everything.
    mutating func slide(over verdict: AlgorithmPolicy.Verdict, _ subject: String) -> PastFailure? {
        switch verdict {
        case .acceptable: return nil
        case .unsupported(let name): return .algorithmUnsupported(name)
        case .expired(_, let end):
            slide(to: end.addingTimeInterval(-1), .algorithm, subject)
            return nil
        }
    }
}

/// Why the past could not be proven.
enum PastFailure: Error, Hashable, Sendable {
    case noStatement(String)
    case notFresh(String)
    case issuerOutOfBounds(String)
    case notProven(String, known: Date, needed: Date)
    case algorithmUnsupported(String)
    case noPath
    case controlTimeBefore(Date, ControlTime)
    case outOfBounds

    /// The one that says most: missing proof, then data that cannot be used.
    func or(_ other: PastFailure) -> PastFailure {
        if case .notProven = self { return self }
        if case .notProven = other { return other }
        if case .noStatement = self { return other }
        return self
    }
}

extension RevocationStatement {
    fileprivate func reachesFurther(than other: RevocationStatement) -> Bool {
        (status.thisUpdate, endOfForce) > (other.status.thisUpdate, other.endOfForce)
    }
}
