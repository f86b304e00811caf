package import SignerProtocol

/// A small named check of the running installation that can fail.
///
/// It changes nothing that people could see, signs nothing, and its facts hold no personal data.
package struct Probe: Sendable {
    /// Such as `audit-chains`.
    package let id: String
    package let title: BilingualText
    /// Ids of the clauses that it is evidence for.
    package let clauses: [String]
    /// How often it runs; a result older than twice as much counts as overdue.
    package let interval: Duration
    let examine: @Sendable (ServiceNeeds) async throws -> ProbeFinding

    /// Every probe there is.
    package static let all: [Probe] = [
        .auditChains, .signerAuditChains, .signerMutualTLS, .environments, .foreignDocumentsDenied, .fixity,
        .nothingWithoutInstruction, .sealedContracts, .sealKeys, .transport, .publicVerification, .clock,
        .timestampAuthorities,
        .operatorsSignInByPasskey, .consentWording, .validityAtSigning, .verificationReasons, .signatureAlgorithms,
        .publishedAnchors,
        .dualControl, .registerApprovals, .hsmDevice, .tokenKeys, .wrappedKeysElsewhere,
    ]

    package static func named(_ id: String) -> Probe? { all.first { $0.id == id } }
}

/// What a probe found.
package enum ProbeFinding: Hashable, Sendable {
    case passed([String: String])
    case failed([String: String])
    /// There is nothing to look at yet, or a partner does not answer.
    case notChecked([String: String])
}

/// A probe's result, kept for ever.
package struct ProbeResult: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable, Codable {
        case passed
        case failed
        case notChecked = "not-checked"
    }

    package let probe: String
    package let at: Timestamp
    package let outcome: Outcome
    /// Figures and codes, such as how many chains were derived.
    package let facts: [String: String]
    package let environment: ServiceEnvironment
    package let milliseconds: Int

    package init(
        probe: String,
        at: Timestamp,
        outcome: Outcome,
        facts: [String: String],
        environment: ServiceEnvironment,
        milliseconds: Int
    ) {
        self.probe = probe
        self.at = at
        self.outcome = outcome
        self.facts = facts
        self.environment = environment
        self.milliseconds = milliseconds
    }
}
