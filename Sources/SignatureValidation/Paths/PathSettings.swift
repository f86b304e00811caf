/// The inputs of path validation besides the path itself and the time.
///
/// - SeeAlso: RFC 5280 §6.1.1 (c), (e)–(g)
package struct PathSettings: Sendable {
    /// The policies of which one is wanted, or nil for any.
    package var initialPolicies: Set<String>?
    package var requiresExplicitPolicy = false
    package var inhibitsPolicyMapping = false
    package var inhibitsAnyPolicy = false
    /// What the end entity is for; nil asks nothing of it.
    package var purpose: CertificatePurpose? = .signer

    package init() {}
}

/// What path validation found out.
///
/// - SeeAlso: RFC 5280 §6.1.6
struct PathOutcome: Sendable {
    /// What is wrong, the anchor's side first; none for a valid path.
    var findings: [Finding] = []
    /// The policies under which the path is valid, as the anchor's domain calls them.
    var policies: Set<String> = []
}
