import PKCS11
package import SignerProtocol

extension SigningRoom {
    /// What the token says of itself, of its keys, and of some people's keys.
    ///
    /// It changes nothing and signs nothing: what it makes or opens are objects of one session, destroyed at once.
    package func tokenReport() async throws(SignerError) -> TokenReport {
        let sample = try await keySample()
        let (device, tokenKeys) = try await keys.reportOnToken()
        var personKeys = [try await keys.reportOnNewKey(policy.keyTypes.person.kind)]
        for key in sample { personKeys.append(try await keys.report(on: key)) }
        return TokenReport(device: device, tokenKeys: tokenKeys, personKeys: personKeys)
    }

    /// Tries wrapped keys where they must not open; one that is new while none is stored.
    package func unwrapReport() async throws(SignerError) -> UnwrapReport {
        var sample = try await keySample()
        if sample.isEmpty {
            let kind = policy.keyTypes.person.kind
            let (_, wrapped) = try await keys.makeWrappedKey(kind)
            sample = [SampledKey(origin: .new, kind: kind, wrapped: wrapped, isBound: true)]
        }
        var attempts: [UnwrapAttempt] = []
        for key in sample {
            for way in UnwrapAttempt.Way.allCases { attempts.append(try await keys.attempt(way, to: key)) }
        }
        return UnwrapReport(attempts: attempts)
    }

    /// Some stored keys, others each time, and the oldest of the pool.
    private func keySample() async throws(SignerError) -> [SampledKey] {
        let (credentials, pooled) = try await store.reading { transaction in
            (try transaction.sampleOfCredentials(limit: Self.sampleSize), try transaction.oldestPooledKey())
        }
        var sample: [SampledKey] = []
        for credential in credentials {
            guard let key = credential.key, let wrapped = key.wrapped else { continue }
            let binding = KeyBinding.userKey(of: credential, publicKeyInfo: key.publicKeyInfo, wrapped: wrapped)
            sample.append(
                SampledKey(
                    origin: .stored,
                    kind: credential.keyType.kind,
                    wrapped: wrapped,
                    isBound: isSameCode(try await keys.code(binding), key.binding)
                )
            )
        }
        if let pooled {
            let binding = KeyBinding.pooledKey(
                id: pooled.id,
                publicKeyInfo: pooled.publicKeyInfo,
                wrapped: pooled.wrapped
            )
            sample.append(
                SampledKey(
                    origin: .pooled,
                    kind: .rsa3072,
                    wrapped: pooled.wrapped,
                    isBound: isSameCode(try await keys.code(binding), pooled.binding)
                )
            )
        }
        return sample
    }

    private static let sampleSize = 3
}

/// A wrapped key that was picked.
private struct SampledKey: Sendable {
    let origin: PersonKeyOrigin
    let kind: KeyKind
    let wrapped: [UInt8]
    let isBound: Bool
}

extension HSMKeyStore {
    fileprivate func reportOnToken() async throws(SignerError) -> (TokenDevice, [TokenKeyReport]) {
        try await onToken("report on itself") { session throws(PKCS11Error) in
            var reports: [TokenKeyReport] = []
            for role in TokenKeyRole.allCases {
                let (label, kind) = role.place
                for key in try session.keys(kind, label: label) {
                    let attributes = try session.attributes(of: key, kind)
                    reports.append(TokenKeyReport(role: role, attributes: TokenKeyAttributes(attributes)))
                }
            }
            return (TokenDevice(try session.tokenInformation()), reports)
        }
    }

    /// Of a key that is made as every person's key is, and destroyed.
    fileprivate func reportOnNewKey(_ kind: KeyKind) async throws(SignerError) -> PersonKeyReport {
        let attributes = try await onToken("report on a new key") { session throws(PKCS11Error) in
            let pair = try session.makeKeyPair(kind, .wrappable)
            let attributes = try session.attributes(of: pair.privateKey, .privateKey)
            try session.destroy(pair.privateKey)
            return attributes
        }
        return PersonKeyReport(origin: .new, attributes: TokenKeyAttributes(attributes), isBound: true)
    }

    fileprivate func report(on key: SampledKey) async throws(SignerError) -> PersonKeyReport {
        var attributes: KeyAttributes?
        do throws(PKCS11Error) {
            attributes = try await sessions.run { session throws(PKCS11Error) in
                let handle = try session.unwrappedPrivateKey(
                    key.wrapped,
                    key.kind,
                    with: session.key(.secretKey, label: TokenLabel.userWrapping)
                )
                let attributes = try session.attributes(of: handle, .privateKey)
                try session.destroy(handle)
                return attributes
            }
        } catch {
            if error.isAbsence { throw .hsmUnavailable }
        }
        return PersonKeyReport(
            origin: key.origin,
            attributes: attributes.map { TokenKeyAttributes($0) },
            isBound: key.isBound
        )
    }

    /// Each attempt has the session for itself: a token may call a key that does not open an error of the session.
    fileprivate func attempt(
        _ way: UnwrapAttempt.Way,
        to key: SampledKey
    ) async throws(SignerError) -> UnwrapAttempt {
        let wrapped = way == .changedBit ? key.wrapped.withChangedBit : key.wrapped
        do throws(PKCS11Error) {
            try await sessions.run { session throws(PKCS11Error) in
                let wrappingKey = try session.wrappingKey(for: way)
                let result: Result<KeyHandle, PKCS11Error>
                do throws(PKCS11Error) {
                    result = .success(try session.unwrappedPrivateKey(wrapped, key.kind, with: wrappingKey))
                } catch {
                    result = .failure(error)
                }
                if way == .strangeKey { try session.destroy(wrappingKey) }
                try session.destroy(try result.get())
            }
            return UnwrapAttempt(origin: key.origin, way: way, outcome: .opened, error: nil)
        } catch {
            if error.isAbsence { throw .hsmUnavailable }
            return UnwrapAttempt(origin: key.origin, way: way, outcome: error.outcome, error: error.words)
        }
    }
}

extension Session {
    fileprivate func wrappingKey(for way: UnwrapAttempt.Way) throws(PKCS11Error) -> KeyHandle {
        switch way {
        case .ownKey, .changedBit: try key(.secretKey, label: TokenLabel.userWrapping)
        case .dataKey: try key(.secretKey, label: TokenLabel.dataWrapping)
        case .strangeKey: try makeStrangeWrappingKey()
        }
    }
}

extension PKCS11Error {
    /// Only a refusal to unwrap says something of the wrapped key.
    fileprivate var outcome: UnwrapAttempt.Outcome {
        if case .returned(_, "C_UnwrapKey") = self { .refused } else { .notTried }
    }

    /// The function with its code; nothing of paths and labels.
    fileprivate var words: String {
        switch self {
        case .returned(let code, let function): "\(function) 0x\(String(code, radix: 16))"
        case .keyNotFound: "key not found"
        case .severalKeys: "several keys"
        default: "other"
        }
    }
}

extension [UInt8] {
    fileprivate var withChangedBit: [UInt8] {
        var changed = self
        changed[count / 2] ^= 1
        return changed
    }
}

extension TokenKeyRole {
    fileprivate var place: (label: String, kind: KeyClass) {
        switch self {
        case .userWrapping: (TokenLabel.userWrapping, .secretKey)
        case .dataWrapping: (TokenLabel.dataWrapping, .secretKey)
        case .binding: (TokenLabel.binding, .secretKey)
        case .witness: (TokenLabel.service(.witness), .privateKey)
        case .record: (TokenLabel.service(.record), .privateKey)
        }
    }
}

extension TokenKeyAttributes {
    fileprivate init(_ attributes: KeyAttributes) {
        self.init(
            type: attributes.type.description,
            isTokenObject: attributes.isTokenObject,
            isPrivate: attributes.isPrivate,
            isSensitive: attributes.isSensitive,
            isExtractable: attributes.isExtractable,
            wasAlwaysSensitive: attributes.wasAlwaysSensitive,
            wasNeverExtractable: attributes.wasNeverExtractable,
            isLocal: attributes.isLocal,
            uses: attributes.uses.map(\.rawValue).sorted()
        )
    }
}

extension TokenDevice {
    fileprivate init(_ information: TokenInformation) {
        self.init(
            label: information.label,
            manufacturer: information.manufacturer,
            model: information.model,
            serialNumber: information.serialNumber,
            firmware: information.firmware,
            isSoftware: information.isSoftHSM
        )
    }
}
