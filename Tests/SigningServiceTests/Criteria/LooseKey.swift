@testable import PKCS11

extension Session {
    /// A key pair of the token that may leave it: what the signer never makes.
    func makeLooseKeyPair(label: String) throws(PKCS11Error) {
        // CKA_TOKEN, CKA_PRIVATE, CKA_LABEL, CKA_SENSITIVE, CKA_EXTRACTABLE.
        let place = [Attribute(0x1, true), Attribute(0x3, text: label)]
        _ = try generate(
            KeyKind.p256.generation,
            KeyKind.p256.parameters + place,
            place + [Attribute(0x2, true), Attribute(0x103, true), Attribute(0x162, true)]
                + uses([.sign], of: KeyUse.ofPrivateKey)
        )
    }
}
