import CMS
package import PDF

/// A revision with room for a document timestamp over the whole file.
///
/// - SeeAlso: ISO 32000-2 §12.8.5, PDF-7
package struct PreparedTimestamp: Hashable, Sendable, Codable {
    package let placeholder: SignaturePlaceholder
    /// SHA-256 over the ByteRange: what the authority stamps.
    package let imprint: [UInt8]

    /// Reserves `contentsSize` bytes for the token; PDF-5.
    package init(contentsSize: Int = 16_384, in document: Document) throws(PAdESError) {
        do {
            placeholder = try prepareDocumentTimestamp(contentsSize: contentsSize, in: document)
            imprint = try placeholder.digest(over: document.source)
        } catch {
            throw PAdESError(error)
        }
    }

    /// The bytes to append to the file.
    ///
    /// - Throws: `PAdESError.timestampOfOtherData` unless the token is over `imprint`, or `pdf(…)` without room.
    package func finished(token: [UInt8]) throws(PAdESError) -> [UInt8] {
        do {
            try checkTimestamp(token, isOver: imprint)
            return try placeholder.filled(with: token)
        } catch {
            throw PAdESError(error)
        }
    }
}

/// Throws `PAdESError.timestampOfOtherData` unless the token is over this SHA-256 digest.
func checkTimestamp(_ token: [UInt8], isOver digest: [UInt8]) throws {
    let imprint = try MessageImprint(hashAlgorithm: .sha256, digest: digest)
    guard try TimestampToken(der: token).info.imprint == imprint else { throw PAdESError.timestampOfOtherData }
}
