/// One file of an archive, as the central directory describes it.
///
/// - SeeAlso: APPNOTE.TXT §4.3.12
package struct ZipEntry: Hashable, Sendable {
    package enum Method: UInt16, Hashable, Sendable {
        case stored = 0
        case deflated = 8
    }

    package let name: String
    package let method: Method
    let flags: UInt16
    let checksum: UInt32
    package let compressedSize: Int
    package let size: Int
    let headerOffset: Int
    /// Where the compressed bytes are.
    var data: Range<Int> = 0..<0
    /// True when the local header carries an extra field.
    var hasLocalExtra = false

    package var isFolder: Bool { name.hasSuffix("/") }

    /// Sizes and checksum come after the data.
    var hasDescriptor: Bool { flags & 8 != 0 }
}
