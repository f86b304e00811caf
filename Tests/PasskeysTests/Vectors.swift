import Crypto
import Foundation
import Testing

@testable import Passkeys

/// The W3C's test vectors of WebAuthn Level 3 §16, when they are there.
enum Vectors {
    static let file: URL = {
        let root =
            ProcessInfo.processInfo.environment["CHIGIRI_CORPUS"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).appending(path: "../../../../shared/corpus").standardizedFileURL
        return root.appending(path: "webauthn-w3c/w3c-webauthn-vectors.json")
    }()

    static let areThere = FileManager.default.fileExists(atPath: file.path)

    /// Every vector with a registration and an assertion.
    static func credentials() -> [CredentialVector] {
        guard let data = try? Data(contentsOf: file),
            let sections = try? JSONDecoder().decode([Section].self, from: data)
        else { return [] }
        return sections.compactMap(CredentialVector.init)
    }

    struct Section: Decodable {
        let title: String
        let groups: [Group]
    }

    struct Group: Decodable {
        let phase: String
        let values: [String: String]
    }
}

/// One credential of the vectors: its registration and one assertion.
struct CredentialVector: Sendable, CustomTestStringConvertible {
    let title: String
    let registration: [String: [UInt8]]
    let assertion: [String: [UInt8]]

    init?(_ section: Vectors.Section) {
        guard let registration = section.groups.first(where: { $0.values["attestationObject"] != nil }),
            let assertion = section.groups.first(where: { $0.values["authenticatorData"] != nil })
        else { return nil }
        title = section.title
        self.registration = registration.values.compactMapValues(bytes(hexadecimal:))
        self.assertion = assertion.values.compactMapValues(bytes(hexadecimal:))
    }

    var testDescription: String { title }

    func register(changing change: (inout [String: [UInt8]]) -> Void = { _ in }) throws -> RegisteredPasskey {
        var values = registration
        change(&values)
        return try PasskeyRegistration.verify(
            attestationObject: values["attestationObject"] ?? [],
            clientDataJSON: values["clientDataJSON"] ?? [],
            challenge: values["challenge"] ?? [],
            relyingParty: "example.org",
            origins: ["https://example.org"]
        )
    }

    /// What the registration says about itself, whether or not it is to be accepted.
    func parsed() throws -> (format: String, data: AuthenticatorData) {
        let object = try AttestationObject(registration["attestationObject"] ?? [])
        return (object.format, try AuthenticatorData(object.authenticatorData))
    }

    /// The passkey, also where registration is refused for a reason that is not in the key.
    func passkey() throws -> RegisteredPasskey {
        let object = try AttestationObject(registration["attestationObject"] ?? [])
        let data = try AuthenticatorData(object.authenticatorData)
        let credential = try #require(data.credential)
        let algorithm = try PasskeyAlgorithm(cose: credential.algorithm)
        let fido = try FidoCredential(
            authenticatorData: object.authenticatorData,
            clientDataDigest: Array(repeating: 0, count: 32),
            relyingParty: "example.org",
            algorithm: algorithm
        )
        return RegisteredPasskey(
            credentialID: Data(credential.id),
            publicKey: Data(try fido.publicKey()),
            algorithm: algorithm,
            signCount: data.signCount,
            backupEligible: data.flags.contains(.backupEligible),
            backupState: data.flags.contains(.backedUp),
            attestationFormat: object.format
        )
    }

    func assert(
        with passkey: RegisteredPasskey,
        changing change: (inout [String: [UInt8]]) -> Void = { _ in }
    ) throws -> VerifiedAssertion {
        var values = assertion
        change(&values)
        return try PasskeyAssertion.verify(
            credentialID: registration["credential_id"] ?? [],
            authenticatorData: values["authenticatorData"] ?? [],
            clientDataJSON: values["clientDataJSON"] ?? [],
            signature: values["signature"] ?? [],
            challenge: values["challenge"] ?? [],
            relyingParty: "example.org",
            origins: ["https://example.org"],
            passkey: passkey
        )
    }
}

private func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
    guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
