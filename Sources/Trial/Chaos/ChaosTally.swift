import Foundation

/// What the proofs of the contracts and the signer's own audit say was signed, counted against each other.
struct ChaosTally: Hashable, Sendable {
    /// Permissions that the signer spent: for each one the key was used at most once.
    private(set) var permissions = 0
    /// Values that the signer made and kept.
    private(set) var values = 0
    /// Requests for a certificate, which use the key too.
    private(set) var requests = 0
    /// Signatures in the sealed contracts and certificates.
    private(set) var signatures = 0
    /// What was signed and is in no contract, or is there twice.
    private(set) var twice: [String] = []

    private struct Evidence: Decodable {
        struct Signature: Decodable {
            struct Activation: Decodable {
                let context: Data
            }

            let activation: Activation?
            let confirmationRecord: Data?
        }

        struct Certificate: Decodable {
            struct Order: Decodable {
                let id: String
            }

            let sealOrder: Order?
        }

        struct Entry: Decodable {
            let action: String
        }

        let signatures: [Signature]
        let certificate: Certificate
        let audit: [Entry]
    }

    private struct Report: Decodable {
        struct Signature: Decodable {}

        let signatures: [Signature]
    }

    private struct Context: Decodable {
        let cred: String
    }

    private struct Confirmation: Decodable {
        let id: String
    }

    /// Nothing counted yet.
    init() {}

    init(query: SignerQuery, out: URL, results: [ChaosResult]) async throws {
        var credentials: [String] = []
        var confirmations: Set<String> = []
        var orders: Set<String> = []
        for result in results where result.outcome == .valid {
            let folder = out.appending(path: result.name)
            let evidence = try Self.read(Evidence.self, folder.appending(path: "evidence.json"))
            credentials += try evidence.signatures.compactMap(\.activation).map {
                try JSONDecoder().decode(Context.self, from: $0.context).cred
            }
            try evidence.signatures.compactMap(\.confirmationRecord).forEach {
                confirmations.insert(try JSONDecoder().decode(Confirmation.self, from: $0).id)
            }
            if let order = evidence.certificate.sealOrder { orders.insert(order.id) }
            try add(evidence, folder, of: result)
        }
        for credential in credentials {
            // One person signs one contract here, so her key is used for one.
            let made = add(try await query.audit(credential))
            if made.count != 1 { twice.append("credential \(credential): \(made.count) values") }
        }
        for (chain, kind, used) in [("witness", "confirmation", confirmations), ("record", "seal", orders)] {
            let unused = add(try await query.audit(chain)).compactMap { $0[kind] }.filter { !used.contains($0) }
            twice += unused.map { "\(kind) \($0): a value in no contract" }
        }
    }

    /// The files of a contract: each person's signature once, and ours once on the certificate.
    private mutating func add(_ evidence: Evidence, _ folder: URL, of result: ChaosResult) throws {
        let expected = result.signers.count
        let inContract = try Self.read(Report.self, folder.appending(path: "validation.json")).signatures.count
        let inCertificate = try Self.read(
            Report.self,
            folder.appending(path: "certificate-validation.json")
        ).signatures.count
        let received = evidence.audit.count { $0.action == "signature value received" }
        signatures += inContract + inCertificate
        if inContract != expected || evidence.signatures.count != expected {
            twice.append("\(result.name): \(inContract) signatures of \(expected) people")
        }
        if inCertificate != 1 { twice.append("\(result.name): \(inCertificate) signatures on its certificate") }
        if received != expected + 1 { twice.append("\(result.name): \(received) values received") }
    }

    /// Counts a chain of the signer; the facts of the values it kept.
    private mutating func add(_ chain: [SignerQuery.Record]) -> [[String: String]] {
        permissions += chain.count { $0.entry.action == "signature-intended" }
        requests += chain.count { ["certification-requested", "service-key-made"].contains($0.entry.action) }
        let made = chain.filter { $0.entry.action == "signature-made" }.map(\.facts)
        values += made.count
        return made
    }

    private static func read<Value: Decodable>(_ type: Value.Type, _ file: URL) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }
}
