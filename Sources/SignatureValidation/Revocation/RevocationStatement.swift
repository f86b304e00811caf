import CMS
import Foundation

/// What verified OCSP responses or CRLs say about one certificate, and whose key says it.
///
/// The signature and the right to speak have been checked; whether it comes at the right time has not.
///
/// - SeeAlso: REV-2…REV-5
struct RevocationStatement: Hashable, Sendable {
    let status: CertificateStatus
    /// The authority in whose name it speaks: it signed, or certified the responder.
    let issuer: Certificate
    /// The certificate of a responder or of a CRL's signer that is none of the path's own.
    let responder: Certificate?
    /// Other statements without which this one says nothing: the list under a delta list, lists for other reasons.
    let restsOn: [RevocationStatement]
    let isFromList: Bool

    /// The key that signed.
    var publicKeyInfo: [UInt8] { (responder ?? issuer).publicKeyInfo }

    /// Every responder and signer of its own, of the statements that it rests on too.
    var responders: [Certificate] { [responder].compactMap(\.self) + restsOn.flatMap(\.responders) }

    /// What an OCSP response says.
    init(status: CertificateStatus, issuer: Certificate) {
        self.status = status
        self.issuer = issuer
        responder = if case .delegate(let certificate, _) = status.signer { certificate } else { nil }
        restsOn = []
        isFromList = false
    }

    /// What a list says.
    ///
    /// On top of another, a delta list's times count. RFC 5280 §5.2.4.
    init(
        _ list: CertificateRevocationList,
        _ state: CertificateRevocationList.EntryState,
        _ signer: ListSigner,
        restingOn others: [RevocationStatement] = []
    ) {
        let told: CertificateStatus.State = if case .revoked(let revoked) = state { revoked } else { .good }
        status = CertificateStatus(
            state: told,
            thisUpdate: list.thisUpdate,
            nextUpdate: list.nextUpdate,
            producedAt: list.thisUpdate,
            signer: .issuer,
            signatureAlgorithm: list.signatureAlgorithm,
            archiveCutoff: list.expiredCertificatesFrom
        )
        issuer = signer.appointedBy ?? signer.certificate
        responder = signer.appointedBy == nil ? nil : signer.certificate
        restsOn = others
        isFromList = true
    }

    /// Several good words that are one only together: as old as the oldest, and in force as long as all are.
    init?(together parts: [RevocationStatement]) {
        guard let oldest = parts.min(by: { $0.status.thisUpdate < $1.status.thisUpdate }) else { return nil }
        let cutoffs = parts.map(\.status.archiveCutoff)
        status = CertificateStatus(
            state: .good,
            thisUpdate: oldest.status.thisUpdate,
            nextUpdate: parts.compactMap(\.status.nextUpdate).min(),
            producedAt: oldest.status.producedAt,
            signer: .issuer,
            signatureAlgorithm: oldest.status.signatureAlgorithm,
            archiveCutoff: cutoffs.contains(nil) ? nil : cutoffs.compactMap(\.self).max()
        )
        issuer = oldest.issuer
        responder = oldest.responder
        restsOn = parts
        isFromList = true
    }
}

extension CertificateStatus {
    var isOnHold: Bool {
        if case .revoked(_, .certificateHold?) = state { true } else { false }
    }
}

extension ValidationMaterial {
    /// Everything that is said about a certificate by those who may say it.
    ///
    /// A CRL may be signed with another key of the CA or by an indirect CRL issuer, when the path's anchor vouches for it.
    func statements(about link: CertificatePath.Link) -> [RevocationStatement] {
        var lists = RevocationLists(self)
        let issuer = link.issuer
        let responders = responses.isEmpty ? [] : responders(of: issuer)
        var statements: [RevocationStatement] = []
        for response in responses {
            guard let status = try? response.status(of: link.certificate, issuer: issuer, among: responders) else {
                continue
            }
            // A delegate without nocheck has to be on a CRL's good side itself; asking OCSP again would never end. REV-3
            if case .delegate(let responder, noCheck: false) = status.signer {
                let responderLink = CertificatePath.Link(
                    certificate: responder,
                    issuer: issuer,
                    above: link.above,
                    trustAnchor: link.trustAnchor
                )
                let states = lists.statements(about: responderLink).map(\.status.state)
                guard !states.isEmpty, states.allSatisfy({ $0 == .good }) else { continue }
            }
            statements.append(RevocationStatement(status: status, issuer: issuer))
        }
        statements += lists.statements(about: link)
        // The lists were not read to their end: then nobody's good word is enough.
        return lists.isExhausted ? statements.filter { $0.status.state != .good } : statements
    }

    private func responders(of issuer: Certificate) -> [Certificate] {
        certificates.filter { $0.issuer.matches(issuer.subject) && $0.extendedKeyUsage != nil }
            .sorted { $0.der.lexicographicallyPrecedes($1.der) }
    }
}
