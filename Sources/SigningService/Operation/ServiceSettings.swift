package import SignatureValidation

/// Whether signatures are meant: everything a test environment makes says so.
package enum ServiceEnvironment: String, Hashable, Sendable, Codable {
    case test = "TEST"
    case production = "PRODUCTION"

    /// What is shown on everything; nil in production.
    package var mark: String? {
        switch self {
        case .test: "試験環境 TEST ENVIRONMENT"
        case .production: nil
        }
    }
}

/// Settings of the service that `Server` has read.
package struct ServiceSettings: Sendable {
    package let environment: ServiceEnvironment
    /// Name of the operator's instance, shown on certificates.
    package let instance: String
    /// Without a slash at the end; links begin with it.
    package let publicURL: String
    package let relyingParty: RelyingPartySettings
    /// Roots of signers, and of the operator's seals, in DER.
    package let signerAnchors: [[UInt8]]
    /// Roots of time-stamping authorities, in DER.
    package let timestampAnchors: [[UInt8]]
    /// Anchors of others, each with purposes and a term; files are judged by them besides those above.
    ///
    /// - SeeAlso: PATH-3
    package let registeredAnchors: [TrustAnchor]
    /// Kinds of signature that this installation offers.
    package let signerKinds: Set<SignerKind>
    /// Digest of the one-time set-up token; nil when set-up is closed.
    package let setUpToken: TokenDigest?
    /// Where to die, for tests of resumption; ignored outside the test environment.
    package let crashPoint: CrashPoint?
    package let uploadLimit: UploadLimit
    /// Those of `timestampAnchors` that the operator holds to be of accredited authorities (認定), in DER.
    ///
    /// - SeeAlso: TSP-5
    package let accreditedTimestampAnchors: [[UInt8]]
    /// How long a seal may wait for revocation data that are newer than the signatures before people are told.
    ///
    /// - SeeAlso: REV-9; docs/decisions/0041
    package let revocationGrace: Duration

    package init(
        environment: ServiceEnvironment,
        instance: String,
        publicURL: String,
        relyingParty: RelyingPartySettings,
        signerAnchors: [[UInt8]],
        timestampAnchors: [[UInt8]],
        signerKinds: Set<SignerKind>,
        setUpToken: TokenDigest?,
        crashPoint: CrashPoint?,
        uploadLimit: UploadLimit = .standard,
        accreditedTimestampAnchors: [[UInt8]] = [],
        revocationGrace: Duration = standardRevocationGrace,
        registeredAnchors: [TrustAnchor] = []
    ) {
        self.environment = environment
        self.instance = instance
        self.publicURL = publicURL
        self.relyingParty = relyingParty
        self.signerAnchors = signerAnchors
        self.timestampAnchors = timestampAnchors
        self.signerKinds = signerKinds
        self.setUpToken = setUpToken
        self.crashPoint = environment == .test ? crashPoint : nil
        self.uploadLimit = uploadLimit
        self.accreditedTimestampAnchors = accreditedTimestampAnchors
        self.revocationGrace = revocationGrace
        self.registeredAnchors = registeredAnchors
    }

    package static let standardRevocationGrace = Duration.seconds(86_400)
}
