extension Preflight {
    /// Nothing may precede `%PDF-` or follow the last `%%EOF`, and the file may not be an archive as well.
    static func fileEnds(of document: Document) throws(PDFError) -> [PreflightFinding] {
        let source = document.source
        if let archive = try zipDirectoryEnd(in: source) {
            return [PreflightFinding(.polyglot, Place(offset: archive))]
        }
        guard let end = document.revisions.last?.endOffset, end < source.count else { return [] }
        let tail = try source.read(end..<min(source.count, end + 4096))
        guard let first = tail.firstIndex(where: { !$0.isWhiteSpace || $0 == 0 }) else { return [] }
        return [PreflightFinding(.trailingBytes, Place(offset: end + first))]
    }

    /// Where a ZIP "end of central directory" record lies that fits the file, as unpackers look for it: from the end.
    private static func zipDirectoryEnd(in source: any ByteSource) throws(PDFError) -> Int? {
        let start = max(0, source.count - 65_557)
        let tail = try source.read(start..<source.count)
        guard tail.count >= 22 else { return nil }
        for index in stride(from: tail.count - 22, through: 0, by: -1) where tail[index] == 0x50 {
            guard tail[index + 1] == 0x4B, tail[index + 2] == 5, tail[index + 3] == 6 else { continue }
            let directorySize = littleEndian(tail[(index + 12)..<(index + 16)])
            let comment = littleEndian(tail[(index + 20)..<(index + 22)])
            if directorySize > 0, directorySize <= start + index, index + 22 + comment <= tail.count {
                return start + index
            }
        }
        return nil
    }

    private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
