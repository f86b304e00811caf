import CMS
package import SignatureValidation

extension ServiceSettings {
    /// Under what files are judged: the operator's anchors, plain and registered.
    ///
    /// - Throws: when an anchor cannot be read, which a start refuses.
    package func validationPolicy() throws -> ValidationPolicy {
        var policy = ValidationPolicy(
            trustAnchors: try signerAnchors.map { try Certificate(der: $0) },
            timestampAnchors: try timestampAnchors.map { try Certificate(der: $0) }
        )
        policy.registeredAnchors = registeredAnchors
        return policy
    }
}
