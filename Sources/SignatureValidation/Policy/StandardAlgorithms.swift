extension AlgorithmPolicy {
    /// The policy that applies where nobody names another.
    ///
    /// The data are those of `docs/policies/chigiri-algorithms-2.json`, byte for byte.
    package static let standard: AlgorithmPolicy = {
        do {
            return try AlgorithmPolicy(json: standardJSON)
        } catch {
            preconditionFailure("a policy of our own making reads back: \(error)")
        }
    }()

    /// The policy file itself, for those who want to write another.
    package static let standardJSON = Array(
        """
        {
          "id": "chigiri-algorithms-2",
          "issued": "2026-11-29",
          "sources": [
            "ETSI TS 119 312 V1.5.1",
            "CRYPTREC LS-0003-2022r1"
          ],
          "algorithms": [
            {"algorithm": "MD5", "oid": "1.2.840.113549.2.5", "create": null, "validateUntil": "2004-08-01", "sources": [0]},
            {"algorithm": "SHA-1", "oid": "1.3.14.3.2.26", "create": null, "validateUntil": "2012-08-01", "sources": [0, 1]},
            {"algorithm": "SHA-224", "oid": "2.16.840.1.101.3.4.2.4", "create": null, "validateUntil": "2029-01-01", "sources": [0]},
            {"algorithm": "SHA-256", "oid": "2.16.840.1.101.3.4.2.1", "create": {"from": null, "until": null}, "validateUntil": null, "sources": [0, 1]},
            {"algorithm": "SHA-384", "oid": "2.16.840.1.101.3.4.2.2", "create": {"from": null, "until": null}, "validateUntil": null, "sources": [0, 1]},
            {"algorithm": "SHA-512", "oid": "2.16.840.1.101.3.4.2.3", "create": {"from": null, "until": null}, "validateUntil": null, "sources": [0, 1]},
            {"algorithm": "SHA3-256", "oid": "2.16.840.1.101.3.4.2.8", "create": null, "validateUntil": null, "sources": [0, 1]},
            {"algorithm": "SHA3-384", "oid": "2.16.840.1.101.3.4.2.9", "create": null, "validateUntil": null, "sources": [0, 1]},
            {"algorithm": "SHA3-512", "oid": "2.16.840.1.101.3.4.2.10", "create": null, "validateUntil": null, "sources": [0, 1]},
            {"algorithm": "RSA-PKCS1", "minimumKey": 0, "create": null, "validateUntil": "2010-08-01", "sources": [0]},
            {"algorithm": "RSA-PKCS1", "minimumKey": 1024, "create": null, "validateUntil": "2019-10-01", "sources": [0]},
            {"algorithm": "RSA-PKCS1", "minimumKey": 1900, "create": {"from": null, "until": "2029-01-01"}, "validateUntil": "2029-01-01", "sources": [0, 1]},
            {"algorithm": "RSA-PKCS1", "minimumKey": 3000, "create": {"from": null, "until": "2029-01-01"}, "validateUntil": "2029-01-01", "sources": [0]},
            {"algorithm": "RSA-PSS", "minimumKey": 0, "create": null, "validateUntil": "2010-08-01", "sources": [0]},
            {"algorithm": "RSA-PSS", "minimumKey": 1024, "create": null, "validateUntil": "2019-10-01", "sources": [0]},
            {"algorithm": "RSA-PSS", "minimumKey": 1900, "create": {"from": null, "until": "2029-01-01"}, "validateUntil": "2029-01-01", "sources": [0, 1]},
            {"algorithm": "RSA-PSS", "minimumKey": 3000, "create": {"from": null, "until": null}, "validateUntil": null, "sources": [0, 1]},
            {"algorithm": "ECDSA", "minimumKey": 0, "create": null, "validateUntil": "2012-08-01", "sources": [0]},
            {"algorithm": "ECDSA", "minimumKey": 224, "create": null, "validateUntil": "2021-10-01", "sources": [0]},
            {"algorithm": "ECDSA", "minimumKey": 256, "create": {"from": null, "until": null}, "validateUntil": null, "sources": [0, 1]}
          ]
        }

        """.utf8
    )
}
