/// Pictures in the binary grey format of netpbm, one behind the other, as pdftoppm writes them.
struct GreyPictures {
    let pictures: [[UInt8]]

    /// - Throws: `ConverterError.outputMalformed` for anything else.
    init(_ bytes: [UInt8]) throws(ConverterError) {
        var pictures: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            var place = start
            guard Self.word(in: bytes, &place) == "P5", let width = Self.number(in: bytes, &place),
                let height = Self.number(in: bytes, &place), Self.number(in: bytes, &place) == 255
            else { throw .outputMalformed }
            let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
            // One white space stands between head and pixels.
            guard !overflow, pixels > 0, pixels <= bytes.count - place - 1 else { throw .outputMalformed }
            let end = place + 1 + pixels
            pictures.append(Array(bytes[start..<end]))
            start = end
        }
        self.pictures = pictures
    }

    private static func word(in bytes: [UInt8], _ place: inout Int) -> String {
        while place < bytes.count, isSpace(bytes[place]) { place += 1 }
        let start = place
        while place < bytes.count, place - start < 10, !isSpace(bytes[place]) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private static func number(in bytes: [UInt8], _ place: inout Int) -> Int? {
        Int(word(in: bytes, &place)).flatMap { $0 > 0 ? $0 : nil }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
