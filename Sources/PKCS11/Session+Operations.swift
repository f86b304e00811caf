import CPKCS11

extension Session {
    /// Signs what the mechanism takes: a digest, or a DigestInfo.
    ///
    /// The answer has `kind.signatureLength` bytes; for ECDSA it is r ‖ s.
    package func signature(
        over input: [UInt8],
        with key: KeyHandle,
        _ kind: KeyKind,
        _ mechanism: SignatureMechanism
    ) throws(PKCS11Error) -> [UInt8] {
        switch (kind, mechanism) {
        case (.p256, .ecdsa) where input.count == 32, (.p384, .ecdsa) where input.count == 48,
            (.rsa3072, .rsaPSS) where input.count == 32, (.rsa3072, .rsaPKCS1) where (51...83).contains(input.count):
            break
        default: throw .malformed("\(input.count) bytes to be signed with \(kind) by \(mechanism)")
        }
        try begin(mechanism, key)
        let value = try finished(input, room: kind.signatureLength)
        guard value.count == kind.signatureLength else { throw .malformed("signature of \(value.count) bytes") }
        return value
    }

    private func begin(_ mechanism: SignatureMechanism, _ key: KeyHandle) throws(PKCS11Error) {
        var parameters = CK_RSA_PKCS_PSS_PARAMS(
            hashAlg: CK_MECHANISM_TYPE(CKM_SHA256),
            mgf: CK_RSA_PKCS_MGF_TYPE(CKG_MGF1_SHA256),
            sLen: 32
        )
        let code = withUnsafeMutableBytes(of: &parameters) { bytes in
            let hasParameters = mechanism == .rsaPSS
            var mechanism = CK_MECHANISM(
                mechanism: mechanism.type,
                pParameter: hasParameters ? bytes.baseAddress : nil,
                ulParameterLen: hasParameters ? CK_ULONG(bytes.count) : 0
            )
            return functions.C_SignInit(handle, &mechanism, key.object)
        }
        try check(code, "C_SignInit")
    }

    /// HMAC-SHA-256 of `message`, 32 bytes.
    package func authenticationCode(of message: [UInt8], with key: KeyHandle) throws(PKCS11Error) -> [UInt8] {
        var mechanism = CK_MECHANISM(
            mechanism: CK_MECHANISM_TYPE(CKM_SHA256_HMAC),
            pParameter: nil,
            ulParameterLen: 0
        )
        try check(functions.C_SignInit(handle, &mechanism, key.object), "C_SignInit")
        let value = try finished(message, room: 32)
        guard value.count == 32 else { throw .malformed("HMAC of \(value.count) bytes") }
        return value
    }

    private func finished(_ message: [UInt8], room: Int) throws(PKCS11Error) -> [UInt8] {
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

    /// Unwraps a private key for this session alone: sensitive, not extractable, to sign only.
    package func unwrappedPrivateKey(
        _ blob: [UInt8],
        _ kind: KeyKind,
        with wrappingKey: KeyHandle
    ) throws(PKCS11Error) -> KeyHandle {
        try unwrapped(
            blob,
            wrappingKey,
            [
                Attribute(Int(CKA_CLASS), number: CK_ULONG(CKO_PRIVATE_KEY)),
                Attribute(Int(CKA_KEY_TYPE), number: kind.type),
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
