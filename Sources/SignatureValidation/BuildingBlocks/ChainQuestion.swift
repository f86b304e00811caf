package import CMS
import Foundation

/// Asks whether a certificate is to be trusted now for a purpose, for something that existed at `bestTime`.
struct ChainQuestion: Sendable {
    let certificate: Certificate
    let purpose: CertificatePurpose
    /// The earliest proven time of the signature, the time that a timestamp states, or now.
    let bestTime: Date
    /// False when `bestTime` is only the time of validation.
    let isProven: Bool
    /// A time before which the signature cannot have been made; nil when there is none.
    ///
    /// Without one, a late proof leaves open whether the signature was made in time.
    let notMadeBefore: Date?

    /// Whether the signature is certain to have been made at `time` or later.
    func isCertainlyMade(after time: Date) -> Bool {
        notMadeBefore.map { $0 >= time } ?? false
    }
}

/// The answer: what stands against it, and what could be fetched to know more.
struct ChainAnswer: Sendable {
    var path: CertificatePath?
    var findings: [Finding]
    var missing: [RevocationNeed] = []

    var isAccepted: Bool { findings.conclusion == .passed }
}

/// A certificate without usable revocation data, on a path that reaches a trust anchor.
package struct RevocationNeed: Hashable, Sendable {
    package let certificate: Certificate
    package let issuer: Certificate
    package let purpose: CertificatePurpose
}
