import CMS
import PDF
import SignatureValidation

/// Collects what a verifier will need in years: certificates of signers, timestamps and responders, and what shows that
/// none of them was revoked.
///
/// - SeeAlso: LTA-1, REV-12
struct GatherValidationData: Sendable {
    let needs: ServiceNeeds

    /// For the signatures of a file, as it is after the newest of them, but for those in `earlier` fields, which others
    /// made: their authorities need not answer us.
    ///
    /// Throws `ServiceError.waiting(for: .revocation, …)`.
    ///
    /// - SeeAlso: REV-9
    func gather(for document: Document, without earlier: Set<String>) async throws -> FetchedMaterial {
        let signatures = try signatures(in: document).filter { $0.fieldName.map(earlier.contains) != true }
        let times = try signatures.compactMap(reader.provenTime)
        return try await gather(for: signatures, times.max().map(RevocationDemand.since) ?? .now)
    }

    /// For the signature in `field`, which was made just now.
    func gather(for document: Document, field: String) async throws -> FetchedMaterial {
        try await gather(for: try signatures(in: document).filter { $0.fieldName == field }, .current)
    }

    private func gather(
        for signatures: [SignatureDictionary],
        _ demand: RevocationDemand
    ) async throws -> FetchedMaterial {
        var material = FetchedMaterial()
        let anchors = Set(needs.settings.signerAnchors + needs.settings.timestampAnchors)
        // A chain of strangers names addresses that are nobody's business; the judge says what is missing. REV-11
        for chain in try signatures.flatMap(reader.chains).withoutRepetition
        where chain.last.map(anchors.contains) ?? false {
            let found = try await calling(.revocation) { try await needs.revocation.revocation(of: chain, demand) }
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

    private var reader: SignatureChains {
        SignatureChains(
            signerAnchors: needs.settings.signerAnchors,
            timestampAnchors: needs.settings.timestampAnchors
        )
    }

    private func signatures(in document: Document) throws -> [SignatureDictionary] {
        do throws(PDFError) {
            return try document.signatures()
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }
}

extension Array where Element: Hashable {
    fileprivate var withoutRepetition: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
