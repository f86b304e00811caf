import CMS
import SignerProtocol

/// What shows that a chain is not revoked now.
struct ChainEvidence: Sendable {
    /// Leaf first, with the root.
    let chain: [[UInt8]]
    let revocation: RevocationData

    /// As it crosses to the signer process.
    var material: ValidationMaterial {
        ValidationMaterial(
            chain: chain.map(Blob.init),
            ocspResponses: revocation.ocspResponses.map(Blob.init),
            crls: revocation.crls.map(Blob.init)
        )
    }
}

extension ServiceNeeds {
    /// Fetches revocation data for a chain, completed with its root, as they are now: a key is about to be used.
    func evidence(of chain: [[UInt8]], anchors: [[UInt8]]) async throws -> ChainEvidence {
        let complete = try completed(chain, with: anchors)
        let revocation = try await calling(.revocation) { try await self.revocation.revocation(of: complete, .now) }
        return ChainEvidence(chain: complete, revocation: revocation)
    }

    /// The chain up to an anchor; as it is when no anchor continues it.
    func completed(_ chain: [[UInt8]], with anchors: [[UInt8]]) throws -> [[UInt8]] {
        do throws(CMSError) {
            guard let last = try chain.last.map({ der throws(CMSError) in try Certificate(der: der) }) else {
                return chain
            }
            guard last.issuer != last.subject else { return chain }
            for der in anchors where try Certificate(der: der).subject == last.issuer {
                return chain + [der]
            }
            return chain
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }
}
