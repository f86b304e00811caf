package import Crypto

/// A revision that is complete but for the signature value.
///
/// Its `/ByteRange` is final; `/Contents` holds zeros.
package struct SignaturePlaceholder: Hashable, Sendable, Codable {
    /// The suffix to append to the base.
    package let appended: [UInt8]
    /// The hexadecimal digits of `/Contents` within `appended`.
    package let contents: Range<Int>
    /// Of the whole file.
    package let byteRange: ByteRange

    /// The length of the file that the suffix was made for.
    package var baseCount: Int { byteRange.end - appended.count }

    /// The SHA-256 digest of the covered bytes, streamed over base and suffix.
    ///
    /// - Throws: `PDFError.baseChanged` when `base` has another length than the file this was made for.
    package func digest(over base: any ByteSource) throws(PDFError) -> [UInt8] {
        try digest(over: base, with: SHA256.self)
    }

    /// The same with another hash function, as the signature algorithm asks for.
    package func digest<Hash: HashFunction>(
        over base: any ByteSource,
        with function: Hash.Type
    ) throws(PDFError) -> [UInt8] {
        guard base.count == baseCount else { throw .baseChanged(expected: baseCount, actual: base.count) }
        return try AppendedSource(base, appended: appended).digest(of: byteRange.covered, with: function)
    }

    /// The suffix with `cms` in its place; zeros follow it.
    ///
    /// - Throws: `PDFError.contentsTooSmall`; nothing is ever cut (PDF-5).
    package func filled(with cms: [UInt8]) throws(PDFError) -> [UInt8] {
        let digits = hexadecimal(cms)
        guard digits.count <= contents.count else {
            throw .contentsTooSmall(needed: cms.count, available: contents.count / 2)
        }
        var filled = appended
        filled.replaceSubrange(contents.lowerBound..<contents.lowerBound + digits.count, with: digits)
        return filled
    }

    /// The bytes of `/Contents` that there is room for.
    package var capacity: Int { contents.count / 2 }
}
