import CMS
import SignerProtocol

/// Evidence records of documents, made from the anchors that cover them when somebody asks.
///
/// The leaves and tokens of anchors are all that is kept: a document costs forty bytes, a renewal of all documents one
/// leaf for each anchor.
///
/// - SeeAlso: RFC 4998 §3, §5.2; LTA-8; docs/decisions/0042
package struct EvidenceRecords: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// An evidence record over a revision of a file.
    package struct Record: Hashable, Sendable {
        package let der: [UInt8]
        /// The length of the file at that revision; later ones begin with it.
        package let length: Int
        /// SHA-256 of the file at that revision.
        package let sha256: [UInt8]
    }

    /// The record of a sealed contract, with all that validates it but the anchors.
    ///
    /// - Throws: `ServiceError.envelopeUnknown`; `.notReady` before the contract is sealed and anchored; `.waiting` when
    ///   the authority does not answer.
    package func record(of id: EnvelopeID, for sender: SenderActor) async throws -> Record {
        let (envelope, document) = try await Envelopes(needs).withDocument(id, for: sender)
        guard case .sealed = envelope.state, let record = try await record(of: document) else {
            throw ServiceError.notReady(state: envelope.state.name)
        }
        return Record(der: try await standingAlone(record.der), length: record.length, sha256: record.sha256)
    }

    /// With certificates and revocation data inside the newest token, as the earlier ones have them.
    private func standingAlone(_ der: [UInt8]) async throws -> [UInt8] {
        let record = try EvidenceRecord(der: der)
        guard let token = record.timestamps.last?.token else { throw CMSError.evidenceDataAbsent }
        let chains = SignatureChains(
            signerAnchors: needs.settings.signerAnchors,
            timestampAnchors: needs.settings.timestampAnchors
        )
        let chain = try chains.chain(of: token)
        let found = try await calling(.revocation) { try await needs.revocation.revocation(of: chain) }
        return try record.addingValidationData(
            certificates: chain,
            crls: found.crls,
            ocspResponses: found.ocspResponses
        )
    }

    /// The record over the newest revision that an anchor covers; nil before the first one does.
    ///
    /// - Throws: `ServiceError.storage` when what is kept does not prove the document.
    func record(of document: StoredDocument) async throws -> Record? {
        let subject = document.id.text
        for count in stride(from: document.revisions.count, through: 1, by: -1) {
            let place = try await needs.store.read { try $0.anchoredPlace(.document, subject, count) }
            guard let place else { continue }
            let revisions = document.revisions.prefix(count)
            guard let sha256 = revisions.last?.sha256 else { return nil }
            do {
                let der = try await record(at: place)
                try EvidenceRecord(der: der).check(digests: [.sha256: [sha256]])
                return Record(der: der, length: revisions.reduce(0) { $0 + $1.segment.length }, sha256: sha256)
            } catch let error as CMSError {
                throw ServiceError.storage("an anchor does not prove document \(subject): \(error)")
            }
        }
        return nil
    }

    private func record(at place: AnchoredPlace) async throws -> [UInt8] {
        guard var der = try await stamped(place).record(place.position) else { throw CMSError.evidenceDataAbsent }
        var anchor = place.anchor
        // Each renewal is a leaf of a later anchor.
        while let next = try await needs.store.read({ [anchor] in try $0.anchoredPlace(.anchor, anchor.text, 0) }) {
            guard let timestamp = try await stamped(next).archiveTimestamp(next.position) else {
                throw CMSError.evidenceDataAbsent
            }
            der = try EvidenceRecord(der: der).renewed(by: timestamp)
            anchor = next.anchor
        }
        return der
    }

    private func stamped(_ place: AnchoredPlace) async throws -> EvidenceBatch.Stamped {
        let (anchor, leaves) = try await needs.store.read { transaction in
            (try transaction.anchor(place.anchor), try transaction.anchoredDigests(of: place.anchor))
        }
        guard let anchor else { throw CMSError.evidenceDataAbsent }
        let batch = try EvidenceBatch(algorithm: .sha256, digests: leaves.lazy.map(\.digest.bytes))
        return try batch.stamped(by: anchor.newestToken)
    }
}
