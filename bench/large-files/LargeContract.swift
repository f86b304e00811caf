import Foundation

/// A contract of many pages, each an image that cannot be compressed; the same seed gives the same bytes.
struct LargeContract {
    /// Stands at the beginning of every image, where it would be found if a plaintext rested on the disk.
    static let marker = "chigiri-bench-plaintext-marker"

    let file: URL
    let pages: Int
    let bytes: Int

    /// Writes the file piece by piece; each page has `bytesPerPage` bytes of image, a multiple of 1000.
    init(pages: Int, bytesPerPage: Int, seed: UInt64, in folder: URL) throws {
        self.pages = pages
        file = folder.appending(path: "contract-\(pages)x\(bytesPerPage).pdf")
        try Data().write(to: file)
        var writer = Writer(output: try FileHandle(forWritingTo: file))
        var random = SplitMix(state: seed)
        try writer.write("%PDF-1.7\n%\u{e2}\u{e3}\u{cf}\u{d3}\n")
        try writer.object("<< /Type /Catalog /Pages 2 0 R >>")
        let kids = (0..<pages).map { "\(3 + 3 * $0) 0 R" }.joined(separator: " ")
        try writer.object("<< /Type /Pages /Count \(pages) /Kids [ \(kids) ] >>")
        for page in 0..<pages {
            let (content, image) = (4 + 3 * page, 5 + 3 * page)
            let drawing = "q 555 0 0 802 20 20 cm /I Do Q"
            try writer.object(
                "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents \(content) 0 R "
                    + "/Resources << /XObject << /I \(image) 0 R >> >> >>"
            )
            try writer.object("<< /Length \(drawing.utf8.count) >>\nstream\n\(drawing)\nendstream")
            try writer.begin()
            try writer.write(
                "<< /Type /XObject /Subtype /Image /Width 1000 /Height \(bytesPerPage / 1_000) "
                    + "/ColorSpace /DeviceGray /BitsPerComponent 8 /Length \(bytesPerPage) >>\nstream\n\(Self.marker)"
            )
            try random.write(bytesPerPage - Self.marker.utf8.count, to: &writer)
            try writer.write("\nendstream\nendobj\n")
        }
        try writer.end()
        bytes = writer.count
    }
}

/// Objects with consecutive numbers from 1, and the table of where they are.
private struct Writer {
    let output: FileHandle
    private(set) var count = 0
    private var offsets: [Int] = []

    init(output: FileHandle) {
        self.output = output
    }

    mutating func write(_ text: String) throws {
        try write(Data(text.utf8))
    }

    mutating func write(_ data: Data) throws {
        try output.write(contentsOf: data)
        count += data.count
    }

    mutating func begin() throws {
        offsets.append(count)
        try write("\(offsets.count) 0 obj\n")
    }

    mutating func object(_ syntax: String) throws {
        try begin()
        try write(syntax + "\nendobj\n")
    }

    mutating func end() throws {
        let start = count
        let lines = offsets.map { String(repeating: "0", count: 10 - "\($0)".count) + "\($0) 00000 n \n" }
        try write("xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n" + lines.joined())
        try write("trailer\n<< /Size \(offsets.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n")
        try output.close()
    }
}

/// SplitMix64, which is enough for bytes that no filter shortens.
private struct SplitMix {
    var state: UInt64

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func write(_ count: Int, to writer: inout Writer) throws {
        var left = count
        while left > 0 {
            let words = (0..<min(8_192, (left + 7) / 8)).map { _ in next() }
            let data = words.withUnsafeBytes { Data($0.prefix(left)) }
            try writer.write(data)
            left -= data.count
        }
    }
}
