import CMS
import SignerProtocol

/// Has the heads of all audit chains that moved, and the newest revisions of sealed documents, timestamped: one token over
/// the root of one tree.
///
/// After that nobody can change or take away an entry, or a whole chain, without a third party seeing it. The signer opens
/// no connection: the service asks it for its heads and keeps the proof.
///
/// - SeeAlso: SAD-12, LTA-8; docs/decisions/0042
struct AnchorAuditLog: Sendable {
    let needs: ServiceNeeds
    private let signer: any SignerAuditLog

    init(needs: ServiceNeeds) {
        self.init(needs: needs, signer: needs.signer)
    }

    init(needs: ServiceNeeds, signer: any SignerAuditLog) {
        self.needs = needs
        self.signer = signer
    }

    /// The most documents and older anchors of one tree.
    private static let limit = 100_000
    /// Entries may be committed a little after the time they bear.
    private static let overlap = Duration.seconds(600)

    /// Makes one anchor, if there is something to anchor; how many leaves it has.
    @discardableResult
    func run() async throws -> Int {
        let time = needs.now()
        let since =
            try await needs.store.read { try $0.newestAnchor()?.madeAt }
            .map { $0.advanced(by: .zero - Self.overlap) } ?? Timestamp(milliseconds: 0)
        let archived = try await archivedAnchors(at: time)
        var leaves = archived.map { anchor in
            AnchoredDigest(.anchor, anchor.id.text, 0, digest: Blob(Digest.sha256(anchor.newestToken)))
        }
        leaves += try await needs.store.read { try $0.unanchoredDocuments(limit: Self.limit) }
        leaves += try await serviceHeads(since: since)
        leaves += try await signerHeads(since: since)
        guard !leaves.isEmpty else { return 0 }

        let batch = try EvidenceBatch(algorithm: .sha256, digests: leaves.lazy.map(\.digest.bytes))
        let imprint = try batch.imprint
        let token = try await calling(.timestampAuthority) { try await needs.timestamps.timestamp(over: imprint) }
        let parsed = try TimestampToken(der: token)
        let anchor = Anchor(
            id: AnchorID(from: needs.randomBytes),
            madeAt: Timestamp(parsed.info.genTime),
            token: Blob(token),
            archivedToken: nil,
            standing: try StampStanding(parsed, needs.settings),
            leaves: leaves.count
        )
        if let reason = anchor.fault(over: leaves, timestampAnchors: needs.settings.timestampAnchors) {
            throw ServiceError.dependencyRefused(.timestampAuthority, reason: reason)
        }
        try await needs.store.write { [leaves] transaction in
            for anchor in archived { try transaction.archive(anchor) }
            try transaction.insert(anchor, over: leaves)
        }
        return leaves.count
    }

    private func serviceHeads(since: Timestamp) async throws -> [AnchoredDigest] {
        try await heads(.service) { after in
            try await needs.store.read {
                try $0.auditHeads(since: since, after: after, limit: AuditHeadsRequest.portion)
            }
        }
    }

    private func signerHeads(since: Timestamp) async throws -> [AnchoredDigest] {
        try await heads(.signer) { after in
            try await calling(.signer) { try await signer.auditHeads(since: since, after: after) }
        }
    }

    private func heads(
        _ source: AnchoredDigest.Source,
        _ ask: (String?) async throws -> [AuditHead]
    ) async throws -> [AnchoredDigest] {
        var found: [AnchoredDigest] = []
        var last: String?
        repeat {
            let portion = try await ask(last)
            // A portion that does not go on would be asked for for ever.
            guard let end = portion.last?.chain, end != last else { break }
            found += try await unanchored(
                portion.map { AnchoredDigest(source, $0.chain, $0.sequence, digest: $0.digest) }
            )
            last = end
        } while true
        return found
    }

    /// Without what the overlap brings a second time.
    private func unanchored(_ leaves: [AnchoredDigest]) async throws -> [AnchoredDigest] {
        try await needs.store.read { transaction in
            try leaves.filter { try transaction.anchoredPlace($0.source, $0.subject, $0.sequence) == nil }
        }
    }

    /// Older anchors that are due, each with what validates its token inside it.
    private func archivedAnchors(at time: Timestamp) async throws -> [Anchor] {
        let due = try await needs.store.read { transaction -> [Anchor] in
            let gained = try transaction.newestStampEnd() ?? time
            return try transaction.dueAnchors(at: time, gaining: gained, limit: Self.limit)
        }
        var material: [[[UInt8]]: RevocationData] = [:]
        var archived: [Anchor] = []
        for anchor in due {
            let chains = SignatureChains(
                signerAnchors: needs.settings.signerAnchors,
                timestampAnchors: needs.settings.timestampAnchors
            )
            let chain = try chains.chain(of: TimestampToken(der: anchor.token.bytes))
            let found: RevocationData
            if let known = material[chain] {
                found = known
            } else {
                found = try await calling(.revocation) { try await needs.revocation.revocation(of: chain) }
                material[chain] = found
            }
            archived.append(try anchor.archived(chain, found))
        }
        return archived
    }
}

extension Anchor {
    /// With certificates and revocation data inside its token, which a renewal then covers.
    fileprivate func archived(_ chain: [[UInt8]], _ found: RevocationData) throws -> Anchor {
        let imprint = try TimestampToken(der: token.bytes).info.imprint
        let alone = try ArchiveTimestamp.encode(
            algorithm: imprint.hashAlgorithm,
            path: nil,
            root: imprint.digest,
            token: token.bytes
        )
        let record = try EvidenceRecord(der: EvidenceRecord.encode(alone, algorithm: imprint.hashAlgorithm))
        let extended = try EvidenceRecord(
            der: record.addingValidationData(
                certificates: chain,
                crls: found.crls,
                ocspResponses: found.ocspResponses
            )
        )
        return Anchor(
            id: id,
            madeAt: madeAt,
            token: token,
            archivedToken: extended.timestamps.last.map { Blob($0.token.der) },
            standing: standing,
            leaves: leaves
        )
    }
}
