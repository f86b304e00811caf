import CMS
import Foundation

/// The trial's time-stamping authority.
///
/// - SeeAlso: RFC 3161 §2.4; RFC 5816
struct TimestampAuthority: Sendable {
    let identity: TrialIdentity

    /// A `TimeStampResp`: granted with a token, or rejected with the reason.
    ///
    /// `wrongImprint` makes a token over other bytes, as a broken authority would.
    func answer(_ der: [UInt8], wrongImprint: Bool, now: Date) throws -> [UInt8] {
        let request: TimestampRequest
        do {
            request = try TimestampRequest(der: der)
        } catch CMSError.algorithmUnsupported {
            return TimestampResponse.refusing(.badAlgorithm, text: "digest algorithm")
        } catch {
            return TimestampResponse.refusing(.badDataFormat, text: "not a TimeStampReq that we read")
        }
        guard [.sha256, .sha384, .sha512].contains(request.imprint.hashAlgorithm) else {
            return TimestampResponse.refusing(.badAlgorithm, text: "SHA-256, SHA-384 or SHA-512")
        }
        guard request.policy == nil || request.policy == PolicyArc.timestamp else {
            return TimestampResponse.refusing(.unacceptedPolicy, text: PolicyArc.timestamp)
        }
        guard request.wantsCertificate else {
            return TimestampResponse.refusing(.badRequest, text: "certReq has to be TRUE")
        }
        return TimestampResponse.granting(try token(request, wrongImprint: wrongImprint, now: now))
    }

    private func token(_ request: TimestampRequest, wrongImprint: Bool, now: Date) throws -> [UInt8] {
        var imprint = request.imprint
        if wrongImprint {
            imprint = MessageImprint(of: imprint.digest, hashAlgorithm: imprint.hashAlgorithm)
        }
        let content = TSTInfoContent(
            policy: PolicyArc.timestamp,
            imprint: imprint,
            serialNumber: CertificateContent.freshSerial(),
            genTime: now,
            // The clock of this machine, in whole seconds.
            accuracyInSeconds: 1,
            nonce: request.nonce
        )
        let attributes = try content.signedAttributes(
            signingCertificate: identity.certificate,
            signatureAlgorithm: TrialKey.algorithm
        )
        return try SignedData.encode(
            content: content.der,
            signedAttributes: attributes,
            signature: try identity.key.sign(attributes.der),
            signatureAlgorithm: TrialKey.algorithm,
            certificates: [identity.certificate],
            timestampToken: nil
        )
    }
}
