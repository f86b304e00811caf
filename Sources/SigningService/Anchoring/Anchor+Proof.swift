import CMS
import SignerProtocol

extension Anchor {
    /// Why the anchor does not prove these leaves; nil when it does.
    ///
    /// The token is over the root of their tree, by an authority below one of the installation's anchors that was valid then.
    func fault(over leaves: [AnchoredDigest], timestampAnchors: [[UInt8]]) -> String? {
        guard leaves.count == self.leaves else { return "has \(leaves.count) leaves instead of \(self.leaves)" }
        do {
            let batch = try EvidenceBatch(algorithm: .sha256, digests: leaves.lazy.map(\.digest.bytes))
            let roots = try timestampAnchors.map { try Certificate(der: $0) }
            let chains = SignatureChains(signerAnchors: [], timestampAnchors: timestampAnchors)
            for bytes in [token.bytes, newestToken] {
                _ = try batch.stamped(by: bytes)
                let token = try TimestampToken(der: bytes)
                let authority = try token.verifySignature(among: roots)
                try TimestampToken.checkUsage(of: authority)
                guard authority.isValid(at: token.info.genTime) else { return "made outside the authority's period" }
                guard let last = try chains.chain(of: token).last, timestampAnchors.contains(last) else {
                    return "its authority is not below an anchor of ours"
                }
            }
            return nil
        } catch {
            return "\(error)"
        }
    }
}
