import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF

/// One detached signature at every level, with the people that made it.
struct DetachedLevels {
    let pki: DeclaredPKI
    let content: [UInt8] = Array("契約の付属資料\n".utf8)
    /// By the name of the level.
    let signatures: [(level: String, der: [UInt8])]
    /// The tokens inside, each with the digest that it is over.
    let tokens: [(der: [UInt8], imprint: MessageImprint)]

    init(_ type: DeclaredKeyType) throws {
        pki = try DeclaredPKI()
        let signer = try pki.issuing.issue(.signer("契 太郎"), key: type.key())
        let authority = try pki.root.issue(.timestamping("TSA"))
        let responder = try pki.issuing.issue(.responder("OCSP"))
        let chain = [signer.certificate.der, pki.issuing.certificate.der]
        let prepared = try PreparedDetachedSignature(
            content: BytesSource(content),
            certificate: signer.certificate.der,
            algorithm: signer.key.algorithm,
            signingTime: DeclaredPKI.now
        )
        let value = try signer.sign(prepared.signedAttributes)
        let stamp = try MessageImprint(
            hashAlgorithm: .sha256,
            digest: PreparedSignature.timestampImprint(of: value)
        )
        let token = try authority.timestamp(over: stamp)
        let basic = try prepared.finished(signature: value, certificateChain: chain, timestampToken: nil)
        let stamped = try prepared.finished(signature: value, certificateChain: chain, timestampToken: token)
        let response = try responder.ocsp(
            about: signer.certificate,
            issuedBy: pki.issuing.certificate,
            thisUpdate: DeclaredPKI.now.addingTimeInterval(1),
            nextUpdate: DeclaredPKI.now.addingTimeInterval(3_600)
        )
        let longTerm = try addingDetachedValidationData(
            certificates: [pki.issuing.certificate.der, pki.root.certificate.der],
            ocspResponses: [response],
            crls: [pki.root.crl(), pki.issuing.crl()],
            to: stamped
        )
        let first = try PreparedArchiveTimestamp(signature: longTerm, content: BytesSource(content))
        let firstToken = try authority.timestamp(over: first.imprint)
        let archived = try first.finished(token: firstToken)
        let second = try PreparedArchiveTimestamp(signature: archived, content: BytesSource(content), hash: .sha512)
        let secondToken = try authority.timestamp(over: second.imprint)
        signatures = [
            ("B-B", basic), ("B-T", stamped), ("B-LT", longTerm), ("B-LTA", archived),
            ("B-LTA renewed", try second.finished(token: secondToken)),
        ]
        tokens = [(token, stamp), (firstToken, first.imprint), (secondToken, second.imprint)]
    }
}
