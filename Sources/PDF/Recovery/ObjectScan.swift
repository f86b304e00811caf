/// Finds indirect objects by their headers, where the cross-reference sections of a file do not lead to them.
struct ObjectScan {
    let source: any ByteSource
    let limits: Limits

    /// A damaged file with more objects is not looked into: each of them has to be parsed.
    private static let objectLimit = 250_000

    /// The longest header that is looked at: `n g obj` with a little white space.
    private static let reach = 40

    /// Every `n g obj` of the file; of several with one number the last.
    func entries() throws(PDFError) -> [Int: CrossReferenceEntry] {
        var entries: [Int: CrossReferenceEntry] = [:]
        var start = 0
        while start < source.count {
            let first = max(0, start - Self.reach)
            let window = try source.read(first..<min(source.count, start + (1 << 20)))
            for index in Self.marks(in: window) {
                guard let header = header(before: index, in: window) else { continue }
                guard entries.count < Self.objectLimit else { throw .limit(.objects, Place(offset: first + index)) }
                entries[header.number] = .offset(first + header.start, generation: header.generation)
            }
            start += 1 << 20
        }
        return entries
    }

    /// Where `obj` stands; every third byte is enough to find it.
    static func marks(in window: [UInt8]) -> [Int] {
        let mark = Array("obj".utf8)
        var found: [Int] = []
        var index = 2
        while index < window.count {
            if mark.contains(window[index]) {
                for start in index - 2...index
                where start + 3 <= window.count && window[start] == mark[0] && window[start + 1] == mark[1]
                    && window[start + 2] == mark[2]
                {
                    found.append(start)
                }
            }
            index += 3
        }
        return found
    }

    func header(before mark: Int, in window: [UInt8]) -> (number: Int, generation: Int, start: Int)? {
        var index = mark
        var values: [Int] = []
        for _ in 0..<2 {
            let space = index
            while index > 0, window[index - 1].isWhiteSpace { index -= 1 }
            guard index < space else { return nil }
            let end = index
            while index > 0, end - index < 11, window[index - 1].decimalDigit != nil { index -= 1 }
            guard let value = Int(String(decoding: window[index..<end], as: UTF8.self)) else { return nil }
            values.append(value)
        }
        guard values[1] <= limits.objectNumber, values[0] <= 65_535 else { return nil }
        return (values[1], values[0], index)
    }
}
