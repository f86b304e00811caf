import CMS
import SignerProtocol

/// Whether a chain of the operator's is valid now: periods, signatures, the anchor, and that nothing is revoked.
struct ChainStanding {
    /// What is wrong first; nil when nothing is.
    let problem: String?

    init(_ evidence: ChainEvidence, anchors: [[UInt8]], at time: Timestamp) {
        do throws(CMSError) {
            problem = try Self.problem(evidence, anchors: anchors, at: time)
        } catch {
            problem = "\(error)"
        }
    }

    private static func problem(
        _ evidence: ChainEvidence,
        anchors: [[UInt8]],
        at time: Timestamp
    ) throws(CMSError) -> String? {
        guard let last = evidence.chain.last, anchors.contains(last) else { return "not below an anchor" }
        var certificates: [Certificate] = []
        for der in evidence.chain { certificates.append(try Certificate(der: der)) }
        for (certificate, issuer) in zip(certificates, certificates.dropFirst()) {
            guard certificate.isValid(at: time.date) else { return "outside its validity period" }
            try certificate.verify(issuedBy: issuer)
            guard let state = status(of: certificate, issuer: issuer, evidence.revocation, at: time) else {
                return "no revocation status"
            }
            guard state == .good else { return "revoked" }
        }
        return nil
    }

    private static func status(
        of certificate: Certificate,
        issuer: Certificate,
        _ revocation: RevocationData,
        at time: Timestamp
    ) -> CertificateStatus.State? {
        for der in revocation.ocspResponses {
            let status = try? OCSPResponse(der: der).status(
                of: certificate,
                issuer: issuer,
                at: time.date,
                tolerance: 60
            )
            if let status { return status.state }
        }
        for der in revocation.crls {
            guard let status = try? CertificateRevocationList(der: der).status(of: certificate, issuer: issuer),
                (try? status.checkCurrent(at: time.date, tolerance: 60)) != nil
            else { continue }
            return status.state
        }
        return nil
    }
}
