import CMS
import PDF
import SignatureValidation

/// Collects what a verifier will need in years: certificates of signers, timestamps and responders, and what shows that
/// none of them was revoked.
///
/// - SeeAlso: LTA-1, REV-12
struct GatherValidationData: Sendable {
    let needs: ServiceNeeds

    /// For the signatures of a file, or only for the one in `field`; throws `ServiceError.waiting(for: .revocation, …)`.
    func gather(for document: Document, field: String? = nil) async throws -> FetchedMaterial {
        let chains = try chains(in: document, field: field)
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

    private func chains(in document: Document, field: String?) throws -> [[[UInt8]]] {
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
            .filter { field == nil || $0.fieldName == field }
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
