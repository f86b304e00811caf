import CPKCS11

/// A key, by its handle in the token.
package struct KeyHandle: Hashable, Sendable {
    let object: CK_OBJECT_HANDLE
}

/// How long a key pair lives and whether it may leave the token.
///
/// - SeeAlso: KEY-1; SIGNING 0a, 6
package enum KeyPairProfile: Hashable, Sendable {
    /// T: a token object that can never leave.
    case token(label: String)
    /// W: a session object that may be wrapped, to be destroyed after that.
    case wrappable
}

/// What a secret key is for.
package enum SecretKeyKind: Hashable, Sendable {
    /// AES-256 that wraps and unwraps other keys.
    case wrapping
    /// 32 bytes for HMAC.
    case authenticating

    package var uses: Set<KeyUse> {
        switch self {
        case .wrapping: [.wrap, .unwrap]
        case .authenticating: [.sign]
        }
    }
}

extension Session {
    /// Makes a key pair that can sign and nothing else.
    ///
    /// RSA takes the token seconds.
    package func makeKeyPair(_ kind: KeyKind, _ profile: KeyPairProfile) throws(PKCS11Error) -> KeyPair {
        var publicTemplate = kind.parameters + [Attribute(Int(CKA_VERIFY), true)]
        var privateTemplate =
            [Attribute(Int(CKA_PRIVATE), true), Attribute(Int(CKA_SENSITIVE), true)]
            + uses([.sign], of: KeyUse.ofPrivateKey)
        switch profile {
        case .token(let label):
            publicTemplate += [Attribute(Int(CKA_TOKEN), true), Attribute(Int(CKA_LABEL), text: label)]
            privateTemplate += [
                Attribute(Int(CKA_TOKEN), true), Attribute(Int(CKA_EXTRACTABLE), false),
                Attribute(Int(CKA_LABEL), text: label),
            ]
        case .wrappable:
            publicTemplate.append(Attribute(Int(CKA_TOKEN), false))
            privateTemplate += [Attribute(Int(CKA_TOKEN), false), Attribute(Int(CKA_EXTRACTABLE), true)]
        }
        let handles = try generate(kind.generation, publicTemplate, privateTemplate)
        let publicKey = try publicKey(of: handles.publicKey, kind)
        if case .wrappable = profile { try destroy(handles.publicKey) }
        return KeyPair(privateKey: handles.privateKey, publicKey: publicKey)
    }

    func generate(
        _ type: CK_MECHANISM_TYPE,
        _ publicTemplate: [Attribute],
        _ privateTemplate: [Attribute]
    ) throws(PKCS11Error) -> (publicKey: KeyHandle, privateKey: KeyHandle) {
        var mechanism = CK_MECHANISM(mechanism: type, pParameter: nil, ulParameterLen: 0)
        var publicKey: CK_OBJECT_HANDLE = 0
        var privateKey: CK_OBJECT_HANDLE = 0
        try publicTemplate.withTemplate { (first, firstCount) throws(PKCS11Error) in
            try privateTemplate.withTemplate { (second, secondCount) throws(PKCS11Error) in
                try check(
                    functions.C_GenerateKeyPair(
                        handle,
                        &mechanism,
                        first,
                        firstCount,
                        second,
                        secondCount,
                        &publicKey,
                        &privateKey
                    ),
                    "C_GenerateKeyPair"
                )
            }
        }
        return (KeyHandle(object: publicKey), KeyHandle(object: privateKey))
    }

    /// Makes a secret key as a token object that can never leave.
    package func makeSecretKey(_ kind: SecretKeyKind, label: String) throws(PKCS11Error) -> KeyHandle {
        let type: CK_MECHANISM_TYPE =
            switch kind {
            case .wrapping: CK_MECHANISM_TYPE(CKM_AES_KEY_GEN)
            case .authenticating: CK_MECHANISM_TYPE(CKM_GENERIC_SECRET_KEY_GEN)
            }
        return try makeSecretKey(
            type,
            [
                Attribute(Int(CKA_TOKEN), true), Attribute(Int(CKA_SENSITIVE), true),
                Attribute(Int(CKA_EXTRACTABLE), false), Attribute(Int(CKA_LABEL), text: label),
            ] + uses(kind.uses, of: KeyUse.ofSecretKey)
        )
    }

    /// Makes 32 bytes as a session object that can be wrapped and read: a data key.
    package func makeDataKey() throws(PKCS11Error) -> KeyHandle {
        try makeSecretKey(
            CK_MECHANISM_TYPE(CKM_GENERIC_SECRET_KEY_GEN),
            [
                Attribute(Int(CKA_TOKEN), false), Attribute(Int(CKA_SENSITIVE), false),
                Attribute(Int(CKA_EXTRACTABLE), true),
            ] + uses([], of: KeyUse.ofSecretKey)
        )
    }

    /// Makes an AES-256 wrapping key for this session alone: to open with it is what another token would try.
    package func makeStrangeWrappingKey() throws(PKCS11Error) -> KeyHandle {
        try makeSecretKey(
            CK_MECHANISM_TYPE(CKM_AES_KEY_GEN),
            [
                Attribute(Int(CKA_TOKEN), false), Attribute(Int(CKA_SENSITIVE), true),
                Attribute(Int(CKA_EXTRACTABLE), false),
            ] + uses(SecretKeyKind.wrapping.uses, of: KeyUse.ofSecretKey)
        )
    }

    func makeSecretKey(
        _ type: CK_MECHANISM_TYPE,
        _ template: [Attribute]
    ) throws(PKCS11Error) -> KeyHandle {
        var mechanism = CK_MECHANISM(mechanism: type, pParameter: nil, ulParameterLen: 0)
        var key: CK_OBJECT_HANDLE = 0
        let whole = template + [Attribute(Int(CKA_PRIVATE), true), Attribute(Int(CKA_VALUE_LEN), number: 32)]
        try whole.withTemplate { (first, count) throws(PKCS11Error) in
            try check(functions.C_GenerateKey(handle, &mechanism, first, count, &key), "C_GenerateKey")
        }
        return KeyHandle(object: key)
    }

    /// Destroys a key.
    ///
    /// Nothing brings it back.
    package func destroy(_ key: KeyHandle) throws(PKCS11Error) {
        try check(functions.C_DestroyObject(handle, key.object), "C_DestroyObject")
    }
}
