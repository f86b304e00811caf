import CMS
import Foundation
import SignerProtocol

/// A revocation list that was accepted; an older one of its issuer is refused from now on.
struct SeenList: Hashable, Sendable {
    /// SHA-256 of the issuer's name and key.
    let issuer: [UInt8]
    let thisUpdate: Timestamp
}

/// Decides from carried OCSP answers and lists whether anything of a chain is revoked now.
///
/// The signer opens no connection: what the service carries is checked against the issuers it pins. A revocation in any
/// of the material counts; good news must be fresh.
///
/// - SeeAlso: SIGNING 0a, 4 and 22; REV-1…5
struct RevocationCheck {
    let material: ValidationMaterial
    let time: Timestamp
    /// `thisUpdate` of the newest list seen before, by issuer.
    let newestList: ([UInt8]) -> Timestamp?

    /// - Throws: `SignerError.certificateRevoked`, `.revocationStale`, `.revocationUnknown`.
    func check(_ chain: CheckedChain) throws(SignerError) -> [SeenList] {
        var seen: [SeenList] = []
        for link in chain.links {
            seen += try check(link.certificate, issuer: link.issuer)
        }
        return seen
    }

    private func check(_ certificate: Certificate, issuer: Certificate) throws(SignerError) -> [SeenList] {
        let answers = material.ocspResponses.map { answer($0.bytes, certificate, issuer) }
        let lists = material.crls.map { list($0.bytes, certificate, issuer) }
        let all = answers + lists
        guard !all.contains(.revoked) else { throw .certificateRevoked }
        guard all.contains(where: \.isGood) else {
            throw all.contains(.stale) ? .revocationStale : .revocationUnknown
        }
        return all.compactMap(\.seen)
    }

    private enum Answer: Equatable {
        case good(SeenList?)
        case revoked
        case stale
        /// Not about this certificate, or not to be believed.
        case silent

        var isGood: Bool {
            guard case .good = self else { return false }
            return true
        }

        var seen: SeenList? {
            guard case .good(let list) = self else { return nil }
            return list
        }
    }

    /// OCSP: `thisUpdate` at most an hour ago by our clock.
    private func answer(_ der: [UInt8], _ certificate: Certificate, _ issuer: Certificate) -> Answer {
        do throws(CMSError) {
            let status = try OCSPResponse(der: der).status(of: certificate, issuer: issuer)
            guard try isCurrentAlgorithm(status), isGood(status.signer, issuer: issuer) else { return .silent }
            switch status.state {
            case .revoked: return .revoked
            case .unknown: return .silent
            case .good: break
            }
            let oldest = time.advanced(by: .zero - SignerPolicy.revocationFreshness).date
            let newest = time.advanced(by: SignerPolicy.clockSkew).date
            guard oldest <= status.thisUpdate, status.thisUpdate <= newest,
                status.nextUpdate.map({ time.date <= $0 }) ?? true
            else { return .stale }
            return .good(nil)
        } catch {
            return .silent
        }
    }

    /// CRL: before `nextUpdate`, and not older than the last one seen.
    private func list(_ der: [UInt8], _ certificate: Certificate, _ issuer: Certificate) -> Answer {
        do throws(CMSError) {
            let status = try CertificateRevocationList(der: der).status(of: certificate, issuer: issuer)
            guard try isCurrentAlgorithm(status) else { return .silent }
            guard status.state == .good else { return .revoked }
            let thisUpdate = Timestamp(status.thisUpdate)
            let name = sha256(issuer.subject.der + issuer.publicKeyInfo)
            guard thisUpdate <= time.advanced(by: SignerPolicy.clockSkew),
                let next = status.nextUpdate, time.date < next,
                thisUpdate >= newestList(name) ?? thisUpdate
            else { return .stale }
            return .good(SeenList(issuer: name, thisUpdate: thisUpdate))
        } catch {
            return .silent
        }
    }

    private func isCurrentAlgorithm(_ status: CertificateStatus) throws(CMSError) -> Bool {
        try SignatureScheme(status.signatureAlgorithm).hash != .sha1
    }

    /// An appointed responder is itself not revoked: it says that it need not be asked about, or a list says so. REV-3
    private func isGood(_ signer: CertificateStatus.Signer, issuer: Certificate) -> Bool {
        switch signer {
        case .issuer, .delegate(_, noCheck: true): true
        case .delegate(let delegate, noCheck: false):
            material.crls.contains { list($0.bytes, delegate, issuer).isGood }
        }
    }
}
