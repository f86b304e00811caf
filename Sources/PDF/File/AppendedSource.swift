package import Crypto

/// A file and a suffix after it, without a copy of the file.
package struct AppendedSource: ByteSource {
    package let base: any ByteSource
    package let appended: [UInt8]

    package init(_ base: any ByteSource, appended: [UInt8]) {
        self.base = base
        self.appended = appended
    }

    package var count: Int { base.count + appended.count }

    package func read(_ range: Range<Int>) throws(PDFError) -> [UInt8] {
        try check(range)
        let (before, after) = split(range)
        if after.isEmpty { return try base.read(before) }
        if before.isEmpty { return Array(appended[after]) }
        return try base.read(before) + appended[after]
    }

    package func forEachChunk(
        of range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws(PDFError) -> Void
    ) throws(PDFError) {
        try check(range)
        let (before, after) = split(range)
        try base.forEachChunk(of: before, body)
        try appended.withUnsafeBufferPointer { (bytes) throws(PDFError) in
            try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[after]))
        }
    }

    package func sha256State(upTo count: Int) throws(PDFError) -> SHA256 {
        try check(0..<count)
        let (before, after) = split(0..<count)
        var hash = try base.sha256State(upTo: before.upperBound)
        hash.update(data: appended[after])
        return hash
    }

    private func split(_ range: Range<Int>) -> (before: Range<Int>, after: Range<Int>) {
        let border = base.count
        let before = min(range.lowerBound, border)..<min(range.upperBound, border)
        let after = max(range.lowerBound, border) - border..<max(range.upperBound, border) - border
        return (before, after)
    }
}

/// What a file is from some byte on, counted from there.
package struct SuffixSource: ByteSource {
    package let base: any ByteSource
    package let start: Int

    /// `start` must lie in `base`.
    package init(_ base: any ByteSource, from start: Int) throws(PDFError) {
        guard start >= 0, start <= base.count else { throw .outsideOfFile(0..<max(0, start), count: base.count) }
        self.base = base
        self.start = start
    }

    package var count: Int { base.count - start }

    package func read(_ range: Range<Int>) throws(PDFError) -> [UInt8] {
        try check(range)
        return try base.read(range.lowerBound + start..<range.upperBound + start)
    }
}

/// The beginning of a file: what it was before later revisions were appended.
package struct PrefixSource: ByteSource {
    package let base: any ByteSource
    package let count: Int

    /// `count` must not exceed the length of `base`.
    package init(_ base: any ByteSource, count: Int) throws(PDFError) {
        guard count >= 0, count <= base.count else { throw .outsideOfFile(0..<max(0, count), count: base.count) }
        self.base = base
        self.count = count
    }

    package func read(_ range: Range<Int>) throws(PDFError) -> [UInt8] {
        try check(range)
        return try base.read(range)
    }

    package func forEachChunk(
        of range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws(PDFError) -> Void
    ) throws(PDFError) {
        try check(range)
        try base.forEachChunk(of: range, body)
    }

    package func sha256State(upTo count: Int) throws(PDFError) -> SHA256 {
        try check(0..<count)
        return try base.sha256State(upTo: count)
    }
}
