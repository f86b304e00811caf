/// What this signer is and whom it believes: settings that never come over the line.
package struct SignerPolicy: Sendable {
    package enum Environment: String, Sendable {
        case test = "TEST"
        case production = "PRODUCTION"
    }

    /// Name of this signer process; activation contexts are addressed to it.
    package let instance: String
    package let environment: Environment
    /// WebAuthn relying party id, such as `localhost`.
    package let relyingParty: String
    /// Origins whose pages may ask for the signing passkey, exact: scheme, host, port.
    package let origins: Set<String>
    package let roots: PinnedRoots

    package init(
        instance: String,
        environment: Environment,
        relyingParty: String,
        origins: Set<String>,
        roots: PinnedRoots
    ) {
        self.instance = instance
        self.environment = environment
        self.relyingParty = relyingParty
        self.origins = origins
        self.roots = roots
    }

    /// The `aud` of activation contexts.
    var audience: String { "sam:\(instance)" }

    /// How long a permission may wait for the person. SAD-1
    static let activationLifetime = Duration.seconds(300)
    /// How far another clock may be ahead of ours. SAD-3
    static let clockSkew = Duration.seconds(5)
    /// How old an OCSP answer may be. SIGNING 0a, 4
    static let revocationFreshness = Duration.seconds(3600)
    /// How old an instruction without SAD may be: the cap of a signing session. SAD-5
    static let instructionLifetime = Duration.seconds(7200)
    /// How long the browser may take to make a passkey.
    static let enrolmentLifetime = Duration.seconds(900)
    /// Documents of one activation or confirmation.
    static let documentLimit = 100
}
