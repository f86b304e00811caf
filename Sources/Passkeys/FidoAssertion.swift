import CFido2
import Foundation

/// libfido2's verification of an assertion's signature.
enum FidoAssertion {
    /// Throws `PasskeyRefusal.signature` unless the passkey's key signed authenticatorData ‖ clientDataDigest.
    static func verify(
        signature: [UInt8],
        authenticatorData: [UInt8],
        clientDataDigest: [UInt8],
        relyingParty: String,
        passkey: RegisteredPasskey
    ) throws(PasskeyRefusal) {
        guard let assertion = fido_assert_new() else { throw .libraryUnavailable }
        defer {
            var freed: OpaquePointer? = assertion
            fido_assert_free(&freed)
        }
        guard fido_assert_set_count(assertion, 1) == FIDO_OK,
            fido_assert_set_rp(assertion, relyingParty) == FIDO_OK,
            fido_assert_set_clientdata_hash(assertion, clientDataDigest, clientDataDigest.count) == FIDO_OK
        else { throw .libraryUnavailable }
        guard fido_assert_set_authdata_raw(assertion, 0, authenticatorData, authenticatorData.count) == FIDO_OK else {
            throw .authenticatorDataMalformed
        }
        guard fido_assert_set_sig(assertion, 0, signature, signature.count) == FIDO_OK else { throw .signature }

        let key = try FidoPublicKey(algorithm: passkey.algorithm, bytes: Array(passkey.publicKey))
        guard fido_assert_verify(assertion, 0, Int32(passkey.algorithm.rawValue), key.pointer) == FIDO_OK else {
            throw .signature
        }
    }
}

/// A public key in the shape that libfido2 verifies with.
private final class FidoPublicKey {
    private let algorithm: PasskeyAlgorithm
    private let key: OpaquePointer

    init(algorithm: PasskeyAlgorithm, bytes: [UInt8]) throws(PasskeyRefusal) {
        let made: OpaquePointer? =
            switch algorithm {
            case .es256: es256_pk_new()
            case .es384: es384_pk_new()
            case .edDSA: eddsa_pk_new()
            }
        guard let made else { throw .libraryUnavailable }
        self.algorithm = algorithm
        key = made
        let result =
            switch algorithm {
            case .es256: es256_pk_from_ptr(made, bytes, bytes.count)
            case .es384: es384_pk_from_ptr(made, bytes, bytes.count)
            case .edDSA: eddsa_pk_from_ptr(made, bytes, bytes.count)
            }
        guard result == FIDO_OK else { throw .publicKeyMalformed }
    }

    deinit {
        var freed: OpaquePointer? = key
        switch algorithm {
        case .es256: es256_pk_free(&freed)
        case .es384: es384_pk_free(&freed)
        case .edDSA: eddsa_pk_free(&freed)
        }
    }

    var pointer: UnsafeRawPointer { UnsafeRawPointer(key) }
}
