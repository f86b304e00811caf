import Crypto

/// What a page was when the file came: its measures, and a digest of what is painted on it.
///
/// - SeeAlso: PDF-18
package struct PageRecord: Hashable, Sendable, Codable {
    /// Left, bottom, right, top.
    package let mediaBox: [Double]
    package let cropBox: [Double]
    /// Clockwise, in degrees.
    package let rotate: Int
    package let userUnit: Double
    /// SHA-256 of the page's content streams with filters undone, a line feed after each; hexadecimal.
    package let content: String

    package init(mediaBox: [Double], cropBox: [Double], rotate: Int, userUnit: Double, content: String) {
        self.mediaBox = mediaBox
        self.cropBox = cropBox
        self.rotate = rotate
        self.userUnit = userUnit
        self.content = content
    }
}

extension Document {
    /// A record of each page, in order.
    package func pageRecords() throws(PDFError) -> [PageRecord] {
        var records: [PageRecord] = []
        for page in try pages() {
            var hash = SHA256()
            for stream in try contentStreams(of: page) {
                hash.update(data: try data(of: stream))
                hash.update(data: [0x0A])
            }
            records.append(
                PageRecord(
                    mediaBox: page.mediaBox.corners,
                    cropBox: page.cropBox.corners,
                    rotate: page.rotate,
                    userUnit: page.userUnit,
                    content: hash.finalize().map { byte in
                        String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
                    }.joined()
                )
            )
        }
        return records
    }
}

extension Rectangle {
    fileprivate var corners: [Double] { [left, bottom, right, top] }
}
