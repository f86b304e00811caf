import CMS
import PDF

/// How far towards B-LTA a signature carries its own proof.
///
/// It says what is there, not whether it is trusted.
///
/// - SeeAlso: EN 319 142-1 §6
struct LevelDetermination: Sendable {
    let policy: ValidationPolicy
    let facts: DocumentFacts

    func level(of signature: SignatureFacts) -> SignatureLevel {
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
        let newest = facts.material(at: facts.newestRevision)
        guard leaves.allSatisfy({ hasValidationData($0.0, $0.1, newest) }) else { return .t }

        // B-LTA: a sound document timestamp covers those data.
        let isArchived = covering.compactMap { $0.coverage?.revision }.contains { revision in
            let material = facts.material(at: revision)
            return leaves.allSatisfy { hasValidationData($0.0, $0.1, material) }
        }
        return isArchived ? .lta : .lt
    }

    private func hasValidationData(
        _ certificate: Certificate,
        _ purpose: CertificatePurpose,
        _ material: ValidationMaterial
    ) -> Bool {
        let roots = material.certificates.filter { $0.subject == $0.issuer }
        let builder = PathBuilder(anchors: policy.anchors(for: purpose) + roots, pool: material.certificates)
        return builder.paths(from: certificate).contains { path in
            path.linksFromAnchor.allSatisfy { link in
                link.certificate == path.anchor
                    || !material.statements(about: link).isEmpty
            }
        }
    }
}

extension DocumentFacts {
    /// What the file itself holds up to a revision (from 0): its security store, and what is inside the CMS before it.
    func material(at revision: Int) -> ValidationMaterial {
        var material = ValidationMaterial()
        if let store = stores[revision] {
            material.add(
                certificates: store.certificates,
                crls: store.crls,
                ocspResponses: store.ocspResponses
            )
        }
        for signature in signatures {
            guard let covered = signature.coverage?.revision, covered <= revision else { continue }
            if let cms = signature.cms {
                material.add(cms.certificates)
                material.add(cms.material)
            }
            for timestamp in (signature.cms?.timestamps ?? []) + [signature.timestamp].compactMap({ $0 }) {
                material.add(timestamp.certificates)
                material.add(timestamp.material)
            }
        }
        return material
    }
}
