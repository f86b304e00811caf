package import CMS
package import Foundation

/// The judgement on one certificate.
///
/// The same input gives the same report.
package struct ChainReport: Sendable {
    package let verdict: Verdict
    package let time: Date
    /// In the order in which they were tried; the last one is valid when any is.
    package let paths: [TriedPath]
    /// What is to be said besides: no path, a search that met its bound, revocation not asked for.
    package let findings: [Finding]

    package enum Verdict: String, Sendable, Comparable {
        case valid = "VALID"
        /// More data or a newer program could still tell.
        case indeterminate = "INDETERMINATE"
        case invalid = "INVALID"

        private var rank: Int {
            switch self {
            case .valid: 0
            case .indeterminate: 1
            case .invalid: 2
            }
        }

        package static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }
    }
}

/// One way to an anchor, with everything that stands against it.
package struct TriedPath: Sendable {
    package let path: CertificatePath
    package let findings: [Finding]
    /// The policies under which it is valid, sorted.
    package let policies: [String]
    /// As many as the path has certificates, the end entity's first; empty when revocation was not looked at.
    package let revocation: [RevocationRecord]

    package var verdict: ChainReport.Verdict { findings.map(\.verdict).max() ?? .valid }
}

/// What is known of one certificate's revocation.
package struct RevocationRecord: Sendable {
    package let certificate: Certificate
    package let state: State

    package enum State: Sendable {
        case good(Source, thisUpdate: Date, nextUpdate: Date?)
        case revoked(Source, at: Date, RevocationReason?)
        /// It says itself that nobody will ever revoke it.
        case exempt
        case unknown
    }

    package enum Source: String, Sendable {
        case crl, ocsp
    }
}

extension Finding {
    /// What it means for a chain.
    fileprivate var verdict: ChainReport.Verdict {
        guard decides else { return .valid }
        return switch check {
        case .noCertificateChain, .pathSearchLimited, .algorithmUnsupported, .revocationUnknown, .revocationNotFresh,
            .revocationIssuerOutOfBounds:
            .indeterminate
        default: .invalid
        }
    }
}
