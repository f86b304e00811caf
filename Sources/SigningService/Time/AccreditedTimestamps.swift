import CMS
import PDF
package import SignatureValidation

/// Which timestamps of a file lead to an anchor that the operator holds to be of an accredited authority (認定).
///
/// It says nothing of whether they verify: that is in the report.
///
/// - SeeAlso: TSP-5
package struct AccreditedTimestamps: Hashable, Sendable {
    private struct Place: Hashable {
        let kind: TimestampReport.Kind
        let field: String?
    }

    private let places: Set<Place>

    /// None where the file cannot be read.
    init(of source: any ByteSource, anchors: [Certificate]) {
        var places: Set<Place> = []
        let signatures = anchors.isEmpty ? [] : (try? Document(source).signatures()) ?? []
        for signature in signatures {
            guard let data = try? SignedData(paddedContents: signature.contents ?? []) else { continue }
            let isDocument = signature.type == "DocTimeStamp"
            let tokens =
                isDocument
                ? [try? TimestampToken(paddedContents: signature.contents ?? [])]
                : data.signerInfos.flatMap(\.signatureTimestampTokens).map { try? TimestampToken(der: $0) }
            let isAccredited =
                !tokens.isEmpty && tokens.allSatisfy { $0?.anchor(among: anchors) != nil }
            guard isAccredited else { continue }
            places.insert(Place(kind: isDocument ? .document : .signature, field: signature.fieldName))
        }
        self.places = places
    }

    /// Whether a timestamp that passed is accredited.
    package func contains(_ timestamp: TimestampReport) -> Bool {
        timestamp.conclusion == .passed && places.contains(Place(kind: timestamp.kind, field: timestamp.field))
    }
}
