import CMS
import PDF
import SignatureValidation

/// Collects what a verifier will need in years: certificates of signers, timestamps and responders, and what shows that
/// none of them was revoked.
///
/// - SeeAlso: LTA-1, REV-12
struct GatherValidationData: Sendable {
    let needs: ServiceNeeds

    /// For the signature in `field`; throws `ServiceError.waiting(for: .revocation, …)`.
    func gather(for document: Document, field: String) async throws -> FetchedMaterial {
        try await gather(for: chains(in: document) { $0.fieldName == field })
    }

    /// For the signatures of a file but those in `earlier` fields, which others made: their authorities need not answer us.
    ///
    /// Throws `ServiceError.waiting(for: .revocation, …)`.
    func gather(for document: Document, without earlier: Set<String>) async throws -> FetchedMaterial {
        try await gather(for: chains(in: document) { $0.fieldName.map(earlier.contains) != true })
    }

    private func gather(for chains: [[[UInt8]]]) async throws -> FetchedMaterial {
        var material = FetchedMaterial()
        for chain in chains {
            let found = try await calling(.revocation) { try await needs.revocation.revocation(of: chain) }
            material.certificates += chain
            material.ocspResponses += found.ocspResponses
            material.crls += found.crls
            for response in found.ocspResponses {
                // Responders with a certificate of their own are part of the proof.
                material.certificates += (try? OCSPResponse(der: response))?.certificates.map(\.der) ?? []
            }
        }
        return FetchedMaterial(
            certificates: material.certificates.withoutRepetition,
            crls: material.crls.withoutRepetition,
            ocspResponses: material.ocspResponses.withoutRepetition
        )
    }

    private func chains(
        in document: Document,
        of isAsked: (SignatureDictionary) -> Bool
    ) throws -> [[[UInt8]]] {
        let reader = SignatureChains(
            signerAnchors: needs.settings.signerAnchors,
            timestampAnchors: needs.settings.timestampAnchors
        )
        let signatures: [SignatureDictionary]
        do throws(PDFError) {
            signatures = try document.signatures()
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
        return
            try signatures
            .filter(isAsked)
            .flatMap(reader.chains)
            .withoutRepetition
    }
}

extension Array where Element: Hashable {
    fileprivate var withoutRepetition: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
