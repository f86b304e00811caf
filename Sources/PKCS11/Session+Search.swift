import CPKCS11

/// The classes of objects we look for.
package enum KeyClass: Hashable, Sendable {
    case publicKey, privateKey, secretKey

    var value: CK_ULONG {
        switch self {
        case .publicKey: CK_ULONG(CKO_PUBLIC_KEY)
        case .privateKey: CK_ULONG(CKO_PRIVATE_KEY)
        case .secretKey: CK_ULONG(CKO_SECRET_KEY)
        }
    }
}

extension Session {
    /// Every key of this class and label.
    package func keys(_ kind: KeyClass, label: String) throws(PKCS11Error) -> [KeyHandle] {
        let template = [Attribute(Int(CKA_CLASS), number: kind.value), Attribute(Int(CKA_LABEL), text: label)]
        try template.withTemplate { (first, count) throws(PKCS11Error) in
            try check(functions.C_FindObjectsInit(handle, first, count), "C_FindObjectsInit")
        }
        defer { _ = functions.C_FindObjectsFinal(handle) }
        var found = [CK_OBJECT_HANDLE](repeating: 0, count: 16)
        var count: CK_ULONG = 0
        try check(functions.C_FindObjects(handle, &found, CK_ULONG(found.count), &count), "C_FindObjects")
        return found.prefix(Int(count)).map { KeyHandle(object: $0) }
    }

    /// The one key of this class and label.
    package func key(_ kind: KeyClass, label: String) throws(PKCS11Error) -> KeyHandle {
        let found = try keys(kind, label: label)
        guard let key = found.first else { throw .keyNotFound(label: label) }
        guard found.count == 1 else { throw .severalKeys(label: label) }
        return key
    }

    /// The value of a public key, which must be of this kind.
    package func publicKey(of key: KeyHandle, _ kind: KeyKind) throws(PKCS11Error) -> PublicKeyValue {
        let type = try bytes(Int(CKA_KEY_TYPE), of: key)
        guard type == withUnsafeBytes(of: kind.type, { Array($0) }) else { throw .malformed("CKA_KEY_TYPE") }
        switch kind {
        case .p256, .p384:
            guard try bytes(Int(CKA_EC_PARAMS), of: key) == kind.namedCurve else { throw .malformed("CKA_EC_PARAMS") }
            // CKA_EC_POINT is a DER OCTET STRING around the point.
            let value = try bytes(Int(CKA_EC_POINT), of: key)
            let length = 1 + kind.signatureLength
            guard value.count == 2 + length, value.starts(with: [0x04, UInt8(length), 0x04]) else {
                throw .malformed("CKA_EC_POINT")
            }
            return .point(Array(value.dropFirst(2)))
        case .rsa3072:
            let modulus = try bytes(Int(CKA_MODULUS), of: key)
            let exponent = try bytes(Int(CKA_PUBLIC_EXPONENT), of: key)
            guard modulus.count == kind.signatureLength, modulus[0] >= 0x80, exponent == [1, 0, 1] else {
                throw .malformed("CKA_MODULUS")
            }
            return .rsa(modulus: modulus, exponent: exponent)
        }
    }

    /// The bytes of a data key; a sensitive key refuses.
    package func value(of key: KeyHandle) throws(PKCS11Error) -> [UInt8] {
        try bytes(Int(CKA_VALUE), of: key)
    }

    /// Reads back what the token says of a private or secret key. KEY-1
    package func attributes(of key: KeyHandle, _ kind: KeyClass) throws(PKCS11Error) -> KeyAttributes {
        var allowed: Set<KeyUse> = []
        for use in kind == .secretKey ? KeyUse.ofSecretKey : KeyUse.ofPrivateKey {
            if try flag(use.attribute, of: key) { allowed.insert(use) }
        }
        return KeyAttributes(
            type: TokenKeyType(try number(Int(CKA_KEY_TYPE), of: key)),
            isTokenObject: try flag(Int(CKA_TOKEN), of: key),
            isPrivate: try flag(Int(CKA_PRIVATE), of: key),
            isSensitive: try flag(Int(CKA_SENSITIVE), of: key),
            isExtractable: try flag(Int(CKA_EXTRACTABLE), of: key),
            wasAlwaysSensitive: try flag(Int(CKA_ALWAYS_SENSITIVE), of: key),
            wasNeverExtractable: try flag(Int(CKA_NEVER_EXTRACTABLE), of: key),
            isLocal: try flag(Int(CKA_LOCAL), of: key),
            uses: allowed
        )
    }

    private func flag(_ attribute: Int, of key: KeyHandle) throws(PKCS11Error) -> Bool {
        let value = try bytes(attribute, of: key)
        guard value.count == 1 else { throw .malformed("CK_BBOOL") }
        return value[0] != 0
    }

    private func number(_ attribute: Int, of key: KeyHandle) throws(PKCS11Error) -> CK_ULONG {
        let value = try bytes(attribute, of: key)
        guard value.count == MemoryLayout<CK_ULONG>.size else { throw .malformed("CK_ULONG") }
        return value.withUnsafeBytes { $0.loadUnaligned(as: CK_ULONG.self) }
    }

    private func bytes(_ attribute: Int, of key: KeyHandle) throws(PKCS11Error) -> [UInt8] {
        var template = CK_ATTRIBUTE(type: CK_ATTRIBUTE_TYPE(attribute), pValue: nil, ulValueLen: 0)
        try check(functions.C_GetAttributeValue(handle, key.object, &template, 1), "C_GetAttributeValue")
        var value = [UInt8](repeating: 0, count: Int(template.ulValueLen))
        let code = value.withUnsafeMutableBytes { buffer in
            template.pValue = buffer.baseAddress
            return functions.C_GetAttributeValue(handle, key.object, &template, 1)
        }
        try check(code, "C_GetAttributeValue")
        return value
    }
}
