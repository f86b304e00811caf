import Foundation
import SignerProtocol
import Testing

@testable import SigningService
@testable import Web

@Suite struct `A view of an upload` {
    private let noon = Timestamp(milliseconds: 1_790_000_000_000)

    private func faults(of value: some Encodable, against schema: String) throws -> [String] {
        let description = try Description()
        let json = try JSONSerialization.jsonObject(with: Data(try jsonBytes(value)))
        return try description.faults(of: json, against: description.schema(schema))
    }

    private func revision(_ byte: UInt8) throws -> Revision {
        let digest = try #require(SegmentDigest(bytes: Array(repeating: byte, count: 32)))
        return Revision(segment: Segment(digest: digest, length: 10), sha256: Array(repeating: byte, count: 32))
    }

    private func proposal(_ comparison: CleanCopyComparison) throws -> Normalisation {
        Normalisation(
            id: DocumentID(from: systemRandomBytes),
            organisation: OrganisationID(from: systemRandomBytes),
            name: "契約書.pdf",
            key: WrappedDataKey(name: "key", wrapped: Blob([1])),
            before: try revision(1),
            after: try revision(2),
            detail: Normalisation.Detail(
                pages: 2,
                findings: [DocumentFinding(code: "DAMAGED", object: 3, offset: nil)],
                comparison: comparison
            ),
            createdAt: noon
        )
    }

    @Test func `that waits as a clean copy is as described`() throws {
        let words = try Words()
        for comparison in [
            CleanCopyComparison(drawn: 2, differing: [2], hasSameText: true),
            CleanCopyComparison(drawn: 0, differing: [], hasSameText: nil),
        ] {
            let view = NormalisationView(try proposal(comparison), words: words)
            #expect(try faults(of: view, against: "Normalisation") == [])
            #expect(view.expiresAt == noon.advanced(by: .seconds(7 * 86_400)).rfc3339)
        }
    }

    @Test func `that others have signed, or that was written anew, is as described`() throws {
        let signature = EarlierSignature(
            field: "Kou",
            signer: nil,
            signedAt: noon,
            indication: "INDETERMINATE",
            subIndication: "NO_CERTIFICATE_CHAIN_FOUND",
            isDocumentTimestamp: false
        )
        let file = NormalisedFile(sha256: String(repeating: "0a", count: 32), size: 1, reasons: ["DAMAGED"])
        let box = SignatureBox(page: 1, x: 1, y: 2, width: 100, height: 40)
        let offer = CoSigningOffer(permitsNewFields: false, fields: [CoSigningOffer.Field(name: "Otsu", box: box)])
        let document = try proposal(CleanCopyComparison(drawn: 1, differing: [], hasSameText: nil)).document(.after)
        for view in [
            DocumentView(document, record: nil, offer: nil),
            DocumentView(document, record: UploadRecord(pages: [], normalisedFrom: file), offer: nil),
            DocumentView(document, record: UploadRecord(pages: [], earlierSignatures: [signature]), offer: offer),
        ] {
            #expect(try faults(of: view, against: "Document") == [])
        }
    }
}
