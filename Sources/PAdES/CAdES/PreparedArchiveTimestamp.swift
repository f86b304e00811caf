package import CMS
package import PDF

/// A detached signature that waits for an archive timestamp: the step to B-LTA, and every renewal after it.
///
/// A renewal first adds the validation data of the last archive timestamp (`addingDetachedValidationData`), and may use a
/// stronger hash: the content is digested anew.
///
/// - SeeAlso: EN 319 122-1 §5.5.2, §5.5.3; CMS-B8, LTA-2, LTA-5
package struct PreparedArchiveTimestamp: Sendable {
    private let signedData: SignedData
    private let index: ArchiveHashIndex
    /// What the authority stamps.
    package let imprint: MessageImprint

    /// Digests `content`, which the signature (DER) is over, by `hash`.
    ///
    /// - Throws: `PAdESError.archiveOfOtherContent` unless the content is the one that was signed.
    package init(signature: [UInt8], content: any ByteSource, hash: HashAlgorithm = .sha256) throws(PAdESError) {
        do {
            signedData = try SignedData(der: signature)
            // Nothing is stamped over a state that does not hold. LTA-3
            let signed = try signedData.digestAlgorithm()
            do {
                try signedData.verify(contentDigest: contentDigest(of: content, by: signed))
            } catch CMSError.messageDigestMismatch {
                throw PAdESError.archiveOfOtherContent
            }
            index = try ArchiveHashIndex(of: signedData, algorithm: hash)
            imprint = try signedData.archiveImprint(
                contentDigest: contentDigest(of: content, by: hash),
                index: index
            )
        } catch {
            throw PAdESError(error)
        }
    }

    /// The signature file (DER) with the token (DER) as archive-time-stamp-v3, its index inside.
    ///
    /// - Throws: `PAdESError.timestampOfOtherData` unless the token is over `imprint`.
    package func finished(token: [UInt8]) throws(PAdESError) -> [UInt8] {
        do {
            let read = try TimestampToken(der: token)
            guard read.info.imprint == imprint else { throw PAdESError.timestampOfOtherData }
            let indexed = try read.signedData.extended(unsignedAttributes: [index.attribute])
            return try signedData.extended(
                unsignedAttributes: [Attribute(oid: OID.archiveTimestampV3, values: [indexed])]
            )
        } catch {
            throw PAdESError(error)
        }
    }
}
