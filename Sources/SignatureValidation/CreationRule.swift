import CMS
package import Foundation

extension DocumentFacts {
    /// What stands against having made, just now, what is asked about: its algorithms end too soon.
    ///
    /// What others signed earlier is not ours to have made otherwise; of the document timestamps the last one is new.
    ///
    /// - SeeAlso: E-2
    func creationFindings(
        _ asked: JudgedSignatures,
        at time: Date,
        _ algorithms: AlgorithmPolicy
    ) -> [Finding] {
        switch asked {
        case .only(let field):
            signatures.filter { $0.fieldName == field }.flatMap { signature in
                let own = algorithms.creationFindings(
                    signature.cms?.signatureAlgorithm,
                    signature.cms?.signer,
                    at: time
                )
                return own + (signature.cms?.timestamps ?? []).flatMap { $0.creationFindings(algorithms, at: time) }
            }
        case .every, .everyBut:
            signatures.last { $0.isDocumentTimestamp }?.timestamp?.creationFindings(algorithms, at: time) ?? []
        }
    }
}

extension TimestampFacts {
    fileprivate func creationFindings(_ algorithms: AlgorithmPolicy, at time: Date) -> [Finding] {
        algorithms.creationFindings(signatureAlgorithm, authority, at: time)
    }
}

extension AlgorithmPolicy {
    /// How long before an end the first renewal begins at the latest, in seconds. LTA-4
    package static let renewalLeadTime: TimeInterval = 365 * 86_400

    fileprivate func creationFindings(
        _ algorithm: AlgorithmIdentifier?,
        _ certificate: Certificate?,
        at time: Date
    ) -> [Finding] {
        guard let algorithm, let certificate else { return [] }
        let verdict = verdictOnCreation(
            withSignature: algorithm,
            publicKeyInfo: certificate.publicKeyInfo,
            at: time,
            leadTime: Self.renewalLeadTime
        )
        return switch verdict {
        case .acceptable: []
        case .expired(let name, _), .unsupported(let name): [Finding(.algorithmNotForNewSignatures, name)]
        }
    }
}
