import CMS
import PDF

/// How far towards B-LTA a signature carries its own proof.
///
/// It says what is there, not whether it is trusted.
///
/// - SeeAlso: EN 319 142-1 §6
struct LevelDetermination: Sendable {
    let facts: DocumentFacts
    let signature: SignatureFacts

    func level(_ context: inout ValidationContext) -> SignatureLevel {
        guard let cms = signature.cms, cms.isPAdES, signature.integrity, let end = signature.end else { return .none }
        let covering = facts.signatures.filter {
            $0.isDocumentTimestamp && ($0.end ?? 0) > end && $0.findings.conclusion == .passed
        }
        // B-T: a sound timestamp on the signature, or over the document.
        var timestamps = cms.timestamps.filter(\.integrity)
        if timestamps.isEmpty { timestamps = Array(covering.compactMap(\.timestamp).prefix(1)) }
        guard let signer = cms.signer, !timestamps.isEmpty else { return .b }

        // B-LT: chain and revocation data for the signer and for the timestamp's authority are in the file.
        var leaves = [(signer, CertificatePurpose.signer)]
        leaves += timestamps.compactMap(\.authority).map { ($0, .timestamping) }
        func hasData(coveredBy stamp: SignatureFacts?) -> Bool {
            let revision = stamp?.coverage?.revision ?? facts.newestRevision
            let scope = ProofScope.bytes(revision: revision, end: stamp?.end ?? .max)
            return leaves.allSatisfy { context.hasStoredData(about: $0.0, for: $0.1, in: scope) }
        }
        guard hasData(coveredBy: nil) else { return .t }

        // B-LTA: a sound document timestamp covers those data.
        return covering.contains(where: hasData) ? .lta : .lt
    }
}
