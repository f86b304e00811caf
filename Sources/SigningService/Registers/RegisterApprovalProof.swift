package import SignerProtocol

/// The assertion of a second person's passkey over what she approved, with all that anyone needs to verify it again.
///
/// - SeeAlso: WebAuthn Level 3 §7.2; decision 0030
package struct RegisterApprovalProof: Hashable, Sendable, Codable {
    /// The exact bytes of the `RegisterStatement`.
    package let statement: Blob
    package let assertion: PasskeyAssertionBytes
    /// Of her passkey, without COSE around it.
    package let publicKey: Blob
    /// Number in the COSE registry.
    package let algorithm: Int

    package init(statement: Blob, assertion: PasskeyAssertionBytes, publicKey: Blob, algorithm: Int) {
        self.statement = statement
        self.assertion = assertion
        self.publicKey = publicKey
        self.algorithm = algorithm
    }

    /// Whether this passkey approved exactly this version; the key itself is for the audit log of its owner to tell.
    func approves(_ version: RegisterEntry, _ settings: ServiceSettings) -> Bool {
        guard let expected = try? RegisterStatement.bytes(of: version, in: settings.instance),
            expected == statement.bytes
        else { return false }
        return assertion.answers(
            RegisterStatement.challenge(of: expected),
            withPublicKey: publicKey,
            algorithm,
            settings
        )
    }
}
