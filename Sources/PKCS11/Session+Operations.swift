import CPKCS11

extension Session {
    /// Signs a SHA-256 digest with ECDSA; the answer is r ‖ s, 64 bytes.
    package func signature(ofDigest digest: [UInt8], with key: KeyHandle) throws(PKCS11Error) -> [UInt8] {
        guard digest.count == 32 else { throw .malformed("digest of \(digest.count) bytes") }
        let value = try signed(digest, CK_MECHANISM_TYPE(CKM_ECDSA), key, room: 64)
        guard value.count == 64 else { throw .malformed("ECDSA value of \(value.count) bytes") }
        return value
    }

    /// HMAC-SHA-256 of `message`, 32 bytes.
    package func authenticationCode(of message: [UInt8], with key: KeyHandle) throws(PKCS11Error) -> [UInt8] {
        let value = try signed(message, CK_MECHANISM_TYPE(CKM_SHA256_HMAC), key, room: 32)
        guard value.count == 32 else { throw .malformed("HMAC of \(value.count) bytes") }
        return value
    }

    private func signed(
        _ message: [UInt8],
        _ type: CK_MECHANISM_TYPE,
        _ key: KeyHandle,
        room: Int
    ) throws(PKCS11Error) -> [UInt8] {
        var mechanism = CK_MECHANISM(mechanism: type, pParameter: nil, ulParameterLen: 0)
        try check(functions.C_SignInit(handle, &mechanism, key.object), "C_SignInit")
        var input = message
        var output = [UInt8](repeating: 0, count: room)
        var count = CK_ULONG(room)
        try check(functions.C_Sign(handle, &input, CK_ULONG(input.count), &output, &count), "C_Sign")
        return Array(output.prefix(Int(count)))
    }

    /// Wraps a key with AES Key Wrap with Padding (RFC 5649).
    package func wrapped(_ key: KeyHandle, with wrappingKey: KeyHandle) throws(PKCS11Error) -> [UInt8] {
        var mechanism = wrapMechanism
        var count: CK_ULONG = 0
        try check(
            functions.C_WrapKey(handle, &mechanism, wrappingKey.object, key.object, nil, &count),
            "C_WrapKey"
        )
        var output = [UInt8](repeating: 0, count: Int(count))
        try check(
            functions.C_WrapKey(handle, &mechanism, wrappingKey.object, key.object, &output, &count),
            "C_WrapKey"
        )
        return Array(output.prefix(Int(count)))
    }

    /// Unwraps a P-256 private key for this session alone: sensitive, not extractable, to sign only.
    package func unwrappedPrivateKey(
        _ blob: [UInt8],
        with wrappingKey: KeyHandle
    ) throws(PKCS11Error) -> KeyHandle {
        try unwrapped(
            blob,
            wrappingKey,
            [
                Attribute(Int(CKA_CLASS), number: CK_ULONG(CKO_PRIVATE_KEY)),
                Attribute(Int(CKA_KEY_TYPE), number: CK_ULONG(CKK_EC)),
                Attribute(Int(CKA_SENSITIVE), true),
                Attribute(Int(CKA_EXTRACTABLE), false),
            ] + uses([.sign], of: KeyUse.ofPrivateKey)
        )
    }

    /// Unwraps a data key for this session alone; its value can be read.
    package func unwrappedDataKey(_ blob: [UInt8], with wrappingKey: KeyHandle) throws(PKCS11Error) -> KeyHandle {
        try unwrapped(
            blob,
            wrappingKey,
            [
                Attribute(Int(CKA_CLASS), number: CK_ULONG(CKO_SECRET_KEY)),
                Attribute(Int(CKA_KEY_TYPE), number: CK_ULONG(CKK_GENERIC_SECRET)),
                Attribute(Int(CKA_SENSITIVE), false),
                Attribute(Int(CKA_EXTRACTABLE), true),
            ] + uses([], of: KeyUse.ofSecretKey)
        )
    }

    private func unwrapped(
        _ blob: [UInt8],
        _ wrappingKey: KeyHandle,
        _ template: [Attribute]
    ) throws(PKCS11Error) -> KeyHandle {
        var mechanism = wrapMechanism
        var input = blob
        var key: CK_OBJECT_HANDLE = 0
        let whole = template + [Attribute(Int(CKA_TOKEN), false), Attribute(Int(CKA_PRIVATE), true)]
        try whole.withTemplate { (first, count) throws(PKCS11Error) in
            try check(
                functions.C_UnwrapKey(
                    handle,
                    &mechanism,
                    wrappingKey.object,
                    &input,
                    CK_ULONG(input.count),
                    first,
                    count,
                    &key
                ),
                "C_UnwrapKey"
            )
        }
        return KeyHandle(object: key)
    }

    private var wrapMechanism: CK_MECHANISM {
        CK_MECHANISM(mechanism: CK_MECHANISM_TYPE(CKM_AES_KEY_WRAP_PAD), pParameter: nil, ulParameterLen: 0)
    }
}
