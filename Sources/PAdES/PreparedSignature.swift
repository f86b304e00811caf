package import CMS
import Crypto
package import PDF

/// A revision with room for one signature, and what has to be signed for it.
///
/// Nothing of it is secret, none of it final.
///
/// It can be stored and taken up again: the signature value may arrive hours later, in another process.
///
/// - SeeAlso: EN 319 142-1 §5
package struct PreparedSignature: Hashable, Sendable, Codable {
    /// The bytes to append, with zeros where the signature goes.
    package let placeholder: SignaturePlaceholder
    /// Over the ByteRange, by the hash that goes with the signature algorithm.
    package let documentDigest: [UInt8]
    /// DER `SET OF Attribute`.
    package let signedAttributes: [UInt8]

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

    /// Reserves room for a signature of `field` and computes what its owner has to sign.
    ///
    /// `certificateChain` is DER, the signer's certificate first; `algorithm` is what her key signs with. `content` says what the signature dictionary holds,
    /// `appearance` what is seen; nil leaves the field as it looks. `texts` are what she wrote into fields of hers.
    ///
    /// - Throws: `PAdESError.noCertificate`, or what PDF and CMS refuse.
    package init(
        field: String,
        certificateChain: [[UInt8]],
        algorithm: AlgorithmIdentifier,
        content: SignatureDictionaryContent,
        appearance: SignatureAppearance?,
        filling texts: [FilledText] = [],
        in document: Document
    ) throws(PAdESError) {
        guard let leaf = certificateChain.first else { throw .noCertificate }
        do {
            let certificate = try Certificate(der: leaf)
            placeholder = try prepareSignature(
                field: field,
                content: content,
                appearance: appearance,
                filling: texts,
                in: document
            )
            let hash = try SignatureScheme(algorithm).hash
            documentDigest = try placeholder.digest(over: document.source, by: hash)
            signedAttributes =
                SignedAttributes(
                    messageDigest: documentDigest,
                    signingCertificate: certificate,
                    digestAlgorithm: hash,
                    signatureAlgorithm: algorithm
                ).der
        } catch {
            throw PAdESError(error)
        }
    }

    /// What the signature timestamp is over: the digest of the value, without tag and length. CMS-B6
    package static func timestampImprint(of signature: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: signature))
    }

    /// The bytes to append to the file for a signature at B-T.
    ///
    /// `signature` is the value over `digestToBeSigned`, `timestampToken` the DER token over `timestampImprint(of:)`.
    ///
    /// - Throws: `PAdESError.valueRefused` unless the value verifies with the certificate, `timestampOfOtherData`, or
    ///   `pdf(…)` when the room does not suffice; nothing is lost then, and a new one can be prepared.
    package func finished(
        signature: [UInt8],
        certificateChain: [[UInt8]],
        timestampToken: [UInt8]
    ) throws(PAdESError) -> [UInt8] {
        guard let leaf = certificateChain.first else { throw .noCertificate }
        do {
            let certificates = try certificateChain.map { try Certificate(der: $0) }
            let toSign = try AttributesToSign(der: signedAttributes)
            // 1. The value has to be the certificate owner's, over these attributes. CMS-B5
            try toSign.check(signature, by: Certificate(der: leaf))
            // 2. The timestamp has to be over this value.
            try checkTimestamp(timestampToken, isOver: Self.timestampImprint(of: signature))
            // 3. Everything goes into the room kept for it.
            let container = try SignedData.encode(
                signedAttributes: toSign.attributes,
                signature: signature,
                signatureAlgorithm: toSign.algorithm,
                certificates: certificates,
                timestampToken: timestampToken
            )
            return try placeholder.filled(with: container)
        } catch {
            throw PAdESError(error)
        }
    }
}

extension SignaturePlaceholder {
    /// - Throws: `CMSError.algorithmUnsupported` for a hash that no new signature may use.
    fileprivate func digest(over base: any ByteSource, by hash: HashAlgorithm) throws -> [UInt8] {
        switch hash {
        case .sha1: throw CMSError.algorithmUnsupported(hash.oid)
        case .sha256: try digest(over: base, with: SHA256.self)
        case .sha384: try digest(over: base, with: SHA384.self)
        case .sha512: try digest(over: base, with: SHA512.self)
        }
    }
}
