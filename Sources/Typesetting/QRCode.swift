import CTypesetting

/// A QR code of a short text, error correction M: it can be read with up to 15 % of it damaged.
///
/// - SeeAlso: ISO/IEC 18004
package struct QRCode: Hashable, Sendable {
    /// How many modules wide and high it is, without the quiet zone of 4 modules that has to stay around it.
    package let size: Int
    private let dark: [Bool]

    /// Throws `TypesettingError.textTooLongForQRCode` for text of more than 2,331 bytes.
    package init(_ text: String) throws(TypesettingError) {
        let bytes = Array(text.utf8)
        guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            throw .textTooLongForQRCode(bytes: bytes.count)
        }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let data = code.pointee.data else { throw .textTooLongForQRCode(bytes: bytes.count) }
        size = width
        // The lowest bit of each byte is the module; the others say what it is for.
        dark = UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 == 1 }
    }

    /// Whether the module is dark; rows from the top, columns from the left.
    package subscript(row: Int, column: Int) -> Bool { dark[row * size + column] }
}
