import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// RSASSA-PSS and RSASSA-PKCS1-v1_5 in every structure of a B-LTA file.
///
/// - SeeAlso: SIGNING E
@Suite struct `A file with an RSA key` {
    enum Role: CaseIterable { case root, responder, signer, authority }

    private func world(_ role: Role, _ padding: DeclaredKey.Padding) throws -> TestWorld {
        let key = try DeclaredKey.rsa3072(padding)
        return switch role {
        case .root: try TestWorld(rootKey: key)
        case .responder: try TestWorld(responderKey: key)
        case .signer: try TestWorld(signerKey: key)
        case .authority: try TestWorld(authorityKey: key)
        }
    }

    /// Certificate and CRL by the root, OCSP by the responder, CMS by the signer, tokens by the authority.
    @Test(arguments: Role.allCases, [DeclaredKey.Padding.pss, .pkcs1])
    func `passes`(role: Role, padding: DeclaredKey.Padding) throws {
        let world = try world(role, padding)
        let file = try TestFile.archived(world)
        let report = try file.report(at: world.signingTime.addingTimeInterval(300))
        #expect(report.conclusion == .totalPassed, "\(report.signatures.map(\.findings))")
        #expect(report.signatures.map(\.level) == [.lta])
    }

    /// Whose signature no longer counts shows in the code; PSS with 3072 bits has no end.
    @Test(arguments: Role.allCases)
    func `by PKCS1 counts until 2029`(role: Role) throws {
        let world = try world(role, .pkcs1)
        let file = try TestFile.archived(world)
        let after = try Date("2029-01-01T00:00:00Z", strategy: .iso8601)
        let before = try file.report(at: after.addingTimeInterval(-1))
        #expect(before.conclusion == .totalPassed, "\(before.signatures.map(\.findings))")
        let report = try file.report(at: after)
        switch role {
        // What the document timestamp covers was strong when it was made.
        case .root, .responder, .signer: #expect(report.conclusion == .totalPassed)
        case .authority:
            #expect(report.timestamps.last?.conclusion == .indeterminate(.cryptoConstraintsFailureNoPOE))
        }
        let pss = try TestFile.archived(self.world(role, .pss)).report(at: after)
        #expect(pss.conclusion == .totalPassed)
    }

    @Test(arguments: [DeclaredKey.Padding.pss, .pkcs1])
    func `fails with another signature value`(padding: DeclaredKey.Padding) throws {
        let world = try world(.signer, padding)
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        let signature = try #require(try file.document().signatures().first)
        let contents = try #require(signature.contents)
        let value = try #require(try SignedData(paddedContents: contents).signerInfos.first?.signature)
        let place = try #require(contents.indices.first { contents[$0...].starts(with: value) })
        let start = try #require(signature.contentsRange).lowerBound + 1 + 2 * place
        var bytes = file.bytes
        bytes[start + 5] = bytes[start + 5] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        let input = ValidationInput(source: BytesSource(bytes), time: world.signingTime, fetched: nil)
        let report = try validate(input, policy: world.policy)
        #expect(report.signatures.map(\.conclusion) == [.failed(.signatureCryptoFailure)])
        #expect(report.signatures.map(\.integrity) == [false])
    }
}

/// SIGNING.md C row 25 and section E.
@Suite struct `The algorithm policy on RSA` {
    private let policy = AlgorithmPolicy.standard
    private let now = TestWorld.start

    private func publicKeyInfo(bits: Int) -> [UInt8] {
        PublicKeyInfo.rsa(modulus: [UInt8](repeating: 0xFF, count: bits / 8), exponent: [1, 0, 1])
    }

    private func pss(_ hash: HashAlgorithm, mask: HashAlgorithm, salt: Int) -> AlgorithmIdentifier {
        let parameters = PSSParameters(hash: hash, maskHash: mask, saltLength: salt)
        return AlgorithmIdentifier(oid: OID.rsaPSS, parameters: parameters.der)
    }

    @Test(arguments: [
        (1024, "2019-10-01"), (1536, "2019-10-01"), (2048, "2029-01-01"), (3072, "2029-01-01"), (512, "2010-08-01"),
    ])
    func `ends PKCS1 by the length of the key`(bits: Int, end: String) throws {
        let date = try Date("\(end)T00:00:00Z", strategy: .iso8601)
        let key = publicKeyInfo(bits: bits)
        let before = policy.verdict(onSignature: .sha256WithRSA, publicKeyInfo: key, at: date.addingTimeInterval(-1))
        #expect(before == .acceptable)
        guard
            case .expired(name: _, on: date) = policy.verdict(onSignature: .sha256WithRSA, publicKeyInfo: key, at: date)
        else {
            Issue.record("still accepted on \(end)")
            return
        }
    }

    @Test(arguments: [0, 20, 32, 222])
    func `takes PSS with any salt`(salt: Int) {
        let algorithm = pss(.sha256, mask: .sha256, salt: salt)
        #expect(
            policy.verdict(onSignature: algorithm, publicKeyInfo: publicKeyInfo(bits: 3072), at: now) == .acceptable
        )
    }

    @Test func `does not take PSS with two hashes, SHA-1 or broken parameters`() {
        let key = publicKeyInfo(bits: 3072)
        let mixed = policy.verdict(onSignature: pss(.sha256, mask: .sha1, salt: 32), publicKeyInfo: key, at: now)
        #expect(mixed == .unsupported(name: "\(OID.rsaPSS), MGF1 \(OID.sha1)"))
        let defaults = AlgorithmIdentifier(oid: OID.rsaPSS, parameters: [0x30, 0])
        guard case .expired = policy.verdict(onSignature: defaults, publicKeyInfo: key, at: now) else {
            Issue.record("SHA-1 is accepted")
            return
        }
        let absent = AlgorithmIdentifier(oid: OID.rsaPSS, parameters: nil)
        #expect(policy.verdict(onSignature: absent, publicKeyInfo: key, at: now) == .unsupported(name: OID.rsaPSS))
    }
}
