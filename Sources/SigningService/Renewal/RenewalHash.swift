import CMS
import Foundation
import PDF
import SignatureValidation

/// Which hash a renewal is made over.
///
/// At least as strong as the strongest that the file's signatures and timestamps use, and one whose end is not in sight.
///
/// - SeeAlso: LTA-5
struct RenewalHash {
    private static let candidates: [HashAlgorithm] = [.sha256, .sha384, .sha512]

    let algorithm: HashAlgorithm

    init(for document: Document, algorithms: AlgorithmPolicy) throws {
        let used = try document.signatures().flatMap { signature -> [HashAlgorithm] in
            let data = try SignedData(paddedContents: signature.contents ?? [])
            let imprint = signature.type == "DocTimeStamp" ? [try TimestampToken(der: data.der).info.imprint] : []
            return data.signerInfos.compactMap { try? HashAlgorithm($0.digestAlgorithm) } + imprint.map(\.hashAlgorithm)
        }
        let strongest = used.map(\.digestLength).max() ?? 0
        let strong = Self.candidates.filter { $0.digestLength >= strongest }
        // The first without end; else the one that ends last.
        let ends = (strong.isEmpty ? [.sha512] : strong).map { ($0, algorithms.end(ofHash: $0.oid) ?? .distantFuture) }
        algorithm =
            ends.enumerated().max { left, right in
                left.element.1 == right.element.1 ? left.offset > right.offset : left.element.1 < right.element.1
            }?.element.0 ?? .sha512
    }
}
