package import CMS
package import Foundation
package import SigningService

/// Fetches what shows whether certificates are revoked, and returns only what verifies.
///
/// The addresses come from the certificates, so every fetch goes through `PublicAddressGuard`. An answer that says
/// *revoked* is an answer: it is returned, and whoever asked has to judge it.
///
/// - SeeAlso: RFC 6960; RFC 5280 §6.3; REV-1…5, 8, 11, 12
package struct RevocationClient: RevocationSource {
    private let fetcher: GuardedFetch
    private let now: @Sendable () -> Date
    private let randomBytes: RandomBytes
    private let timeLimit: Duration

    package init(
        addresses: PublicAddressGuard,
        now: @escaping @Sendable () -> Date,
        randomBytes: @escaping RandomBytes,
        timeLimit: Duration = .seconds(10)
    ) {
        fetcher = GuardedFetch(addresses: addresses)
        self.now = now
        self.randomBytes = randomBytes
        self.timeLimit = timeLimit
    }

    package func revocation(of chain: [[UInt8]]) async throws -> RevocationData {
        var data = RevocationData()
        do throws(OutboundError) {
            let certificates = try chain.map { der throws(OutboundError) in
                try understood { () throws(CMSError) in try Certificate(der: der) }
            }
            for (certificate, issuer) in zip(certificates, certificates.dropFirst()) {
                data.add(try await revocation(of: certificate, issuedBy: issuer))
            }
            if let last = certificates.last, !last.isSelfIssued {
                throw .answer(reason: "the chain does not reach its root")
            }
        } catch {
            throw error.named("revocation")
        }
        return data
    }

    /// Fresh data for one certificate: OCSP where it names a responder, else or on failure the CRL.
    package func revocation(
        of certificate: Certificate,
        issuedBy issuer: Certificate
    ) async throws(OutboundError) -> RevocationData {
        var failure = OutboundError.answer(reason: "the certificate names no source of revocation data")
        for text in certificate.ocspURLs {
            do throws(OutboundError) {
                return try await response(from: text, certificate, issuer)
            } catch {
                failure = error
            }
        }
        for text in certificate.crlURLs {
            do throws(OutboundError) {
                return RevocationData(crls: [try await list(from: text, certificate, issuer)])
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func response(
        from text: String,
        _ certificate: Certificate,
        _ issuer: Certificate
    ) async throws(OutboundError) -> RevocationData {
        let nonce = randomBytes(16)
        let request = try understood { () throws(CMSError) in
            try OCSPRequest(certificate: certificate, issuer: issuer, nonce: nonce)
        }
        let answer = try await fetcher.fetch(
            BoundedRequest(
                url: try url(text),
                method: .post(body: request.der, contentType: "application/ocsp-request"),
                sizeLimit: 256 * 1024,
                timeLimit: timeLimit
            )
        )
        guard answer.contentType == "application/ocsp-response" else { throw .contentType(answer.contentType) }
        let status = try understood { () throws(CMSError) in
            let response = try OCSPResponse(der: answer.body)
            try response.checkNonce(nonce)
            return try response.status(of: certificate, issuer: issuer, at: now(), tolerance: 60)
        }
        guard status.state != .unknown else { throw .answer(reason: "the responder does not know the certificate") }
        guard status.coversLifetime(of: certificate) else { throw .answer(reason: "from outside its lifetime") }
        var data = RevocationData(ocspResponses: [answer.body])
        if case .delegate(let responder, noCheck: false) = status.signer {
            // No recursion: a responder that may be revoked is looked up in the list. REV-3
            data.crls = [try await listed(responder, issuer)]
        }
        return data
    }

    private func listed(
        _ responder: Certificate,
        _ issuer: Certificate
    ) async throws(OutboundError) -> [UInt8] {
        var failure = OutboundError.answer(reason: "the responder's certificate names no list")
        for text in responder.crlURLs {
            do throws(OutboundError) {
                return try await list(from: text, responder, issuer)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func list(
        from text: String,
        _ certificate: Certificate,
        _ issuer: Certificate
    ) async throws(OutboundError) -> [UInt8] {
        let answer = try await fetcher.fetch(
            BoundedRequest(url: try url(text), method: .get, sizeLimit: 10 * 1024 * 1024, timeLimit: timeLimit)
        )
        try understood { () throws(CMSError) in
            let list = try CertificateRevocationList(der: answer.body)
            try list.status(of: certificate, issuer: issuer).checkCurrent(at: now(), tolerance: 60)
        }
        return answer.body
    }

    private func url(_ text: String) throws(OutboundError) -> URL {
        guard let url = URL(string: text) else { throw .urlRefused(text) }
        return url
    }
}

extension RevocationData {
    /// Adds what is not there yet.
    package mutating func add(_ other: RevocationData) {
        ocspResponses += other.ocspResponses.filter { !ocspResponses.contains($0) }
        crls += other.crls.filter { !crls.contains($0) }
    }
}
