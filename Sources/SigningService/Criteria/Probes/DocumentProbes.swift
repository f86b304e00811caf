import CMS
import Foundation
import PDF
import SignerProtocol

extension Probe {
    /// Somebody of another organisation gets no contract, whatever she asks for.
    static let foreignDocumentsDenied = Probe(
        id: "foreign-documents-denied",
        title: BilingualText(ja: "ほかの組織の人は文書を見られない", en: "People of another organisation see no document"),
        clauses: ["2.1.4-1"],
        interval: .seconds(3_600)
    ) { needs in
        guard let envelope = try await needs.store.read({ try $0.newestEnvelopes(limit: 1) }).first else {
            return .notChecked(["envelopes": "0"])
        }
        let stranger = SenderActor(
            account: Account(
                id: AccountID(from: needs.randomBytes),
                organisation: OrganisationID(from: needs.randomBytes),
                name: "probe",
                address: try MailAddress("probe@invalid.example", field: "email"),
                isAdministrator: true,
                createdAt: needs.now()
            )
        )
        let envelopes = Envelopes(needs)
        let questions: [(String, () async throws -> Void)] = [
            ("envelope", { _ = try await envelopes.envelope(envelope.id, for: stranger) }),
            ("document", { _ = try await envelopes.document(of: envelope.id, for: stranger) }),
            ("certificate", { _ = try await envelopes.certificate(of: envelope.id, for: stranger) }),
            ("evidence", { _ = try await envelopes.evidence(of: envelope.id, for: stranger) }),
            ("audit", { _ = try await envelopes.audit(of: envelope.id, for: stranger) }),
            ("upload", { _ = try await Documents(needs).document(envelope.document, for: stranger) }),
        ]
        var answered: [String] = []
        for (name, question) in questions {
            do {
                try await question()
                answered.append(name)
            } catch ServiceError.envelopeUnknown, ServiceError.documentUnknown {
                continue
            } catch ServiceError.storage(let reason) {
                throw ServiceError.storage(reason)
            } catch is ServiceError {
                // Whatever else it says, it says of a contract that the stranger was let through to.
                answered.append(name)
            }
        }
        return answered.isEmpty
            ? .passed(["questions": "\(questions.count)"]) : .failed(["answered": answered.joined(separator: " ")])
    }

    /// Stored documents open with their keys and have the digests that were recorded.
    static let fixity = Probe(
        id: "fixity",
        title: BilingualText(ja: "保管している文書が変わっていない", en: "Documents in custody are unchanged"),
        clauses: ["2.1.4-4"],
        interval: .seconds(86_400)
    ) { needs in
        let envelopes = try await needs.store.read { try $0.newestEnvelopes(limit: 20) }
        guard !envelopes.isEmpty else { return .notChecked(["documents": "0"]) }
        for envelope in envelopes {
            guard let document = try await needs.store.read({ try $0.document(envelope.document) }) else {
                return .failed(["envelope": envelope.id.text, "fault": "document missing"])
            }
            do {
                let open = try await Custody(needs: needs).open(document, by: "probe:fixity", for: .revalidate)
                let digest = try await needs.onDocumentThreads {
                    try open.source.surfacing { try open.source.sha256(of: 0..<open.source.count) }
                }
                guard digest == document.sha256 else {
                    return .failed(["document": document.id.text, "fault": "digest"])
                }
            } catch ServiceError.segmentDamaged {
                return .failed(["document": document.id.text, "fault": "segment"])
            }
        }
        return .passed(["documents": "\(envelopes.count)"])
    }

    /// The newest concluded contracts are valid at B-LTA with nothing but what they carry, and their evidence is there.
    static let sealedContracts = Probe(
        id: "sealed-contracts",
        title: BilingualText(ja: "結ばれた契約書が検証に通る", en: "Concluded contracts verify"),
        clauses: ["2.1.4-5", "2.1.4-6", "2.2.4-1", "2.2.3-3-ア"],
        interval: .seconds(86_400)
    ) { needs in
        let sealed = try await needs.store.read { try $0.newestEnvelopes(limit: 50) }.compactMap { envelope in
            if case .sealed(let sealed) = envelope.state { (envelope, sealed) } else { nil }
        }
        guard !sealed.isEmpty else { return .notChecked(["contracts": "0"]) }
        for (envelope, facts) in sealed.prefix(3) {
            for id in [envelope.document, facts.certificate] {
                guard let document = try await needs.store.read({ try $0.document(id) }) else {
                    return .failed(["envelope": envelope.id.text, "fault": "document missing"])
                }
                let open = try await Custody(needs: needs).open(
                    document,
                    by: "probe:sealed-contracts",
                    for: .revalidate
                )
                do {
                    try await needs.onDocumentThreads {
                        try open.source.surfacing {
                            try Judge(needs: needs).requireLongTerm(open.source, uploaded: document.uploadedBytes)
                        }
                    }
                } catch ServiceError.judgeRefused(let codes) {
                    return .failed(["envelope": envelope.id.text, "reasons": codes.joined(separator: " ")])
                }
            }
            guard try await needs.store.read({ try $0.document(facts.evidence) }) != nil else {
                return .failed(["envelope": envelope.id.text, "fault": "evidence missing"])
            }
        }
        return .passed(["contracts": "\(min(3, sealed.count))"])
    }
}
