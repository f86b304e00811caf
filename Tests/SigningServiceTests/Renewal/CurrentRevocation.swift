import CMS
import DeclaredPKI
import Foundation
import SignerProtocol
import Synchronization

@testable import SigningService

/// What every authority says of its certificates at the moment when it is asked: in lists, or by OCSP about one certificate.
final class CurrentRevocation: RevocationSource {
    enum Form: CaseIterable {
        case lists
        /// An answer about a certificate says nothing of the certificates that come after it. Appointed responders give them.
        case answers
        /// The same, by the authorities themselves.
        case ownAnswers
    }

    private struct Held {
        var clock: Clock?
        var revoked: [[UInt8]: Date] = [:]
    }

    private let authorities: [DeclaredIdentity]
    /// Who answers for each of the authorities.
    private let responders: [DeclaredIdentity]
    private let form: Form
    private let held = Mutex(Held())

    init(_ authorities: [DeclaredIdentity], by form: Form) throws {
        self.authorities = authorities
        responders = try authorities.map { authority in
            guard form == .answers else { return authority }
            let issuer = authority.certificate
            return try authority.issue(.responder("OCSP").valid(from: issuer.notBefore, until: issuer.notAfter))
        }
        self.form = form
    }

    var clock: Clock? {
        get { held.withLock { $0.clock } }
        set { held.withLock { $0.clock = newValue } }
    }

    /// From now on every list and every answer says so.
    func revoke(_ certificate: Certificate) {
        let time = clock?.now.date ?? .distantPast
        held.withLock { $0.revoked[certificate.der] = time }
    }

    func revocation(of chain: [[UInt8]]) async throws -> RevocationData {
        let (clock, revoked) = held.withLock { ($0.clock, $0.revoked) }
        guard let now = clock?.now.date else { throw ServiceError.storage("no clock") }
        let certificates = try chain.map { try Certificate(der: $0) }
        switch form {
        case .lists:
            let entries = try revoked.sorted { $0.value < $1.value }.map { der, time in
                RevocationListEntry(try Certificate(der: der), at: time, .keyCompromise)
            }
            let asked = authorities.filter { authority in
                certificates.contains { $0.issuer == authority.certificate.subject }
            }
            return RevocationData(
                crls: try asked.map { authority in
                    try authority.crl(revoking: entries, number: Int(now.timeIntervalSince1970), thisUpdate: now)
                }
            )
        case .answers, .ownAnswers:
            let answers = try certificates.dropLast().map { certificate in
                guard let issuer = authorities.firstIndex(where: { $0.certificate.subject == certificate.issuer })
                else { throw ServiceError.storage("no authority") }
                return try responders[issuer].ocsp(
                    about: certificate,
                    issuedBy: authorities[issuer].certificate,
                    revoked[certificate.der].map { .revoked(at: $0, .keyCompromise) } ?? .good,
                    thisUpdate: now,
                    nextUpdate: now.addingTimeInterval(3_600)
                )
            }
            return RevocationData(ocspResponses: answers)
        }
    }
}
