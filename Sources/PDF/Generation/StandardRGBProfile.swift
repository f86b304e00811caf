import Foundation

/// An ICC profile of sRGB, made here from the published numbers, so that no file with a licence of its own is carried.
///
/// Version 2 with a table of 1024 steps for the curve, which every reader knows.
///
/// - SeeAlso: ICC.1:2001-04; IEC 61966-2-1; ISO 19005-2 §6.2.3
enum StandardRGBProfile {
    static let bytes: [UInt8] = {
        // Primaries of sRGB adapted to D50 by Bradford, as XYZ.
        let tags: [(signature: String, data: [UInt8])] = [
            ("desc", description("sRGB")),
            ("cprt", text("No copyright, use freely")),
            ("wtpt", xyz(0.9505, 1, 1.0891)),
            ("rXYZ", xyz(0.43607, 0.22249, 0.01392)),
            ("gXYZ", xyz(0.38515, 0.71687, 0.09708)),
            ("bXYZ", xyz(0.14307, 0.06061, 0.71410)),
            ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ]
        var table = big(UInt32(tags.count))
        var data: [UInt8] = []
        let start = 128 + 4 + 12 * tags.count
        var places: [[UInt8]: Int] = [:]
        for tag in tags {
            // The three curves are one.
            let place = places[tag.data] ?? start + data.count
            if places[tag.data] == nil {
                places[tag.data] = place
                data += tag.data + [UInt8](repeating: 0, count: (4 - tag.data.count % 4) % 4)
            }
            table += Array(tag.signature.utf8) + big(UInt32(place)) + big(UInt32(tag.data.count))
        }
        return header(size: start + data.count) + table + data
    }()

    private static func header(size: Int) -> [UInt8] {
        var header = big(UInt32(size)) + [0, 0, 0, 0] + [2, 0x10, 0, 0]
        header += Array("mntrRGB XYZ ".utf8)
        // 2026-01-01T00:00:00
        for part: UInt16 in [2026, 1, 1, 0, 0, 0] { header += big(part) }
        header += Array("acsp".utf8)
        // No platform, flags, device or attributes; perceptual intent.
        header += [UInt8](repeating: 0, count: 68 - header.count)
        // The illuminant of the connection space, D50.
        header += fixed(0.9642) + fixed(1) + fixed(0.8249)
        return header + [UInt8](repeating: 0, count: 128 - header.count)
    }

    /// The transfer function of IEC 61966-2-1, from code to linear light.
    private static let curve: [UInt8] = {
        let steps = 1024
        var data = Array("curv".utf8) + [0, 0, 0, 0] + big(UInt32(steps))
        for step in 0..<steps {
            let value = Double(step) / Double(steps - 1)
            let linear = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            data += big(UInt16((linear * 65535).rounded()))
        }
        return data
    }()

    private static func description(_ words: String) -> [UInt8] {
        let ascii = Array(words.utf8) + [0]
        // Then no Unicode and no Macintosh text.
        return Array("desc".utf8) + [0, 0, 0, 0] + big(UInt32(ascii.count)) + ascii
            + [UInt8](repeating: 0, count: 4 + 4 + 2 + 1 + 67)
    }

    private static func text(_ words: String) -> [UInt8] {
        Array("text".utf8) + [0, 0, 0, 0] + Array(words.utf8) + [0]
    }

    private static func xyz(_ x: Double, _ y: Double, _ z: Double) -> [UInt8] {
        Array("XYZ ".utf8) + [0, 0, 0, 0] + fixed(x) + fixed(y) + fixed(z)
    }

    private static func fixed(_ value: Double) -> [UInt8] { big(UInt32((value * 65536).rounded())) }

    private static func big(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
