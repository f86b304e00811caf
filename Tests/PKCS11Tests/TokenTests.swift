import Crypto
import PKCS11
import SignerTestSupport
import Testing

/// One token for this suite.
private let shared = Result { try SharedToken.pool(label: "pkcs11-tests", threads: 2) }

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A token` {
    let pool: SessionPool

    init() throws {
        pool = try shared.get()
    }

    @Test func `signs a digest that its public key verifies`() async throws {
        let digest = Array(SHA256.hash(data: Array("contract".utf8)))
        let (publicKey, value) = try await pool.run { session throws(PKCS11Error) in
            let pair = try session.makeKeyPair(.p256, .wrappable)
            let value = try session.signature(over: digest, with: pair.privateKey, .p256, .ecdsa)
            try session.destroy(pair.privateKey)
            return (pair.publicKey, value)
        }
        guard case .point(let point) = publicKey else { throw PKCS11Error.malformed("no point") }
        let key = try P256.Signing.PublicKey(x963Representation: point)
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: value)
        #expect(key.isValidSignature(signature, for: Array("contract".utf8)))
        #expect(!key.isValidSignature(signature, for: Array("other".utf8)))
    }

    /// CMS-B4: a digest of another length, or a mechanism of another kind of key, never reaches the token.
    @Test(arguments: [
        (KeyKind.p256, SignatureMechanism.ecdsa, 31), (.p256, .ecdsa, 48), (.p384, .ecdsa, 32), (.p256, .rsaPSS, 32),
        (.p384, .rsaPKCS1, 51),
    ])
    func `refuses to sign what does not fit the key`(kind: KeyKind, mechanism: SignatureMechanism, count: Int)
        async throws
    {
        await #expect {
            try await pool.run { session throws(PKCS11Error) in
                let pair = try session.makeKeyPair(kind, .wrappable)
                return try session.signature(
                    over: [UInt8](repeating: 0, count: count),
                    with: pair.privateKey,
                    kind,
                    mechanism
                )
            }
        } throws: { error in
            if case PKCS11Error.malformed = error { true } else { false }
        }
    }

    /// KEY-1, profile W.
    @Test(arguments: [
        (KeyKind.p256, SignatureMechanism.ecdsa, 32), (.p384, .ecdsa, 48), (.rsa3072, .rsaPSS, 32),
        (.rsa3072, .rsaPKCS1, 51),
    ])
    func `unwraps a wrapped key to the same key, which can then only sign`(
        kind: KeyKind,
        mechanism: SignatureMechanism,
        count: Int
    ) async throws {
        let (value, other, attributes) = try await pool.run { session throws(PKCS11Error) in
            let wrapping = try session.makeSecretKey(.wrapping, label: "w-\(UInt64.random(in: .min ... .max))")
            let pair = try session.makeKeyPair(kind, .wrappable)
            let blob = try session.wrapped(pair.privateKey, with: wrapping)
            try session.destroy(pair.privateKey)
            let again = try session.unwrappedPrivateKey(blob, kind, with: wrapping)
            let input = [UInt8](repeating: 7, count: count)
            let value = try session.signature(over: input, with: again, kind, mechanism)
            let other = try session.signature(over: input, with: again, kind, mechanism)
            return (value, other, try session.attributes(of: again, .privateKey))
        }
        #expect(value.count == kind.signatureLength)
        // Only PKCS #1 v1.5 has neither nonce nor salt.
        #expect((value == other) == (mechanism == .rsaPKCS1))
        #expect(attributes.uses == [.sign] && !attributes.isLocal)
        #expect(attributes.type == (kind == .rsa3072 ? .rsa : .ellipticCurve))
        #expect(attributes.isSensitive && !attributes.isExtractable && !attributes.isTokenObject)
    }

    @Test func `tells a key of another kind from the one that was asked for`() async throws {
        let label = "k-\(UInt64.random(in: .min ... .max))"
        let point = try await pool.run { session throws(PKCS11Error) in
            try session.makeKeyPair(.p384, .token(label: label)).publicKey
        }
        let again = try await pool.run { session throws(PKCS11Error) in
            try session.publicKey(of: session.key(.publicKey, label: label), .p384)
        }
        #expect(again == point)
        for kind in [KeyKind.p256, .rsa3072] {
            await #expect(throws: PKCS11Error.self) {
                try await pool.run { session throws(PKCS11Error) in
                    try session.publicKey(of: session.key(.publicKey, label: label), kind)
                }
            }
        }
    }

    @Test func `refuses a wrapped key with one bit changed`() async throws {
        await #expect(throws: PKCS11Error.self) {
            try await pool.run { session throws(PKCS11Error) in
                let wrapping = try session.makeSecretKey(.wrapping, label: "w-\(UInt64.random(in: .min ... .max))")
                let pair = try session.makeKeyPair(.p256, .wrappable)
                var blob = try session.wrapped(pair.privateKey, with: wrapping)
                blob[20] ^= 1
                _ = try session.unwrappedPrivateKey(blob, .p256, with: wrapping)
            }
        }
    }

    /// KEY-1, profile T.
    @Test func `keeps token keys inside and tells so`() async throws {
        let label = "t-\(UInt64.random(in: .min ... .max))"
        let (pair, secret) = try await pool.run { session throws(PKCS11Error) in
            _ = try session.makeKeyPair(.p256, .token(label: label))
            _ = try session.makeSecretKey(.authenticating, label: label)
            let privateKey = try session.key(.privateKey, label: label)
            let secretKey = try session.key(.secretKey, label: label)
            return (
                try session.attributes(of: privateKey, .privateKey),
                try session.attributes(of: secretKey, .secretKey)
            )
        }
        #expect(pair.type == .ellipticCurve && pair.isLocal)
        #expect(secret.type == .genericSecret && secret.isLocal)
        #expect(pair.staysInside(for: [.sign]))
        #expect(secret.staysInside(for: [.sign]))
        #expect(!pair.staysInside(for: [.sign, .decrypt]))
    }

    @Test func `will not wrap a key that must stay inside`() async throws {
        await #expect(throws: PKCS11Error.self) {
            try await pool.run { session throws(PKCS11Error) in
                let wrapping = try session.makeSecretKey(.wrapping, label: "w-\(UInt64.random(in: .min ... .max))")
                let pair = try session.makeKeyPair(.p256, .token(label: "t-\(UInt64.random(in: .min ... .max))"))
                _ = try session.wrapped(pair.privateKey, with: wrapping)
            }
        }
    }

    @Test func `finds no key that was destroyed`() async throws {
        let label = "d-\(UInt64.random(in: .min ... .max))"
        await #expect(throws: PKCS11Error.keyNotFound(label: label)) {
            try await pool.run { session throws(PKCS11Error) in
                let key = try session.makeSecretKey(.authenticating, label: label)
                try session.destroy(key)
                _ = try session.key(.secretKey, label: label)
            }
        }
    }

    @Test func `gives a session again after one broke`() async throws {
        // A refused key makes SoftHSM answer CKR_GENERAL_ERROR, after which the session is not trusted.
        for _ in 0..<4 {
            _ = try? await pool.run { session throws(PKCS11Error) in
                let wrapping = try session.makeSecretKey(.wrapping, label: "w-\(UInt64.random(in: .min ... .max))")
                _ = try session.unwrappedPrivateKey([UInt8](repeating: 7, count: 80), .p256, with: wrapping)
            }
        }
        let bytes = try await pool.run { session throws(PKCS11Error) in try session.randomBytes(32) }
        #expect(bytes.count == 32)
    }

    @Test func `is found by its label alone`() throws {
        let module = try SharedToken.module()
        #expect(try module.hasToken("pkcs11-tests"))
        let said = try module.information(ofToken: "pkcs11-tests")
        #expect(said.maker == "SoftHSM project SoftHSM v2" && said.isSoftHSM)
        #expect(said.firmware.wholeMatch(of: /\d+\.\d+/) != nil && !said.serialNumber.isEmpty)
        #expect(try !module.hasToken("pkcs11-test"))
        #expect(throws: PKCS11Error.noToken(label: "nowhere")) {
            _ = try SessionPool(module: module, tokenLabel: "nowhere", pin: SharedToken.pin, threads: 1)
        }
    }
}

@Suite struct `A module` {
    @Test func `that is not there is refused with the linker's reason`() {
        #expect {
            _ = try Module(path: "/nowhere/libnothing.so")
        } throws: { error in
            guard case .moduleNotLoaded(path: "/nowhere/libnothing.so", let reason) = error as? PKCS11Error else {
                return false
            }
            return !reason.isEmpty
        }
    }

    @Test func `shows no PIN`() {
        #expect("\(PIN("secret"))" == "PIN(•••)")
    }
}
