import CMS
import Foundation

/// What one verified OCSP response or CRL says about one certificate, and whose key says it.
///
/// The signature and the right to speak have been checked; whether it comes at the right time has not.
///
/// - SeeAlso: REV-2…REV-5
struct RevocationStatement: Hashable, Sendable {
    let status: CertificateStatus
    let issuer: Certificate

    /// The certificate of a delegated responder.
    var responder: Certificate? {
        if case .delegate(let certificate, _) = status.signer { certificate } else { nil }
    }

    /// The key that signed.
    var publicKeyInfo: [UInt8] { (responder ?? issuer).publicKeyInfo }
}

extension ValidationMaterial {
    /// Everything that is said about a certificate by those who may say it.
    ///
    /// A CRL may be signed with an older or newer key of the same CA, when the path itself vouches for that key.
    func statements(about link: CertificatePath.Link) -> [RevocationStatement] {
        let certificate = link.certificate
        let issuer = link.issuer
        let answers = responses.compactMap { response -> RevocationStatement? in
            guard let status = try? response.status(of: certificate, issuer: issuer, among: responders(of: issuer))
            else { return nil }
            // A delegate without nocheck has to be on a CRL's good side itself; asking OCSP again would never end. REV-3
            if case .delegate(let responder, noCheck: false) = status.signer {
                let states = listStatements(about: responder, issuer: issuer).map(\.status.state)
                guard !states.isEmpty, states.allSatisfy({ $0 == .good }) else { return nil }
            }
            return RevocationStatement(status: status, issuer: issuer)
        }
        return answers + ([issuer] + link.otherKeys).flatMap { listStatements(about: certificate, issuer: $0) }
    }

    private func listStatements(about certificate: Certificate, issuer: Certificate) -> [RevocationStatement] {
        lists.compactMap { list in
            guard let status = try? list.status(of: certificate, issuer: issuer) else { return nil }
            return RevocationStatement(status: status, issuer: issuer)
        }
    }

    private func responders(of issuer: Certificate) -> [Certificate] {
        certificates.filter { $0.issuer.matches(issuer.subject) && $0.extendedKeyUsage != nil }
    }
}
