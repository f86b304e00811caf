import CMS
import Foundation

/// Settles what only lacks proof of time: the signature existed while its certificate was known to hold.
///
/// - SeeAlso: VAL-5; EN 319 102-1 §5.6.2.4
struct PastSignatureValidation: Sendable {
    let certificate: Certificate
    let purpose: CertificatePurpose
    let proofs: ProofsOfExistence
    /// Since when the signature is proven to have existed.
    let existence: Date

    /// The control time that settles it, or why it stays open.
    func outcome(_ context: inout ValidationContext) -> Result<ControlTime, PastFailure> {
        // 1. Until when the certificate is known to have held.
        let past = PastCertificateValidation(
            certificate: certificate,
            purpose: purpose,
            proofs: proofs,
            existence: existence
        )
        switch past.controlTime(&context) {
        case .failure(let failure): return .failure(failure)
        case .success(let control):
            // 2. The signature existed by then, and while the certificate was valid.
            guard existence <= control.time else { return .failure(.controlTimeBefore(existence, control)) }
            guard certificate.notBefore <= existence, existence <= certificate.notAfter else {
                return .failure(.outOfBounds)
            }
            return .success(control)
        }
    }
}

extension SubIndication {
    /// Whether a proof of time could still settle it.
    ///
    /// - SeeAlso: EN 319 102-1 §5.5.4, §5.6.3
    var isOpenToThePast: Bool {
        switch self {
        case .cryptoConstraintsFailureNoPOE, .revokedNoPOE, .revokedCANoPOE, .outOfBoundsNoPOE,
            .outOfBoundsNotRevoked, .revocationOutOfBoundsNoPOE, .noCertificateChainFoundNoPOE, .tryLater, .noPOE:
            true
        default: false
        }
    }
}

extension [Finding] {
    /// Whether everything that decides could be settled by a proof of time.
    var isOpenToThePast: Bool {
        allSatisfy { $0.conclusion.subIndication?.isOpenToThePast ?? true }
    }
}
