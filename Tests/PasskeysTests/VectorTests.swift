import Foundation
import Testing

@testable import Passkeys

@Suite(.enabled(if: Vectors.areThere, "corpus/webauthn-w3c is not there"))
struct `A credential of the W3C's vectors` {
    @Test func `is found`() {
        #expect(!Vectors.credentials().isEmpty)
    }

    @Test(arguments: Vectors.credentials())
    func `registers, or is refused for what it is`(vector: CredentialVector) throws {
        let (format, data) = try vector.parsed()
        let credential = try #require(data.credential)
        let refusal: PasskeyRefusal? =
            if vector.isCrossOrigin(vector.registration) {
                .crossOrigin
            } else if PasskeyAlgorithm(rawValue: credential.algorithm) == nil {
                .algorithmUnsupported(credential.algorithm)
            } else if !["none", "packed"].contains(format) {
                .attestationFormatUnsupported(format)
            } else if !data.flags.contains(.userVerified) {
                .userNotVerified
            } else {
                nil
            }

        if let refusal {
            #expect(throws: refusal) { try vector.register() }
        } else {
            let passkey = try vector.register()
            #expect(Array(passkey.credentialID) == vector.registration["credential_id"])
            #expect(passkey == (try vector.passkey()))
        }
    }

    @Test(arguments: Vectors.credentials())
    func `asserts, or is refused for what it is`(vector: CredentialVector) throws {
        let passkey: RegisteredPasskey
        do {
            passkey = try vector.passkey()
        } catch PasskeyRefusal.algorithmUnsupported {
            return
        }
        let data = try AuthenticatorData(vector.assertion["authenticatorData"] ?? [])
        if vector.isCrossOrigin(vector.assertion) {
            #expect(throws: PasskeyRefusal.crossOrigin) { try vector.assert(with: passkey) }
        } else if !data.flags.contains(.userVerified) {
            // The check of the flags is the last: everything else, the signature too, was right.
            #expect(throws: PasskeyRefusal.userNotVerified) { try vector.assert(with: passkey) }
        } else {
            #expect(try vector.assert(with: passkey).flags == data.flags)
        }
    }

    @Test(arguments: Vectors.credentials())
    func `is refused when one byte of the assertion is changed`(vector: CredentialVector) throws {
        guard let passkey = try? vector.passkey(), !vector.isCrossOrigin(vector.assertion) else { return }
        for part in ["authenticatorData", "clientDataJSON", "signature"] {
            for index in (vector.assertion[part] ?? []).indices {
                #expect(vector.refusal(of: part, at: index, with: passkey), "\(part) \(index)")
            }
        }
    }

    @Test(arguments: Vectors.credentials())
    func `is refused when one byte of a self attestation is changed`(vector: CredentialVector) throws {
        guard try vector.parsed().format == "packed", vector.isSelfAttested else { return }
        for index in (vector.registration["attestationObject"] ?? []).indices {
            #expect(throws: PasskeyRefusal.self, "\(index)") {
                try vector.register { $0["attestationObject"]?[index] ^= 1 }
            }
        }
    }
}

extension CredentialVector {
    func isCrossOrigin(_ values: [String: [UInt8]]) -> Bool {
        String(decoding: values["clientDataJSON"] ?? [], as: UTF8.self).contains(#""crossOrigin":true"#)
    }

    var isSelfAttested: Bool { registration["attestation_private_key"] == nil }

    /// Whether the change is refused, and for another reason than a user who was not verified.
    func refusal(of part: String, at index: Int, with passkey: RegisteredPasskey) -> Bool {
        do {
            _ = try assert(with: passkey) { $0[part]?[index] ^= 1 }
            return false
        } catch {
            return error as? PasskeyRefusal != .userNotVerified
        }
    }
}
