package import CMS
package import Foundation
package import PDF

/// A detached CAdES signature of any file, before its value is there.
///
/// Like `PreparedSignature` it holds no secret, and can be stored and taken up again.
///
/// - SeeAlso: EN 319 122-1 §6.3 (JIS X 5092); CMS-B1…B6
package struct PreparedDetachedSignature: Hashable, Sendable, Codable {
    /// Of the content, by the hash that goes with the signature algorithm.
    package let contentDigest: [UInt8]
    /// DER `SET OF Attribute`.
    package let signedAttributes: [UInt8]

    /// Digests the content and writes the attributes: content-type, message-digest, signing-time,
    /// signing-certificate-v2, CMSAlgorithmProtection, and what is given of mime-type and commitment-type-indication.
    ///
    /// `certificate` is the signer's (DER), `algorithm` is what her key signs with.
    package init(
        content: any ByteSource,
        certificate: [UInt8],
        algorithm: AlgorithmIdentifier,
        signingTime: Date,
        mimeType: String? = nil,
        commitment: CommitmentType? = nil
    ) throws(PAdESError) {
        do {
            let hash = try SignatureScheme(algorithm).hash
            contentDigest = try PAdES.contentDigest(of: content, by: hash)
            let type = mimeType.map { Attribute(oid: OID.mimeType, values: [DEREncoding.utf8String($0)]) }
            signedAttributes =
                SignedAttributes(
                    contentType: OID.data,
                    messageDigest: contentDigest,
                    signingCertificate: try Certificate(der: certificate),
                    digestAlgorithm: hash,
                    signatureAlgorithm: algorithm,
                    signingTime: signingTime,
                    more: [type, commitment?.attribute].compactMap { $0 }
                ).der
        } catch {
            throw PAdESError(error)
        }
    }

    /// DTBS/R: the digest of the signed attributes, by the same hash.
    package var digestToBeSigned: [UInt8] {
        get throws(PAdESError) {
            do {
                return try AttributesToSign(der: signedAttributes).digest
            } catch {
                throw PAdESError(error)
            }
        }
    }

    /// The signature file (DER): B-T with a timestamp token over the value, else B-B.
    ///
    /// The token (DER) is over `PreparedSignature.timestampImprint(of:)`. `certificateChain` is DER, the signer's first.
    ///
    /// - Throws: `PAdESError.valueRefused` unless the value verifies with the certificate, `timestampOfOtherData`.
    package func finished(
        signature: [UInt8],
        certificateChain: [[UInt8]],
        timestampToken: [UInt8]?
    ) throws(PAdESError) -> [UInt8] {
        guard let leaf = certificateChain.first else { throw .noCertificate }
        do {
            let toSign = try AttributesToSign(der: signedAttributes)
            try toSign.check(signature, by: Certificate(der: leaf))
            if let timestampToken {
                try checkTimestamp(timestampToken, isOver: PreparedSignature.timestampImprint(of: signature))
            }
            return try SignedData.encode(
                signedAttributes: toSign.attributes,
                signature: signature,
                signatureAlgorithm: toSign.algorithm,
                certificates: certificateChain.map { try Certificate(der: $0) },
                timestampToken: timestampToken
            )
        } catch {
            throw PAdESError(error)
        }
    }
}
