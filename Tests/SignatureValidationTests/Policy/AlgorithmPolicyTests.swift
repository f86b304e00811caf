import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import SignatureValidation

/// E-1: a policy is a dated, versioned file that is read strictly.
@Suite struct `An algorithm policy file` {
    private let standard = String(decoding: AlgorithmPolicy.standardJSON, as: UTF8.self)

    private func place(_ text: String) -> String? {
        do throws(AlgorithmPolicyError) {
            _ = try AlgorithmPolicy(json: Array(text.utf8))
            return nil
        } catch {
            return error.place
        }
    }

    @Test func `says who issued it, when, and on whose word`() throws {
        let policy = AlgorithmPolicy.standard
        #expect(policy.id == "chigiri-algorithms-2")
        #expect(policy.issued == "2026-11-29")
        #expect(policy.sources.count == 2)
        #expect(policy.digest.count == 64)
        #expect(try AlgorithmPolicy(json: AlgorithmPolicy.standardJSON) == policy)
    }

    @Test func `is published with the documents, byte for byte`() throws {
        let package = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = package.appending(path: "docs/policies/chigiri-algorithms-2.json")
        #expect(try Array(Data(contentsOf: file)) == AlgorithmPolicy.standardJSON)
    }

    @Test(arguments: [
        (#""validateUntil": "2012-08-01""#, #""validateUntil": "2012-08-32""#, "algorithms[1].validateUntil"),
        (#""validateUntil": "2012-08-01""#, #""validateUntil": "2012-8-1""#, "algorithms[1].validateUntil"),
        (#""validateUntil": "2012-08-01""#, #""validateUntil": 2012"#, "algorithms[1].validateUntil"),
        (#""validateUntil": "2012-08-01", "#, "", "algorithms[1]"),
        (#""validateUntil": "2012-08-01""#, #""validateUntil": "2012-08-01", "more": null"#, "algorithms[1]"),
        (
            #""algorithm": "SHA-1", "oid": "1.3.14.3.2.26""#, #""algorithm": "MD5", "oid": "1.2.840.113549.2.5""#,
            "algorithms[1]"
        ),
        (#""algorithm": "ECDSA", "minimumKey": 0"#, #""algorithm": "ECDSA", "minimumKey": -1"#, "byte"),
        (
            #""algorithm": "ECDSA", "minimumKey": 0"#, #""algorithm": "DSA", "minimumKey": 0"#,
            "algorithms[17].algorithm"
        ),
        (#""id": "chigiri-algorithms-2""#, #""id": "none""#, "id"),
        (#""id": "chigiri-algorithms-2","#, #""id": "a", "id": "b","#, "byte"),
        (#""issued": "2026-11-29""#, #""issued": "soon""#, "issued"),
        (#""sources": [0, 1]"#, #""sources": [2]"#, "algorithms[1].sources"),
        ("SHA-224", #"SHA\u002d224"#, "byte"),
    ])
    func `is refused with the place that is wrong`(old: String, new: String, expected: String) throws {
        let changed = standard.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != standard)
        let found = try #require(place(changed))
        #expect(expected == "byte" ? found.hasPrefix("byte ") : found == expected)
    }

    @Test func `is refused with anything around it, and when it is too deep or too large`() {
        #expect(place(standard + "x")?.hasPrefix("byte ") == true)
        #expect(place("") == "byte 0")
        #expect(place(String(repeating: "[", count: 100_000))?.hasPrefix("byte ") == true)
        #expect(place(String(repeating: "[", count: 20))?.hasPrefix("byte ") == true)
        #expect(place(standard + String(repeating: " ", count: 70_000)) == "byte 65536")
        #expect(place("[]") == "object")
    }

    @Test func `changes the digest of the validation policy`() throws {
        let changed = standard.replacing("2029-01-01", with: "2030-01-01")
        let world = try TestWorld()
        let other = ValidationPolicy(
            trustAnchors: [world.root.certificate],
            timestampAnchors: nil,
            algorithmPolicyFile: Array(changed.utf8)
        )
        let policy = ValidationPolicy(trustAnchors: [world.root.certificate], timestampAnchors: nil)
        #expect(other.problem == nil && other.digest != policy.digest && other.anchorsDigest == policy.anchorsDigest)
    }
}

/// E-2: what is signed today can still be renewed before its algorithms end.
@Suite struct `The rule for new signatures` {
    private let policy = AlgorithmPolicy.standard
    private let lead: TimeInterval = 365 * 86_400
    private let world: TestWorld
    init() throws { world = try TestWorld() }

    private func verdict(_ key: DeclaredKey, _ day: String) throws -> AlgorithmPolicy.Verdict {
        policy.verdictOnCreation(
            withSignature: key.algorithm,
            publicKeyInfo: key.publicKeyInfo,
            at: try Date("\(day)T00:00:00Z", strategy: .iso8601),
            leadTime: lead
        )
    }

    @Test func `takes what has no end`() throws {
        #expect(try verdict(.p256(), "2060-01-01") == .acceptable)
        #expect(try verdict(.p384(), "2060-01-01") == .acceptable)
        #expect(try verdict(.rsa3072(.pss), "2060-01-01") == .acceptable)
    }

    @Test func `takes PKCS1 only while a first renewal still comes in time`() throws {
        let key = try DeclaredKey.rsa3072(.pkcs1)
        #expect(try verdict(key, "2027-12-31") == .acceptable)
        #expect(try verdict(key, "2028-01-02") != .acceptable)
    }

    @Test func `never takes what is only validated`() throws {
        let sha1 = AlgorithmIdentifier(oid: OID.ecdsaWithSHA1, parameters: nil)
        let early = try Date("2005-01-01T00:00:00Z", strategy: .iso8601)
        let info = world.signer.certificate.publicKeyInfo
        #expect(policy.verdict(onSignature: sha1, publicKeyInfo: info, at: early) == .acceptable)
        #expect(
            policy.verdictOnCreation(withSignature: sha1, publicKeyInfo: info, at: early, leadTime: 0)
                == .unsupported(name: "SHA-1")
        )
    }

    @Test func `is offered in words where a signature fails by it`() {
        let end = Finding.findings(.expired(name: "RSA-PKCS1 ≥3000", on: TestWorld.start), policy)
        #expect(end.first?.english.contains("chigiri-algorithms-2 of 2026-11-29") == true)
        #expect(end.first?.english.contains("--algorithm-policy") == true)
        #expect(end.first?.japanese.contains("--algorithm-policy") == true)
    }
}
