package import Foundation

/// What the judgement was made under, so that anybody can make it again.
///
/// - SeeAlso: VAL-2; JIPDEC 2.2.4(1)(2)
package struct PolicyReport: Hashable, Sendable {
    package let id: String
    /// Over everything that the policy says, anchors and algorithms included.
    package let digest: String
    /// The algorithm policy, the day on which it was issued, and SHA-256 of its file.
    package let algorithms: String
    package let algorithmsIssued: String
    package let algorithmsDigest: String
    /// SHA-256 over the fingerprints of the trust anchors.
    package let anchorsDigest: String
    /// The version of the rules of this engine: another one may judge otherwise.
    package let engine: String
    package let time: Date
    package let online: Bool

    init(_ policy: ValidationPolicy, time: Date, online: Bool) {
        id = policy.id
        digest = policy.digest
        algorithms = policy.algorithms.id
        algorithmsIssued = policy.algorithms.issued
        algorithmsDigest = policy.algorithms.digest
        anchorsDigest = policy.anchorsDigest
        engine = Self.engineVersion
        self.time = time
        self.online = online
    }

    /// Raised whenever the same input may get another verdict.
    package static let engineVersion = "chigiri-validation-2"
}
