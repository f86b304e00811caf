import CMS
import Foundation

/// Validates a certificate for a moment of the past: a path that held once, and until when it is known to have held.
///
/// - SeeAlso: VAL-4; EN 319 102-1 §5.6.2.1
struct PastCertificateValidation: Sendable {
    let certificate: Certificate
    let purpose: CertificatePurpose
    let proofs: ProofsOfExistence
    let existence: Date

    /// The latest control time among the paths, or why none of them has one.
    func controlTime(_ context: inout ValidationContext) -> Result<ControlTime, PastFailure> {
        var best: ControlTime?
        var failure = PastFailure.noPath
        for path in context.paths(from: certificate, for: purpose) {
            // 1. The path holds at a moment at which all its certificates were valid.
            guard let moment = path.commonValidity else { continue }
            var findings = context.findings(on: path, for: purpose, at: moment)
            if purpose == .signer { findings += certificate.signerUsageFindings }
            guard findings.conclusion == .passed else { continue }
            // 2. How far back it has to be looked at.
            let sliding = ValidationTimeSliding(path: path, purpose: purpose, proofs: proofs, existence: existence)
            switch sliding.slide(&context) {
            case .success(let control):
                if control.time > best?.time ?? .distantPast { best = control }
            case .failure(let reason):
                failure = if case .noPath = failure { reason } else { failure.or(reason) }
            }
        }
        return best.map(Result.success) ?? .failure(failure)
    }
}

extension CertificatePath {
    /// The last moment at which every certificate of the path was valid and its anchor trusted; nil when there was none.
    fileprivate var commonValidity: Date? {
        let starts = certificates.map(\.notBefore) + [trustAnchor.from].compactMap { $0 }
        let ends = certificates.map(\.notAfter) + [trustAnchor.until].compactMap { $0 }
        guard let start = starts.max(), let end = ends.min(), start <= end else { return nil }
        return end
    }
}
