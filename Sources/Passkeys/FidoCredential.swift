import CFido2

/// libfido2's view of a new credential: it reads the COSE key and verifies the statement.
///
/// - SeeAlso: WebAuthn Level 3 §8.2, §8.7
final class FidoCredential {
    private let credential: OpaquePointer
    private let algorithm: PasskeyAlgorithm

    init(
        authenticatorData: [UInt8],
        clientDataDigest: [UInt8],
        relyingParty: String,
        algorithm: PasskeyAlgorithm
    ) throws(PasskeyRefusal) {
        guard let credential = fido_cred_new() else { throw .libraryUnavailable }
        self.credential = credential
        self.algorithm = algorithm
        guard fido_cred_set_type(credential, Int32(algorithm.rawValue)) == FIDO_OK,
            fido_cred_set_rp(credential, relyingParty, nil) == FIDO_OK,
            fido_cred_set_clientdata_hash(credential, clientDataDigest, clientDataDigest.count) == FIDO_OK
        else { throw .libraryUnavailable }
        // Refuses a key whose type, curve or algorithm is not the one set above.
        guard fido_cred_set_authdata_raw(credential, authenticatorData, authenticatorData.count) == FIDO_OK else {
            throw .publicKeyMalformed
        }
    }

    deinit {
        var freed: OpaquePointer? = credential
        fido_cred_free(&freed)
    }

    /// The key without COSE around it; empty never.
    func publicKey() throws(PasskeyRefusal) -> [UInt8] {
        let length = fido_cred_pubkey_len(credential)
        guard length > 0, let start = fido_cred_pubkey_ptr(credential) else { throw .publicKeyMalformed }
        return Array(UnsafeBufferPointer(start: start, count: length))
    }

    /// Verifies the statement: an empty one for `none`, a signature by the key itself or by its certificate for `packed`.
    func verifyAttestation(format: String, statement: [UInt8]) throws(PasskeyRefusal) {
        switch format {
        case "none":
            // An empty map and nothing else. §8.7
            guard statement == [0xa0] else { throw .attestation }
        case "packed":
            guard fido_cred_set_fmt(credential, format) == FIDO_OK,
                fido_cred_set_attstmt(credential, statement, statement.count) == FIDO_OK
            else { throw .attestation }
            let isSelf = fido_cred_x5c_len(credential) == 0
            // A self attestation names the algorithm of the credential's own key. §8.2
            guard !isSelf || Self.algorithm(of: statement) == algorithm.rawValue else { throw .attestation }
            guard (isSelf ? fido_cred_verify_self(credential) : fido_cred_verify(credential)) == FIDO_OK else {
                throw .attestation
            }
        default:
            throw .attestationFormatUnsupported(format)
        }
    }

    /// Member `alg` of a packed statement; nil when it is not there or there twice.
    private static func algorithm(of statement: [UInt8]) -> Int? {
        var reader = CBORReader(statement[...])
        var algorithm: Int?
        do {
            for _ in 0..<(try reader.mapHeader()) {
                if try reader.text() == "alg" {
                    guard algorithm == nil else { return nil }
                    algorithm = try reader.integer()
                } else {
                    try reader.skip()
                }
            }
            try reader.end()
        } catch {
            return nil
        }
        return algorithm
    }
}
