package import Crypto
import Foundation

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

// Written out, because the synthesised coding of `appended` is a list of numbers: some seventy thousand for zeros alone.
extension SignaturePlaceholder {
    private enum CodingKeys: String, CodingKey {
        case appended, contents, byteRange
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        appended = Array(try container.decode(Data.self, forKey: .appended))
        contents = try container.decode(Range<Int>.self, forKey: .contents)
        byteRange = try container.decode(ByteRange.self, forKey: .byteRange)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Data(appended), forKey: .appended)
        try container.encode(contents, forKey: .contents)
        try container.encode(byteRange, forKey: .byteRange)
    }
}
