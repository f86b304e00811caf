package import CMS
package import PDF

/// A revision with room for a document timestamp over the whole file.
///
/// - SeeAlso: ISO 32000-2 §12.8.5, PDF-7
package struct PreparedTimestamp: Hashable, Sendable, Codable {
    package let placeholder: SignaturePlaceholder
    /// Of `imprint`.
    package let hashAlgorithm: HashAlgorithm
    /// The digest over the ByteRange: what the authority stamps.
    package let imprint: [UInt8]

    /// Reserves `contentsSize` bytes for the token; PDF-5.
    ///
    /// A renewal takes a hash that is at least as strong as those before it. LTA-5
    package init(
        contentsSize: Int = 16_384,
        hashAlgorithm: HashAlgorithm = .sha256,
        in document: Document
    ) throws(PAdESError) {
        self.hashAlgorithm = hashAlgorithm
        do {
            placeholder = try prepareDocumentTimestamp(contentsSize: contentsSize, in: document)
            imprint = try placeholder.digest(over: document.source, by: hashAlgorithm)
        } catch {
            throw PAdESError(error)
        }
    }

    /// The bytes to append to the file.
    ///
    /// - Throws: `PAdESError.timestampOfOtherData` unless the token is over `imprint`, or `pdf(…)` without room.
    package func finished(token: [UInt8]) throws(PAdESError) -> [UInt8] {
        do {
            try checkTimestamp(token, isOver: MessageImprint(hashAlgorithm: hashAlgorithm, digest: imprint))
            return try placeholder.filled(with: token)
        } catch {
            throw PAdESError(error)
        }
    }
}

/// Throws `PAdESError.timestampOfOtherData` unless the token is over this SHA-256 digest.
func checkTimestamp(_ token: [UInt8], isOver digest: [UInt8]) throws {
    try checkTimestamp(token, isOver: MessageImprint(hashAlgorithm: .sha256, digest: digest))
}

/// Throws `PAdESError.timestampOfOtherData` unless the token is over this digest by this hash.
func checkTimestamp(_ token: [UInt8], isOver imprint: MessageImprint) throws {
    guard try TimestampToken(der: token).info.imprint == imprint else { throw PAdESError.timestampOfOtherData }
}
