import CMS
package import Foundation

/// Until when a file has to be renewed, and because of what.
///
/// - SeeAlso: VAL-14, LTA-4
package struct RenewalDeadline: Hashable, Sendable {
    package enum Cause: String, Hashable, Sendable, CaseIterable {
        /// A certificate on the authority's path ends.
        case certificate = "CERTIFICATE_END"
        /// An algorithm of the timestamp or of its path ends.
        case algorithm = "ALGORITHM_END"
        /// The trust in the anchor ends.
        case trustAnchor = "TRUST_ANCHOR_END"
    }

    package let time: Date
    package let cause: Cause
    /// The certificate, the algorithm or the anchor.
    package let subject: String
}

extension CertificatePath {
    /// What ends the worth of a timestamp whose authority has this path.
    func deadlines(of facts: TimestampFacts, _ policy: ValidationPolicy) -> [RenewalDeadline] {
        var deadlines = certificates.map {
            RenewalDeadline(time: $0.notAfter, cause: .certificate, subject: $0.subject.display)
        }
        if let end = trustAnchor.until {
            deadlines.append(RenewalDeadline(time: end, cause: .trustAnchor, subject: anchor.subject.display))
        }
        func add(_ end: Date?, _ subject: String) {
            guard let end else { return }
            deadlines.append(RenewalDeadline(time: end, cause: .algorithm, subject: subject))
        }
        for hash in facts.hashes { add(policy.algorithms.end(ofHash: hash), hash) }
        if let algorithm = facts.signatureAlgorithm, let authority = certificates.first {
            let end = policy.algorithms.end(ofSignature: algorithm, publicKeyInfo: authority.publicKeyInfo)
            add(end, algorithm.oid)
        }
        for link in linksFromAnchor {
            let algorithm = link.certificate.signatureAlgorithm
            let end = policy.algorithms.end(ofSignature: algorithm, publicKeyInfo: link.issuer.publicKeyInfo)
            add(end, algorithm.oid)
        }
        return deadlines
    }
}

extension [RenewalDeadline] {
    /// The first of all; among equals by cause and subject.
    var earliest: RenewalDeadline? {
        self.min { ($0.time, $0.cause.rawValue, $0.subject) < ($1.time, $1.cause.rawValue, $1.subject) }
    }
}
