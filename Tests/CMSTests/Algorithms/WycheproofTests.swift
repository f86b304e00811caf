import CMS
import Foundation
import Testing

/// Project Wycheproof's vectors.
///
/// What we do not implement must say so, and is counted apart. FND-1, CMS-V8, CMS-V9.
@Suite(.enabled(if: Corpus.has("wycheproof"), "corpus/wycheproof is not here"))
struct `Signature verification agrees with Wycheproof` {
    /// Unoptimised, the vectors of the large RSA keys take a minute: `CHIGIRI_ALL_VECTORS` asks for every one.
    static let takesAll = ProcessInfo.processInfo.environment["CHIGIRI_ALL_VECTORS"] != nil
    static let names = Corpus.files(below: "wycheproof").map(\.lastPathComponent).filter { $0.hasSuffix("_test.json") }

    @Test(arguments: names)
    func `on every vector`(name: String) throws {
        let file = try JSONDecoder().decode(VectorFile.self, from: Data(Corpus.bytes("wycheproof/\(name)")))
        var judged = 0
        var unsupported = 0
        var leftOut = 0
        for group in file.testGroups {
            let publicKeyInfo = bytes(hex: group.publicKeyDer)
            let algorithm = try #require(group.algorithm)
            for vector in group.tests {
                guard Self.takesAll || group.isSampled(vector) else {
                    leftOut += 1
                    continue
                }
                let failure = failure { () throws(CMSError) in
                    try verifySignature(
                        bytes(hex: vector.sig),
                        algorithm: algorithm,
                        of: bytes(hex: vector.msg),
                        publicKeyInfo: publicKeyInfo
                    )
                }
                if case .algorithmUnsupported = failure {
                    unsupported += 1
                } else {
                    judged += 1
                    // "Acceptable" is a missing NULL in PKCS#1 v1.5, which we refuse. CMS-V8
                    let expected = vector.result == "valid" ? nil : CMSError.signatureInvalid
                    #expect(failure == expected, "\(name) \(vector.tcId) \(vector.comment)")
                }
            }
        }
        print("Wycheproof \(name): \(judged) judged, \(unsupported) ALG_UNSUPPORTED, \(leftOut) left out")
        let isSupported = !["brainpool", "ed448", "sha512_224", "sha512_256"].contains { name.contains($0) }
        #expect(isSupported ? judged > 0 : judged == 0)
        // Only the mixed files of PSS have both: some of their hashes are not ours.
        #expect(isSupported ? unsupported == 0 || name.contains("misc") : unsupported > 0)
    }

    private func failure(_ body: () throws(CMSError) -> Void) -> CMSError? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }
}

private struct VectorFile: Decodable {
    let testGroups: [Group]

    struct Group: Decodable {
        let type: String
        let publicKeyDer: String
        let sha: String?
        let mgfSha: String?
        let sLen: Int?
        let keySize: Int?
        let tests: [Vector]

        var algorithm: AlgorithmIdentifier? {
            switch (type, sha) {
            case ("EcdsaVerify", "SHA-256"): .ecdsaWithSHA256
            case ("EcdsaVerify", "SHA-384"): .ecdsaWithSHA384
            case ("EcdsaVerify", "SHA-512"): .ecdsaWithSHA512
            case ("RsassaPkcs1Verify", "SHA-256"): .sha256WithRSA
            case ("RsassaPkcs1Verify", "SHA-384"): .sha384WithRSA
            case ("RsassaPkcs1Verify", "SHA-512"): .sha512WithRSA
            case ("EddsaVerify", _): AlgorithmIdentifier(oid: "1.3.101.113", parameters: nil)
            case ("RsassaPssVerify", _), ("RsassaPssWithParametersVerify", _): pss
            default: nil
            }
        }

        private var pss: AlgorithmIdentifier? {
            guard let hash = Self.hashes[sha ?? ""], let mask = Self.hashes[mgfSha ?? ""], let sLen else { return nil }
            let hashDER = AlgorithmIdentifier(oid: hash, parameters: DEREncoding.null).der
            let maskDER = AlgorithmIdentifier(oid: mask, parameters: DEREncoding.null).der
            let parameters = DEREncoding.sequence(
                DEREncoding.explicit(0, hashDER),
                DEREncoding.explicit(1, AlgorithmIdentifier(oid: OID.mgf1, parameters: maskDER).der),
                DEREncoding.explicit(2, DEREncoding.integer(sLen))
            )
            return AlgorithmIdentifier(oid: OID.rsaPSS, parameters: parameters)
        }

        private static let hashes = [
            "SHA-1": OID.sha1, "SHA-224": "2.16.840.1.101.3.4.2.4", "SHA-256": OID.sha256, "SHA-384": OID.sha384,
            "SHA-512": OID.sha512, "SHA-512/224": "2.16.840.1.101.3.4.2.5", "SHA-512/256": "2.16.840.1.101.3.4.2.6",
        ]

        /// Unoptimised arithmetic is slow: of the large keys every valid vector that is small in number, and a fifth of
        /// the rest.
        func isSampled(_ vector: Vector) -> Bool {
            (keySize ?? 0) <= 2048 || vector.tcId % 5 == 0 || vector.tcId <= 10
        }
    }

    struct Vector: Decodable {
        let tcId: Int
        let comment: String
        let msg: String
        let sig: String
        let result: String
    }
}
