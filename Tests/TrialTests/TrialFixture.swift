import CMS
import Crypto
import Foundation

@testable import Trial

/// A trial folder of its own for one test, gone with it.
final class TrialFixture {
    let prepared: PreparedFolder
    let register: CertificateRegister
    let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "chigiri-test-\(UUID().uuidString)")
        prepared = try PreparedFolder(
            folder: TrialFolder(path: place.path),
            portBase: 30000,
            module: "/usr/lib/softhsm/libsofthsm2.so",
            now: now
        )
        register = try CertificateRegister(file: prepared.folder.register)
    }

    deinit {
        try? FileManager.default.removeItem(at: prepared.folder.root)
    }

    var hierarchy: Hierarchy { prepared.hierarchy }

    var issuing: IssuingAuthority {
        IssuingAuthority(identity: hierarchy.issuing, ports: prepared.ports, register: register)
    }

    var responder: OCSPResponder {
        OCSPResponder(hierarchy: hierarchy, register: register)
    }

    /// A request for a new key, asking for this address.
    func request(for address: String, key: TrialKey = TrialKey()) throws -> [UInt8] {
        let content = CertificationRequestContent(
            subject: DistinguishedName([(oid: OID.commonName, value: "CEO of everything")]),
            publicKeyInfo: key.publicKeyInfo,
            extensions: [.subjectAltName([.rfc822(address)])],
            signatureAlgorithm: TrialKey.algorithm
        )
        return content.assemble(signature: try key.sign(content.toBeSigned))
    }

    func issued() async throws -> Certificate {
        let chain = try await issuing.issue(request(for: "hanako@party.example"), profile: .signer, now: now)
        return try Certificate(der: chain[0])
    }
}
