/// Reads characters and simple tokens of a file through a small window.
///
/// - SeeAlso: ISO 32000-2 §7.2
struct Lexer {
    private let source: any ByteSource
    let end: Int
    var position: Int
    private var window: [UInt8] = []
    private var windowStart: Int
    private var windowSize = 512

    init(_ source: any ByteSource, at position: Int, end: Int? = nil) {
        self.source = source
        self.position = position
        self.windowStart = position
        self.end = min(end ?? source.count, source.count)
    }

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.source = BytesSource(bytes)
        self.position = position
        self.windowStart = 0
        self.end = bytes.count
        self.window = bytes
    }

    /// The next byte, or nil at the end.
    mutating func peek() throws(PDFError) -> UInt8? {
        let index = position - windowStart
        if index >= 0, index < window.count { return window[index] }
        guard position >= 0, position < end else { return nil }
        window = try source.read(position..<min(end, position + windowSize))
        windowStart = position
        windowSize = min(windowSize * 2, 1 << 16)
        return window.first
    }

    mutating func next() throws(PDFError) -> UInt8? {
        guard let byte = try peek() else { return nil }
        position += 1
        return byte
    }

    /// Skips `byte` when it is next.
    mutating func skip(_ byte: UInt8) throws(PDFError) -> Bool {
        guard try peek() == byte else { return false }
        position += 1
        return true
    }

    mutating func skipWhiteSpace() throws(PDFError) {
        while let byte = try peek(), byte.isWhiteSpace { position += 1 }
    }

    /// Skips white space and comments. §7.2.4
    mutating func skipSpace() throws(PDFError) {
        while let byte = try peek() {
            if byte == .percent {
                while let inside = try peek(), inside != .lineFeed, inside != .carriageReturn { position += 1 }
            } else if byte.isWhiteSpace {
                position += 1
            } else {
                return
            }
        }
    }

    /// Skips one end-of-line marker: CR LF, LF or CR.
    mutating func skipEndOfLine() throws(PDFError) -> Bool {
        if try skip(.carriageReturn) {
            _ = try skip(.lineFeed)
            return true
        }
        return try skip(.lineFeed)
    }

    /// The regular characters up to the next delimiter or white space.
    mutating func run(limit: Int) throws(PDFError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let byte = try peek(), byte.isRegular {
            guard bytes.count < limit else { throw .limit(.nameLength, Place(offset: position)) }
            bytes.append(byte)
            position += 1
        }
        return bytes
    }

    /// Decodes pairs of hexadecimal digits as far as the window has them, until there are `limit` bytes.
    mutating func skipHexadecimalPairs(into bytes: inout [UInt8], upTo limit: Int) {
        var index = position - windowStart
        guard index >= 0, index < window.count else { return }
        window.withUnsafeBufferPointer { window in
            while index + 1 < window.count, bytes.count < limit, let high = window[index].hexadecimalDigit,
                let low = window[index + 1].hexadecimalDigit
            {
                bytes.append(high << 4 | low)
                index += 2
            }
        }
        position = windowStart + index
    }

    /// Skips `word` when it is next and ends there.
    mutating func skip(word: StaticString) throws(PDFError) -> Bool {
        let start = position
        guard try skip(prefix: word) else { return false }
        if let byte = try peek(), byte.isRegular {
            position = start
            return false
        }
        return true
    }

    /// Skips `prefix` when it is next, whatever follows.
    mutating func skip(prefix: StaticString) throws(PDFError) -> Bool {
        let start = position
        for index in 0..<prefix.utf8CodeUnitCount {
            guard try skip(prefix.utf8Start[index]) else {
                position = start
                return false
            }
        }
        return true
    }

    /// An unsigned integer, or nil (and nothing skipped) when there is none or it does not fit.
    mutating func unsignedInteger() throws(PDFError) -> Int? {
        let start = position
        var value = 0
        while let byte = try peek(), let digit = byte.decimalDigit {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowed) = product.addingReportingOverflow(digit)
            guard !overflow, !overflowed else {
                position = start
                return nil
            }
            value = sum
            position += 1
        }
        if let byte = try peek(), byte.isRegular {
            position = start
            return nil
        }
        return position == start ? nil : value
    }
}
