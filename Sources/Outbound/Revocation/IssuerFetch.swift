import CMS
import Foundation

/// Looks for the issuers that certificates say where to find, through the guard of addresses.
///
/// What is found only fills a gap: whether a chain is good is for whoever judges it.
///
/// - SeeAlso: RFC 5280 §4.2.2.1; REV-11
struct IssuerFetch: Sendable {
    let fetcher: GuardedFetch
    let timeLimit: Duration

    private static let longestChain = 10
    /// Addresses of one certificate that are tried.
    private static let mostAddresses = 3
    private static let sizeLimit = 256 * 1024

    /// `chain`, leaf first, with the issuers that could be found.
    func completed(_ chain: [Certificate]) async -> [Certificate] {
        var complete = chain
        while let last = complete.last, !last.isSelfIssued, complete.count < Self.longestChain {
            guard let issuer = await issuer(of: last), !complete.contains(issuer) else { break }
            complete.append(issuer)
        }
        return complete
    }

    private func issuer(of certificate: Certificate) async -> Certificate? {
        for text in certificate.caIssuerURLs.prefix(Self.mostAddresses) {
            guard let url = URL(string: text) else { continue }
            let request = BoundedRequest(url: url, method: .get, sizeLimit: Self.sizeLimit, timeLimit: timeLimit)
            guard let answer = try? await fetcher.fetch(request) else { continue }
            let found = Self.certificates(in: answer.body).first { candidate in
                candidate.isAuthority && (try? certificate.verify(issuedBy: candidate)) != nil
            }
            if let found { return found }
        }
        return nil
    }

    /// One certificate, or a certs-only CMS message, both in DER.
    private static func certificates(in bytes: [UInt8]) -> [Certificate] {
        if let certificate = try? Certificate(der: bytes) { return [certificate] }
        return (try? SignedData(der: bytes).certificates) ?? []
    }
}
