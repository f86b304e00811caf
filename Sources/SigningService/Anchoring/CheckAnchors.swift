package import SignerProtocol

/// Checks every anchor: its token, its tree, and that the entries it covers are still there: the third half of what
/// `chigiri audit verify` does.
package struct CheckAnchors: Sendable {
    private let store: any ServiceStore
    private let signer: (any SignerAuditLog)?
    private let timestampAnchors: [[UInt8]]

    /// Without a signer the chains that it keeps are left out.
    package init(store: any ServiceStore, signer: (any SignerAuditLog)?, timestampAnchors: [[UInt8]]) {
        self.store = store
        self.signer = signer
        self.timestampAnchors = timestampAnchors
    }

    /// What does not hold, with the moment at which it was anchored.
    package enum Fault: Hashable, Sendable, CustomStringConvertible {
        /// The token is not over the leaves, or not by an authority that we trust.
        case token(AnchorID, at: Timestamp, reason: String)
        /// An entry or a revision that was anchored is another one now, or gone.
        case changed(AnchoredDigest, at: Timestamp)

        package var description: String {
            switch self {
            case .token(let id, let time, let reason): "anchor \(id) of \(time.rfc3339): \(reason)"
            case .changed(let leaf, let time):
                "\(leaf.source.rawValue) \(leaf.subject) \(leaf.sequence) is not what was anchored at \(time.rfc3339)"
            }
        }
    }

    package struct Result: Hashable, Sendable {
        package var anchors = 0
        package var leaves = 0
        package var faults: [Fault] = []
        package var newest: Timestamp?
    }

    /// Looks at all of them, or at the newest.
    ///
    /// - Throws: `ExternalServiceError` when the signer does not answer.
    package func run(newest limit: Int? = nil) async throws -> Result {
        var result = Result()
        var signerChains: [String: [Blob]] = [:]
        let anchors = try await store.read { try $0.anchors(limit: limit ?? Int(Int32.max)) }
        for anchor in anchors {
            let leaves = try await store.read { try $0.anchoredDigests(of: anchor.id) }
            result.anchors += 1
            result.leaves += leaves.count
            result.newest = max(result.newest ?? anchor.madeAt, anchor.madeAt)
            if let reason = anchor.fault(over: leaves, timestampAnchors: timestampAnchors) {
                result.faults.append(.token(anchor.id, at: anchor.madeAt, reason: reason))
            }
            for leaf in leaves where try await !stands(leaf, &signerChains) {
                result.faults.append(.changed(leaf, at: anchor.madeAt))
            }
        }
        return result
    }

    /// Whether what was anchored is still what is kept.
    private func stands(_ leaf: AnchoredDigest, _ signerChains: inout [String: [Blob]]) async throws -> Bool {
        switch leaf.source {
        case .anchor:
            guard let id = AnchorID(leaf.subject), let anchor = try await store.read({ try $0.anchor(id) }) else {
                return false
            }
            return Digest.sha256(anchor.newestToken) == leaf.digest.bytes
        case .document:
            guard let id = DocumentID(leaf.subject) else { return false }
            // A document may lawfully be destroyed; one that is there has to have the revision.
            guard let document = try await store.read({ try $0.document(id) }) else { return true }
            guard document.revisions.indices.contains(leaf.sequence - 1) else { return false }
            return document.revisions[leaf.sequence - 1].sha256 == leaf.digest.bytes
        case .service:
            return try await store.read { try $0.auditEntry(leaf.sequence, of: leaf.subject) }?.digest == leaf.digest
        case .signer:
            guard let signer else { return true }
            let digests: [Blob]
            if let known = signerChains[leaf.subject] {
                digests = known
            } else {
                digests = try await signer.audit(chain: leaf.subject).map(\.entry.digest)
                signerChains[leaf.subject] = digests
            }
            return digests.indices.contains(leaf.sequence - 1) && digests[leaf.sequence - 1] == leaf.digest
        }
    }
}
