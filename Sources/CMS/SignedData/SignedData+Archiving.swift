/// Archive timestamps over a whole signature: archive-time-stamp-v3.
///
/// - SeeAlso: EN 319 122-1 §5.5.3, CMS-B8, LTA-5
extension SignedData {
    /// What an archive timestamp with this index is over.
    ///
    /// `contentDigest` is of the signed content, by the index's algorithm, which is the imprint's too.
    package func archiveImprint(
        contentDigest: [UInt8],
        index: ArchiveHashIndex
    ) throws(CMSError) -> MessageImprint {
        let signer = try soleSigner()
        // 1. The content type. 2. The digest of the content. 3. The signer's fields up to the signature. 4. The index.
        let covered =
            DEREncoding.objectIdentifier(contentType) + contentDigest + signer.signedFields + index.der
        return MessageImprint(of: covered, hashAlgorithm: index.algorithm)
    }

    /// An archive timestamp covers this signature, and all that its index names is there.
    ///
    /// - Returns: the index.
    /// - Throws: the archive cases of `CMSError`, `.timestampImprintMismatch`.
    @discardableResult
    package func checkArchiveTimestamp(
        _ token: TimestampToken,
        contentDigest: [UInt8]
    ) throws(CMSError) -> ArchiveHashIndex {
        let index = try ArchiveHashIndex(in: token)
        guard index.algorithm == token.info.imprint.hashAlgorithm else { throw .archiveIndexAlgorithm }
        try token.checkImprint(archiveImprint(contentDigest: contentDigest, index: index))
        try index.check(in: self)
        return index
    }
}
