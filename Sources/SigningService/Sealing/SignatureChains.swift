import CMS
import Foundation
import PDF
import SignerProtocol

/// The certificate chains behind a signature: its signer's and its timestamps', leaf first, each as far as it is known.
struct SignatureChains {
    let signerAnchors: [[UInt8]]
    let timestampAnchors: [[UInt8]]

    /// Throws `ServiceError.signatureNotMade` when the signature cannot be read.
    func chains(of signature: SignatureDictionary) throws -> [[[UInt8]]] {
        do {
            let data = try SignedData(paddedContents: signature.contents ?? [])
            guard signature.type != "DocTimeStamp" else { return try chains(of: data, anchors: timestampAnchors) }
            let tokens = try data.signerInfos.flatMap(\.signatureTimestampTokens).flatMap { token in
                try chains(of: SignedData(der: token), anchors: timestampAnchors)
            }
            return try chains(of: data, anchors: signerAnchors) + tokens
        } catch let error as CMSError {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    /// When the signature's timestamp says that it was there, to the second; nil without one, and for a timestamp.
    ///
    /// Throws `ServiceError.signatureNotMade` when the signature cannot be read.
    func provenTime(of signature: SignatureDictionary) throws -> Timestamp? {
        guard signature.type != "DocTimeStamp" else { return nil }
        do {
            return try SignedData(paddedContents: signature.contents ?? []).signerInfos
                .flatMap(\.signatureTimestampTokens)
                .map { try TimestampToken(der: $0).info.genTime.timeIntervalSince1970 }
                .max()
                // Revocation data give whole seconds.
                .map { Timestamp(Date(timeIntervalSince1970: $0.rounded(.down))) }
        } catch let error as CMSError {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    /// The authority's chain behind a timestamp.
    ///
    /// - Throws: `CMSError.signerCertificateAbsent` when not even its own certificate is known.
    func chain(of token: TimestampToken) throws -> [[UInt8]] {
        guard let chain = try chains(of: token.signedData, anchors: timestampAnchors).first else {
            throw CMSError.signerCertificateAbsent
        }
        return chain
    }

    private func chains(of data: SignedData, anchors: [[UInt8]]) throws -> [[[UInt8]]] {
        let pool = try data.certificates + anchors.map { try Certificate(der: $0) }
        return data.signerInfos.compactMap { signer in
            pool.first { signer.identifier.names($0) }.map { path(from: $0, through: pool) }
        }
    }

    private func path(from leaf: Certificate, through pool: [Certificate]) -> [[UInt8]] {
        var path = [leaf]
        while let last = path.last, !last.isSelfIssued, path.count < 10 {
            let issuer = pool.first { candidate in
                last.issuer.matches(candidate.subject) && (try? last.verify(issuedBy: candidate)) != nil
            }
            guard let issuer, !path.contains(issuer) else { break }
            path.append(issuer)
        }
        return path.map(\.der)
    }
}
