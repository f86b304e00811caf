package import CMS

/// A certification authority that issues certificates for keys made in the HSM.
package protocol CertificationAuthority: Sendable {
    /// The chain for this PKCS#10 request, leaf first, without the root; throws `ExternalServiceError`.
    func issue(_ certificationRequest: [UInt8], profile: CertificateProfile) async throws -> [[UInt8]]
}

/// What kind of certificate is asked for.
package enum CertificateProfile: String, Sendable {
    case signer
    case witnessSeal = "witness-seal"
    case recordSeal = "record-seal"
}

/// An RFC 3161 time-stamping authority.
package protocol TimestampSource: Sendable {
    /// A verified token (DER ContentInfo) over this SHA-256 digest; throws `ExternalServiceError`.
    ///
    /// The response is checked in full before it is returned: TSP-1…4.
    func timestamp(sha256 digest: [UInt8]) async throws -> [UInt8]

    /// The same over a digest by any hash, which renewals need. LTA-5
    func timestamp(over imprint: MessageImprint) async throws -> [UInt8]

    /// Asks every authority for a token over random bytes, and tells how each call went.
    func survey() async -> [TimestampCall]
}

extension TimestampSource {
    /// For sources that know SHA-256 only.
    package func timestamp(over imprint: MessageImprint) async throws -> [UInt8] {
        guard imprint.hashAlgorithm == .sha256 else {
            throw ExternalServiceError.refused(service: "tsa", reason: "hash \(imprint.hashAlgorithm.oid)")
        }
        return try await timestamp(sha256: imprint.digest)
    }

    // A source that knows no authorities by name has none to tell of.
    package func survey() async -> [TimestampCall] { [] }
}

/// Revocation data from outside: OCSP responses and CRLs in DER.
package struct RevocationData: Hashable, Sendable {
    package var ocspResponses: [[UInt8]]
    package var crls: [[UInt8]]

    package init(ocspResponses: [[UInt8]] = [], crls: [[UInt8]] = []) {
        self.ocspResponses = ocspResponses
        self.crls = crls
    }
}

package protocol RevocationSource: Sendable {
    /// Fresh revocation data for every certificate of `chain` but a self-signed last one, by OCSP where the certificate
    /// names a responder, else by CRL; throws `ExternalServiceError`.
    ///
    /// `chain` is leaf first and reaches the root, DER.
    func revocation(of chain: [[UInt8]]) async throws -> RevocationData

    /// The same, as new as the asker needs it.
    func revocation(of chain: [[UInt8]], _ demand: RevocationDemand) async throws -> RevocationData

    /// `chain` with the issuers that its certificates say where to find, as far as they can be had.
    ///
    /// - SeeAlso: RFC 5280 §4.2.2.1; REV-11
    func completed(_ chain: [[UInt8]]) async -> [[UInt8]]
}

// A source that keeps nothing asks anew each time, and knows no more than it is given.
extension RevocationSource {
    package func revocation(of chain: [[UInt8]], _ demand: RevocationDemand) async throws -> RevocationData {
        try await revocation(of: chain)
    }

    package func completed(_ chain: [[UInt8]]) async -> [[UInt8]] { chain }
}

/// One message, ready to send.
package struct MailMessage: Hashable, Sendable, Codable {
    package let to: String
    /// Of the person at that address.
    package let name: String?
    package let subject: String
    package let text: String
    /// The same as `text`, as a page.
    package let html: String?

    package init(to: String, name: String? = nil, subject: String, text: String, html: String? = nil) {
        self.to = to
        self.name = name
        self.subject = subject
        self.text = text
        self.html = html
    }
}

package protocol MailSender: Sendable {
    /// Hands the message over; `id` makes a repeated call harmless. Throws `ExternalServiceError`.
    func send(_ message: MailMessage, id: String) async throws
}
