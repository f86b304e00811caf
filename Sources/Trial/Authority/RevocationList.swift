import CMS
import Foundation

extension TrialIdentity {
    /// A CRL of this authority, made at this moment.
    ///
    /// - SeeAlso: SIGNING 0a, 20
    func revocationList(_ entries: [RevocationListEntry], now: Date) throws -> [UInt8] {
        let content = RevocationListContent(
            issuer: certificate.subject,
            thisUpdate: now,
            nextUpdate: now.addingTimeInterval(7 * 86400),
            entries: entries,
            // A number that grows with time needs no memory. RFC 5280 §5.2.3
            number: Int(now.timeIntervalSince1970 * 1000),
            authorityKeyIdentifier: key.identifier,
            signatureAlgorithm: TrialKey.algorithm
        )
        return content.assemble(signature: try key.sign(content.toBeSigned))
    }
}
