import CMS
import Foundation

/// Answers for each CA with the CA's own key; every answer is made when it is asked for.
///
/// - SeeAlso: RFC 6960 §2.2, SIGNING 0a, 20
struct OCSPResponder: Sendable {
    /// Which certificate an answer speaks of.
    enum Subject {
        case asked
        /// The CA's own, as a confused responder would.
        case another
    }

    let hierarchy: Hierarchy
    let register: CertificateRegister

    /// An `OCSPResponse`: `malformedRequest` and `unauthorized` are answers too. RFC 6960 §2.3
    func answer(_ der: [UInt8], about subject: Subject = .asked, now: Date) async throws -> [UInt8] {
        guard let request = try? OCSPRequest(der: der), (1...10).contains(request.certificates.count) else {
            return OCSPResponseContent.failure(1)
        }
        guard let issuer = issuer(of: request.certificates) else { return OCSPResponseContent.failure(6) }

        var responses: [SingleResponse] = []
        for identifier in request.certificates {
            responses.append(
                SingleResponse(
                    certificate: try self.subject(subject, of: identifier, issuer),
                    state: await state(of: identifier.serialNumber, issuer: issuer),
                    thisUpdate: now,
                    nextUpdate: now.addingTimeInterval(7 * 86400),
                    extensions: []
                )
            )
        }
        let content = OCSPResponseContent(
            responderID: .keyHash(issuer.key.identifier),
            producedAt: now,
            responses: responses,
            nonce: request.nonce,
            signatureAlgorithm: TrialKey.algorithm
        )
        return content.assemble(signature: try issuer.key.sign(content.toBeSigned), certificates: [])
    }

    private func subject(_ subject: Subject, of asked: CertID, _ issuer: TrialIdentity) throws -> CertID {
        switch subject {
        case .asked: asked
        case .another:
            try CertID(
                certificate: issuer.certificate,
                issuer: issuer.certificate,
                hashAlgorithm: asked.hashAlgorithm
            )
        }
    }

    private func state(of serial: [UInt8], issuer: TrialIdentity) async -> CertificateStatus.State {
        let own = [hierarchy.issuing, hierarchy.timestamp].first { $0.certificate.serialNumber == serial }
        if let own, own.certificate.issuer == issuer.certificate.subject { return .good }
        guard issuer.certificate == hierarchy.issuing.certificate,
            let entry = await register.entry(hexadecimal(serial))
        else { return .unknown }
        guard let revocation = entry.revocation else { return .good }
        return .revoked(at: revocation.at, revocation.cause)
    }

    /// The one CA that all of these name by the digests of its name and key.
    private func issuer(of identifiers: [CertID]) -> TrialIdentity? {
        [hierarchy.issuing, hierarchy.root, hierarchy.timestampRoot].first { issuer in
            identifiers.allSatisfy { identifier in
                let hash = identifier.hashAlgorithm
                return identifier.issuerNameHash == hash.digest(of: issuer.certificate.subject.der)
                    && identifier.issuerKeyHash == hash.digest(of: issuer.key.point)
            }
        }
    }
}
