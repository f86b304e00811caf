package import CMS
package import Foundation

/// A certificate that is judged by itself, without a document: with which others, at which time, under which policy.
package struct ChainInput: Sendable {
    package let leaf: Certificate
    /// Where issuers are looked for; nothing is believed for being here.
    package let intermediates: [Certificate]
    package let anchors: [TrustAnchor]
    package let revocation: Revocation
    package let time: Date
    package let settings: PathSettings
    package let algorithms: AlgorithmPolicy
    var bounds = PathBounds()

    package init(
        leaf: Certificate,
        intermediates: [Certificate],
        anchors: [TrustAnchor],
        revocation: Revocation,
        time: Date,
        settings: PathSettings,
        algorithms: AlgorithmPolicy
    ) {
        self.leaf = leaf
        self.intermediates = intermediates
        self.anchors = anchors
        self.revocation = revocation
        self.time = time
        self.settings = settings
        self.algorithms = algorithms
    }

    /// What revocation is judged by.
    package enum Revocation: Sendable {
        /// Nobody asked; the report says so.
        case notChecked
        /// Every certificate below the anchor has to be known good by these.
        case data(crls: [CertificateRevocationList], ocspResponses: [OCSPResponse])
    }
}
