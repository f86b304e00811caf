package import CMS
package import Foundation
package import SigningService

/// Fetches what shows whether certificates are revoked, and returns only what verifies.
///
/// The addresses come from the certificates, so every fetch goes through `PublicAddressGuard`. An answer that says
/// *revoked* is an answer: it is returned, and whoever asked has to judge it.
///
/// - SeeAlso: RFC 6960; RFC 5280 §6.3; REV-1…5, 8…12
package struct RevocationClient: RevocationSource {
    private let fetcher: GuardedFetch
    private let now: @Sendable () -> Date
    private let randomBytes: RandomBytes
    private let timeLimit: Duration
    private let listLimit: Int
    private let cache: RevocationCache?

    /// Gives each fetch so much time, redirects included, and a CRL so many bytes.
    ///
    /// `cache` is nil for one who asks once.
    package init(
        addresses: PublicAddressGuard,
        now: @escaping @Sendable () -> Date,
        randomBytes: @escaping RandomBytes,
        timeLimit: Duration = .seconds(10),
        listLimit: Int = standardListLimit,
        cache: RevocationCache? = nil
    ) {
        fetcher = GuardedFetch(addresses: addresses)
        self.now = now
        self.randomBytes = randomBytes
        self.timeLimit = timeLimit
        self.listLimit = listLimit
        self.cache = cache
    }

    package static let standardListLimit = 10 * 1024 * 1024

    package func revocation(of chain: [[UInt8]]) async throws -> RevocationData {
        try await revocation(of: chain, .now)
    }

    package func revocation(of chain: [[UInt8]], _ demand: RevocationDemand) async throws -> RevocationData {
        var data = RevocationData()
        do throws(OutboundError) {
            let certificates = try chain.map { der throws(OutboundError) in
                try understood { () throws(CMSError) in try Certificate(der: der) }
            }
            for (certificate, issuer) in zip(certificates, certificates.dropFirst()) {
                data.add(try await revocation(of: certificate, issuedBy: issuer, demand))
            }
            if let last = certificates.last, !last.isSelfIssued {
                throw .answer(reason: "the chain does not reach its root")
            }
        } catch {
            throw error.named("revocation")
        }
        return data
    }

    package func completed(_ chain: [[UInt8]]) async -> [[UInt8]] {
        let certificates = chain.compactMap { try? Certificate(der: $0) }
        guard certificates.count == chain.count else { return chain }
        return await IssuerFetch(fetcher: fetcher, timeLimit: timeLimit).completed(certificates).map(\.der)
    }

    /// Data for one certificate: OCSP where it names a responder, else or on failure the CRL.
    package func revocation(
        of certificate: Certificate,
        issuedBy issuer: Certificate,
        _ demand: RevocationDemand
    ) async throws(OutboundError) -> RevocationData {
        var failure = OutboundError.answer(reason: "the certificate names no source of revocation data")
        if !certificate.ocspURLs.isEmpty {
            do throws(OutboundError) {
                return try await status(of: certificate, issuer, demand)
            } catch {
                failure = error
            }
        }
        for text in certificate.crlURLs {
            do throws(OutboundError) {
                return RevocationData(crls: [try await list(from: text, certificate, issuer, demand)])
            } catch {
                failure = error
            }
        }
        throw failure
    }

    // MARK: OCSP

    private func status(
        of certificate: Certificate,
        _ issuer: Certificate,
        _ demand: RevocationDemand
    ) async throws(OutboundError) -> RevocationData {
        let answer = try await answer(RevocationKey.status(of: certificate, issuedBy: issuer), demand) {
            bytes throws(OutboundError) in
            try dated(bytes, certificate, issuer)
        } fetch: { () async throws(OutboundError) in
            try await response(certificate, issuer)
        }
        var data = RevocationData(ocspResponses: [answer.bytes])
        let signer = try understood { () throws(CMSError) in
            try OCSPResponse(der: answer.bytes).status(of: certificate, issuer: issuer).signer
        }
        if case .delegate(let responder, noCheck: false) = signer {
            // No recursion: a responder that may be revoked is looked up in the list. REV-3
            data.crls = [try await listed(responder, issuer, demand)]
        }
        return data
    }

    /// From the first responder that gives one that can be used.
    private func response(_ certificate: Certificate, _ issuer: Certificate) async throws(OutboundError) -> [UInt8] {
        var failure = OutboundError.answer(reason: "the certificate names no responder")
        for text in certificate.ocspURLs {
            do throws(OutboundError) {
                return try await response(from: text, certificate, issuer)
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
    ) async throws(OutboundError) -> [UInt8] {
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
        try understood { () throws(CMSError) in try OCSPResponse(der: answer.body).checkNonce(nonce) }
        _ = try dated(answer.body, certificate, issuer)
        return answer.body
    }

    private func dated(
        _ response: [UInt8],
        _ certificate: Certificate,
        _ issuer: Certificate
    ) throws(OutboundError) -> DatedAnswer {
        let status = try understood { () throws(CMSError) in
            try OCSPResponse(der: response).status(of: certificate, issuer: issuer, at: now(), tolerance: 60)
        }
        guard status.state != .unknown else { throw .answer(reason: "the responder does not know the certificate") }
        guard status.coversLifetime(of: certificate) else { throw .answer(reason: "from outside its lifetime") }
        return DatedAnswer(bytes: response, thisUpdate: status.thisUpdate, nextUpdate: status.nextUpdate)
    }

    // MARK: CRL

    private func listed(
        _ responder: Certificate,
        _ issuer: Certificate,
        _ demand: RevocationDemand
    ) async throws(OutboundError) -> [UInt8] {
        var failure = OutboundError.answer(reason: "the responder's certificate names no list")
        for text in responder.crlURLs {
            do throws(OutboundError) {
                return try await list(from: text, responder, issuer, demand)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func list(
        from text: String,
        _ certificate: Certificate,
        _ issuer: Certificate,
        _ demand: RevocationDemand
    ) async throws(OutboundError) -> [UInt8] {
        try await answer(RevocationKey.list(at: text, of: issuer), demand) { bytes throws(OutboundError) in
            let status = try understood { () throws(CMSError) in
                let status = try CertificateRevocationList(der: bytes).status(of: certificate, issuer: issuer)
                try status.checkCurrent(at: now(), tolerance: 60)
                return status
            }
            return DatedAnswer(bytes: bytes, thisUpdate: status.thisUpdate, nextUpdate: status.nextUpdate)
        } fetch: { () async throws(OutboundError) in
            try await fetcher.fetch(
                BoundedRequest(url: try url(text), method: .get, sizeLimit: listLimit, timeLimit: timeLimit)
            ).body
        }.bytes
    }

    // MARK: Both

    private func answer(
        _ key: [UInt8],
        _ demand: RevocationDemand,
        read: @Sendable ([UInt8]) throws(OutboundError) -> DatedAnswer,
        fetch: @Sendable () async throws(OutboundError) -> [UInt8]
    ) async throws(OutboundError) -> DatedAnswer {
        guard let cache else { return try read(try await fetch()) }
        return try await cache.answer(key, demand, read: read, fetch: fetch)
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
