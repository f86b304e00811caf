/// Text strings: UTF-16 or UTF-8 with a byte order mark, else PDFDocEncoding.
///
/// - SeeAlso: ISO 32000-2 §7.9.2.2
package enum TextString {
    /// ASCII stays as it is; everything else is UTF-16, big endian, with its mark.
    package static func encode(_ text: String) -> Object {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return .string(Array(text.utf8)) }
        var bytes: [UInt8] = [0xFE, 0xFF]
        for unit in text.utf16 { bytes += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        return .string(bytes)
    }

    /// What cannot be decoded becomes U+FFFD.
    package static func decode(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFE, 0xFF]) {
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(decoding: units, as: UTF16.self)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
        return String(String.UnicodeScalarView(bytes.map(scalar)))
    }

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        switch byte {
        case 0x18...0x1F: lowAccents[Int(byte) - 0x18]
        case 0x80...0x9E: punctuation[Int(byte) - 0x80]
        case 0x7F, 0x9F, 0xAD: "\u{FFFD}"
        case 0xA0: "€"
        default: Unicode.Scalar(byte)
        }
    }

    /// Annex D.3.
    private static let lowAccents = Array("˘ˇˆ˙˝˛˚˜".unicodeScalars)
    private static let punctuation = Array("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž".unicodeScalars)
}
