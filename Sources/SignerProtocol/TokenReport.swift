/// What the signer's token says of itself and of its keys, read back from it when it is asked.
///
/// The signer judges nothing of it: whoever asks compares it with what is demanded.
///
/// - SeeAlso: KEY-1
package struct TokenReport: Hashable, Sendable, Codable {
    package let device: TokenDevice
    /// Keys of the token; as many of a role as it has.
    package let tokenKeys: [TokenKeyReport]
    /// A new person's key, before it is wrapped, and a sample of stored ones, as the token holds them while they are used.
    package let personKeys: [PersonKeyReport]

    package init(device: TokenDevice, tokenKeys: [TokenKeyReport], personKeys: [PersonKeyReport]) {
        self.device = device
        self.tokenKeys = tokenKeys
        self.personKeys = personKeys
    }
}

/// The device behind the token.
package struct TokenDevice: Hashable, Sendable, Codable {
    package let label: String
    package let manufacturer: String
    package let model: String
    package let serialNumber: String
    /// Major and minor, such as `2.6`.
    package let firmware: String
    /// SoftHSM: keys in files of the signer's machine.
    package let isSoftware: Bool

    package init(
        label: String,
        manufacturer: String,
        model: String,
        serialNumber: String,
        firmware: String,
        isSoftware: Bool
    ) {
        self.label = label
        self.manufacturer = manufacturer
        self.model = model
        self.serialNumber = serialNumber
        self.firmware = firmware
        self.isSoftware = isSoftware
    }
}

/// What a key of the token is for.
package enum TokenKeyRole: String, Hashable, Sendable, Codable, CaseIterable {
    /// Wraps people's keys.
    case userWrapping = "user-wrapping"
    /// Wraps the keys of documents.
    case dataWrapping = "data-wrapping"
    /// Authenticates what belongs together.
    case binding
    /// Signs for witnessed signers.
    case witness
    /// Signs our own records.
    case record
}

/// Where a person's key was met.
package enum PersonKeyOrigin: String, Hashable, Sendable, Codable, CaseIterable {
    /// Just made, as every key is, and wrapped by nobody yet.
    case new
    /// Kept for a person.
    case stored
    /// Made ahead of time.
    case pooled
}

/// Attributes of a key, in PKCS#11's words.
package struct TokenKeyAttributes: Hashable, Sendable, Codable {
    /// Such as `EC`.
    package var type: String
    package var isTokenObject: Bool
    package var isPrivate: Bool
    package var isSensitive: Bool
    package var isExtractable: Bool
    package var wasAlwaysSensitive: Bool
    package var wasNeverExtractable: Bool
    /// The token made it.
    package var isLocal: Bool
    /// What it is allowed to do, such as `sign`; sorted.
    package var uses: [String]

    package init(
        type: String,
        isTokenObject: Bool,
        isPrivate: Bool,
        isSensitive: Bool,
        isExtractable: Bool,
        wasAlwaysSensitive: Bool,
        wasNeverExtractable: Bool,
        isLocal: Bool,
        uses: [String]
    ) {
        self.type = type
        self.isTokenObject = isTokenObject
        self.isPrivate = isPrivate
        self.isSensitive = isSensitive
        self.isExtractable = isExtractable
        self.wasAlwaysSensitive = wasAlwaysSensitive
        self.wasNeverExtractable = wasNeverExtractable
        self.isLocal = isLocal
        self.uses = uses
    }
}

/// One key of the token.
package struct TokenKeyReport: Hashable, Sendable, Codable {
    package let role: TokenKeyRole
    package var attributes: TokenKeyAttributes

    package init(role: TokenKeyRole, attributes: TokenKeyAttributes) {
        self.role = role
        self.attributes = attributes
    }
}

/// One person's key, as the token holds it while it is used.
package struct PersonKeyReport: Hashable, Sendable, Codable {
    package let origin: PersonKeyOrigin
    /// Nil when the token does not open it.
    package var attributes: TokenKeyAttributes?
    /// Whether its record bears the token's own code, as every record does that the signer made.
    package var isBound: Bool

    package init(origin: PersonKeyOrigin, attributes: TokenKeyAttributes?, isBound: Bool) {
        self.origin = origin
        self.attributes = attributes
        self.isBound = isBound
    }
}

/// What came of it when wrapped keys were tried where they must not open.
package struct UnwrapReport: Hashable, Sendable, Codable {
    package let attempts: [UnwrapAttempt]

    package init(attempts: [UnwrapAttempt]) {
        self.attempts = attempts
    }
}

/// One wrapped key, tried in one way.
package struct UnwrapAttempt: Hashable, Sendable, Codable {
    package enum Way: String, Hashable, Sendable, Codable, CaseIterable {
        /// With the token's own key for it: the one way that has to succeed.
        case ownKey = "own-key"
        /// With a key that was just made, as on another token.
        case strangeKey = "strange-key"
        /// With the token's key for documents, whose contents can be read.
        case dataKey = "data-key"
        /// With the token's own key, after one bit was changed.
        case changedBit = "changed-bit"
    }

    package enum Outcome: String, Hashable, Sendable, Codable {
        case opened
        /// The token refused to unwrap it.
        case refused
        /// It could not be tried.
        case notTried = "not-tried"
    }

    package let origin: PersonKeyOrigin
    package let way: Way
    package let outcome: Outcome
    /// The token's words when it did not open, such as `C_UnwrapKey 0x5`.
    package let error: String?

    package init(origin: PersonKeyOrigin, way: Way, outcome: Outcome, error: String?) {
        self.origin = origin
        self.way = way
        self.outcome = outcome
        self.error = error
    }
}
