/// An archive that every reader understands in the same way.
///
/// The local files fill the bytes before the directory without gap or overlap, each with a header that says what the
/// directory says; no name occurs twice; nothing is encrypted; sizes are bounded before anything is decompressed.
///
/// - SeeAlso: APPNOTE.TXT §4.3; EN 319 162-1 annex A
package struct ZipArchive: Sendable {
    let source: ArchiveSource
    /// In the order of the bytes.
    package let entries: [ZipEntry]

    package init(_ source: ArchiveSource, limits: ZipLimits = ZipLimits()) throws(ASiCError) {
        let directory = try ZipDirectory(source, limits: limits)
        var names: Set<String> = []
        var total = 0
        for entry in directory.entries {
            guard names.insert(entry.name).inserted else { throw .zip(.nameRepeated, at: entry.headerOffset) }
            guard entry.size <= limits.entrySize else { throw .limit(.entrySize) }
            total += entry.size
            guard total <= limits.totalSize else { throw .limit(.totalSize) }
            guard entry.compressedSize >= 0, entry.compressedSize <= source.count else {
                throw .zip(.directory, at: entry.headerOffset)
            }
            guard entry.size / ZipLimits.mostRatio <= entry.compressedSize else { throw .limit(.compressionRatio) }
            if entry.method == .stored || entry.isFolder {
                guard entry.size == entry.compressedSize, !entry.isFolder || entry.size == 0 else {
                    throw .zip(.headersDiffer, at: entry.headerOffset)
                }
            }
        }

        let sorted = directory.entries.sorted { $0.headerOffset < $1.headerOffset }
        var placed: [ZipEntry] = []
        var end = 0
        for (index, entry) in sorted.enumerated() {
            guard entry.headerOffset >= end else { throw .zip(.overlap, at: entry.headerOffset) }
            guard entry.headerOffset == end else { throw .zip(.gap, at: end) }
            let next = index + 1 < sorted.count ? sorted[index + 1].headerOffset : directory.start
            let local = try LocalHeader(of: entry, in: source, next: next)
            placed.append(local.entry)
            end = local.end
        }
        guard end == directory.start else { throw .zip(.gap, at: end) }
        self.source = source
        entries = placed
    }

    package func entry(_ name: String) -> ZipEntry? { entries.first { $0.name == name } }

    /// Calls `body` with the decompressed bytes of an entry in order.
    ///
    /// - Throws: `ASiCError.entryDamaged` at the end when length or checksum are wrong: what came before is not to be used.
    package func forEachChunk(
        of entry: ZipEntry,
        _ body: ([UInt8]) throws(ASiCError) -> Void
    ) throws(ASiCError) {
        var checksum = Checksum()
        var size = 0
        func pass(_ chunk: [UInt8]) throws(ASiCError) {
            size += chunk.count
            guard size <= entry.size else { throw .entryDamaged(entry.name) }
            checksum.add(chunk)
            try body(chunk)
        }
        switch entry.method {
        case .stored:
            try source.forEachChunk(of: entry.data, pass)
        case .deflated:
            let inflater = Inflater()
            try source.forEachChunk(of: entry.data) { (chunk) throws(ASiCError) in
                guard try inflater.decompress(chunk, pass) else { throw .entryDamaged(entry.name) }
            }
            guard inflater.isFinished else { throw .entryDamaged(entry.name) }
        }
        guard size == entry.size, checksum.value == entry.checksum else { throw .entryDamaged(entry.name) }
    }

    /// The whole of a small entry.
    package func bytes(of entry: ZipEntry, atMost limit: Int) throws(ASiCError) -> [UInt8] {
        guard entry.size <= limit else { throw .limit(.entrySize) }
        var all: [UInt8] = []
        try forEachChunk(of: entry) { (chunk) throws(ASiCError) in all += chunk }
        return all
    }
}
