package import Foundation
import SwiftASN1

/// What an authority says about a certificate, and when it said so.
///
/// `isCurrent` and the times let a judge decide whether the answer may be used at its control time.
package struct CertificateStatus: Hashable, Sendable {
    package let state: State
    package let thisUpdate: Date
    package let nextUpdate: Date?
    /// When the response was signed; for a CRL the same as `thisUpdate`.
    package let producedAt: Date
    package let signer: Signer
    package let signatureAlgorithm: AlgorithmIdentifier
    /// How far back the answer reaches for expired certificates. RFC 6960 §4.4.4
    package let archiveCutoff: Date?

    package init(
        state: State,
        thisUpdate: Date,
        nextUpdate: Date?,
        producedAt: Date,
        signer: Signer,
        signatureAlgorithm: AlgorithmIdentifier,
        archiveCutoff: Date?
    ) {
        self.state = state
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.producedAt = producedAt
        self.signer = signer
        self.signatureAlgorithm = signatureAlgorithm
        self.archiveCutoff = archiveCutoff
    }

    package enum State: Hashable, Sendable {
        case good
        case revoked(at: Date, RevocationReason?)
        case unknown
    }

    /// Whose key signed the answer.
    package enum Signer: Hashable, Sendable {
        /// The key of the certificate's issuer.
        case issuer
        /// A responder that the issuer appointed. Without nocheck its own status is to be asked for, by CRL. REV-3
        case delegate(Certificate, noCheck: Bool)
    }

    /// Throws `CMSError.notYetValid` or `.stale` unless `time` is between the updates.
    package func checkCurrent(at time: Date, tolerance: TimeInterval = 0) throws(CMSError) {
        guard thisUpdate <= time.addingTimeInterval(tolerance) else { throw .notYetValid(thisUpdate: thisUpdate) }
        guard let nextUpdate else { return }
        guard time.addingTimeInterval(-tolerance) <= nextUpdate else { throw .stale(nextUpdate: nextUpdate) }
    }

    /// Whether the answer may speak about `certificate` at all: made while it was valid, unless the authority says that
    /// it keeps expired certificates. REV-8
    package func coversLifetime(of certificate: Certificate) -> Bool {
        guard thisUpdate >= certificate.notBefore else { return false }
        guard thisUpdate > certificate.notAfter else { return true }
        guard let archiveCutoff else { return false }
        return archiveCutoff <= certificate.notAfter
    }
}

/// Why a certificate was revoked.
///
/// - SeeAlso: RFC 5280 §5.3.1
package enum RevocationReason: Int, Hashable, Sendable {
    case unspecified = 0
    case keyCompromise = 1
    case cACompromise = 2
    case affiliationChanged = 3
    case superseded = 4
    case cessationOfOperation = 5
    case certificateHold = 6
    case removeFromCRL = 8
    case privilegeWithdrawn = 9
    case aACompromise = 10

    init(_ element: DERElement) throws(CMSError) {
        let bytes = try element.expect(.enumerated).integer()
        guard bytes.count == 1, let reason = Self(rawValue: Int(bytes[0])) else { throw element.fault(.value) }
        self = reason
    }
}
