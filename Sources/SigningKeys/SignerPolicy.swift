package import SignerProtocol

/// What this signer is and whom it believes: settings that never come over the line.
package struct SignerPolicy: Sendable {
    package enum Environment: String, Sendable {
        case test = "TEST"
        case production = "PRODUCTION"
    }

    /// Name of this signer; activation contexts are addressed to it.
    package let instance: String
    /// Name of this process, of which there can be several; the same again after a restart.
    package let process: String
    package let environment: Environment
    /// WebAuthn relying party id, such as `localhost`.
    package let relyingParty: String
    /// Origins whose pages may ask for the signing passkey, exact: scheme, host, port.
    package let origins: Set<String>
    package let roots: PinnedRoots
    package let keyTypes: KeyTypes
    /// SHA-256 of the codes with which the first operator of each duty is admitted; without one there are no critical acts.
    package let operatorCodes: [OperatorDuty: [UInt8]]

    /// What the next keys will be; keys that there are stay what they are.
    package struct KeyTypes: Hashable, Sendable {
        /// People's keys, 当事者型.
        package let person: KeyType
        /// The service's own two keys, 立会人型 and records.
        package let service: KeyType

        package init(person: KeyType, service: KeyType) {
            self.person = person
            self.service = service
        }
    }

    package init(
        instance: String,
        process: String,
        environment: Environment,
        relyingParty: String,
        origins: Set<String>,
        roots: PinnedRoots,
        keyTypes: KeyTypes,
        operatorCodes: [OperatorDuty: [UInt8]]
    ) {
        self.instance = instance
        self.process = process
        self.environment = environment
        self.relyingParty = relyingParty
        self.origins = origins
        self.roots = roots
        self.keyTypes = keyTypes
        self.operatorCodes = operatorCodes
    }

    /// SHA-256 of a code as it is typed: without the space around it that a file may have.
    package static func codeDigest(_ code: String) -> [UInt8] {
        sha256(Array(code.split(whereSeparator: \.isWhitespace).joined().utf8))
    }

    /// The `aud` of activation contexts.
    var audience: String { "sam:\(instance)" }

    /// How long a permission may wait for the person. SAD-1
    static let activationLifetime = Duration.seconds(300)
    /// How far another clock may be ahead of ours. SAD-3
    static let clockSkew = Duration.seconds(5)
    /// How long a signer process may be at work with a spent permission before it is taken for dead.
    static let holdLifetime = Duration.seconds(60)
    /// How old an OCSP answer may be. SIGNING 0a, 4
    static let revocationFreshness = Duration.seconds(3600)
    /// How old an instruction without SAD may be: the cap of a signing session. SAD-5
    static let instructionLifetime = Duration.seconds(7200)
    /// How long the browser may take to make a passkey.
    static let enrolmentLifetime = Duration.seconds(900)
    /// Documents of one activation or confirmation.
    static let documentLimit = 100
}
