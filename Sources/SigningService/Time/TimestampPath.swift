package import CMS
import Foundation

extension TimestampToken {
    /// The anchor that certificate after certificate leads to from the authority; nil when there is none.
    ///
    /// Names, signatures, periods at genTime and the right to sign certificates are looked at. Everything else, revocation
    /// above all, is the judge's before anything is kept.
    ///
    /// - SeeAlso: TSP-5; RFC 5280 §6.1
    package func anchor(among anchors: [Certificate]) -> Certificate? {
        guard let authority = try? signerCertificate() else { return nil }
        var search = AnchorSearch(anchors: anchors, known: certificates, time: info.genTime)
        return search.anchor(of: authority, below: 0)
    }
}

/// A walk from a certificate upwards that looks at each certificate once.
private struct AnchorSearch {
    let anchors: [Certificate]
    let known: [Certificate]
    let time: Date
    private var seen: Set<Certificate> = []

    /// More certificates than any chain needs.
    private static let mostKnown = 50
    private static let longestPath = 10

    init(anchors: [Certificate], known: [Certificate], time: Date) {
        self.anchors = anchors
        self.known = Array(known.prefix(Self.mostKnown))
        self.time = time
    }

    mutating func anchor(of certificate: Certificate, below depth: Int) -> Certificate? {
        if anchors.contains(certificate) { return certificate }
        guard depth < Self.longestPath, certificate.isValid(at: time), seen.insert(certificate).inserted else {
            return nil
        }
        if let anchor = anchors.first(where: { $0.hasIssued(certificate, with: depth) }) { return anchor }
        for issuer in known where issuer.hasIssued(certificate, with: depth) {
            if let anchor = anchor(of: issuer, below: depth + 1) { return anchor }
        }
        return nil
    }
}

extension Certificate {
    /// Whether it is an authority's that may have so many authorities below it, and has signed this certificate.
    fileprivate func hasIssued(_ certificate: Certificate, with below: Int) -> Bool {
        guard self != certificate, certificate.issuer.matches(subject), isAuthority,
            keyUsage?.contains(.keyCertSign) ?? true, below <= basicConstraints?.pathLength ?? .max
        else { return false }
        return (try? certificate.verify(issuedBy: self)) != nil
    }
}
