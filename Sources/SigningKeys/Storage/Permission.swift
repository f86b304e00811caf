package import SignerProtocol

/// The three instructions that let a key sign, each once.
package enum PermissionKind: String, Hashable, Sendable, CaseIterable {
    /// A person's SAD, per document index.
    case activation
    /// A confirmation record, per document index.
    case confirmation
    /// A seal order.
    case seal

    /// What a second use is told.
    package var refusal: SignerError {
        switch self {
        case .activation: .alreadyRedeemed
        case .confirmation, .seal: .alreadyUsed
        }
    }
}

/// One use of a permission: these bytes and no others.
package struct PermissionUse: Hashable, Sendable {
    package let kind: PermissionKind
    package let id: String
    package let index: Int
    /// DER signed attributes.
    package let signedAttributes: [UInt8]
    /// The digest to be signed: of the attributes, by the hash of the key's type.
    package let digest: [UInt8]

    package init(kind: PermissionKind, id: String, index: Int, signedAttributes: [UInt8], digest: [UInt8]) {
        self.kind = kind
        self.id = id
        self.index = index
        self.signedAttributes = signedAttributes
        self.digest = digest
    }

    /// SHA-256 of the attributes, whatever the key: what the use is recorded for.
    package var fingerprint: [UInt8] { sha256(signedAttributes) }
}

/// A spent permission: the right to one operation of one private key.
///
/// Only `SigningRoom.spend` makes them, after the store has committed that they are spent; using one consumes it.
struct SignaturePermission: ~Copyable, Sendable {
    let use: PermissionUse

    fileprivate init(_ use: PermissionUse) {
        self.use = use
    }
}

/// Permissions spent together, to be used one after the other.
struct SpentPermissions: ~Copyable, Sendable {
    private var waiting: [PermissionUse]

    fileprivate init(_ uses: [PermissionUse]) {
        waiting = uses.reversed()
    }

    var uses: [PermissionUse] { waiting }

    mutating func next() -> SignaturePermission? {
        waiting.popLast().map { SignaturePermission($0) }
    }
}

extension SigningRoom {
    /// Commits that these permissions are spent, with the audit entry *signature intended*, before any key is used.
    ///
    /// This process holds them until `sign` has kept their values.
    /// `deciding` says what must still hold in the same transaction.
    func spend(
        _ uses: [PermissionUse],
        recording event: AuditEvent,
        deciding: @escaping @Sendable (any SignerWriteTransaction) throws -> Void
    ) async throws(SignerError) -> SpentPermissions {
        // A token that does not answer must not cost a permission.
        try await keys.probe()
        let hold = PermissionHold(holder: policy.process, ends: now().advanced(by: SignerPolicy.holdLifetime))
        try await store.writing { transaction in
            try transaction.spend(uses, held: hold, recording: event)
            try deciding(transaction)
        }
        return SpentPermissions(uses)
    }
}
