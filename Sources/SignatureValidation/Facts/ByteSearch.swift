import PDF

/// Finds a short pattern in a file of any size.
///
/// Looks at every n-th byte only, n being the length of the pattern.
struct ByteSearch {
    private let pattern: [UInt8]
    private let isInPattern: [Bool]

    init(_ text: StaticString) {
        pattern = text.withUTF8Buffer { Array($0) }
        var isInPattern = [Bool](repeating: false, count: 256)
        for byte in pattern { isInPattern[Int(byte)] = true }
        self.isInPattern = isInPattern
    }

    /// The offsets at which the pattern begins, ascending, at most `limit` of them.
    func offsets(in source: any ByteSource, limit: Int) throws(PDFError) -> [Int] {
        var found: [Int] = []
        var start = 0
        while start < source.count, found.count < limit {
            // Windows overlap, so that no occurrence falls on a seam.
            let window = try source.read(start..<min(source.count, start + (1 << 20) + pattern.count - 1))
            found += offsets(in: window).map { start + $0 }
            start += 1 << 20
        }
        return Array(found.prefix(limit))
    }

    private func offsets(in window: [UInt8]) -> [Int] {
        var found: [Int] = []
        var index = pattern.count - 1
        while index < window.count {
            if isInPattern[Int(window[index])] {
                for first in (index - pattern.count + 1)...index where matches(window, first) { found.append(first) }
            }
            index += pattern.count
        }
        return found
    }

    private func matches(_ window: [UInt8], _ first: Int) -> Bool {
        guard first + pattern.count <= window.count else { return false }
        for (offset, byte) in pattern.enumerated() where window[first + offset] != byte { return false }
        return true
    }
}
