/// Writes an archive piece by piece: stored files, 64-bit numbers where they are needed, no dates.
///
/// Files are stored as they are, so that the same files give the same archive. Each is read twice, once for its checksum.
package struct ZipWriter {
    private var position = 0
    private var directory: [UInt8] = []
    private var count = 0
    private let write: ([UInt8]) throws -> Void
    /// From here on, 64-bit numbers are written.
    private let large: Int

    /// `write` gets the bytes of the archive in order.
    ///
    /// Numbers from `large` on are written with 64 bits.
    package init(large: UInt32 = .max, to write: @escaping ([UInt8]) throws -> Void) {
        self.large = Int(large)
        self.write = write
    }

    package mutating func add(_ name: String, _ content: ArchiveSource) throws {
        var checksum = Checksum()
        try content.forEachChunk(of: 0..<content.count) { (chunk) throws(ASiCError) in checksum.add(chunk) }
        _ = try EntryName(bytes: Array(name.utf8), at: position)
        let offset = position
        let isLarge = content.count >= large
        let fields =
            littleEndian(UInt16(isLarge ? 45 : 20)) + littleEndian(UInt16(0x0800)) + littleEndian(UInt16(0))
            + Self.noDate + littleEndian(checksum.value)
            + short(content.count) + short(content.count) + littleEndian(UInt16(name.utf8.count))
        let sizes = isLarge ? littleEndian(UInt64(content.count)) + littleEndian(UInt64(content.count)) : []
        let localExtra = Self.extra(sizes)
        try put([0x50, 0x4B, 3, 4] + fields + littleEndian(UInt16(localExtra.count)) + Array(name.utf8) + localExtra)
        try content.forEachChunkThrowing(put: { try put($0) })

        let extra = Self.extra(sizes + (offset >= large ? littleEndian(UInt64(offset)) : []))
        let version = littleEndian(UInt16(extra.isEmpty ? 20 : 45))
        directory += [0x50, 0x4B, 1, 2] + version + version + fields.dropFirst(2)
        directory += littleEndian(UInt16(extra.count)) + [UInt8](repeating: 0, count: 10) + short(offset)
        directory += Array(name.utf8) + extra
        count += 1
    }

    /// Writes the directory and the end; nothing can be added after it.
    package consuming func finish() throws {
        let start = position
        let size = directory.count
        try put(directory)
        if start >= large || size >= large || count >= 0xFFFF {
            let place = position
            let numbers = [count, count, size, start].flatMap { littleEndian(UInt64($0)) }
            try put([0x50, 0x4B, 6, 6] + littleEndian(UInt64(44)) + [45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0] + numbers)
            try put([0x50, 0x4B, 6, 7, 0, 0, 0, 0] + littleEndian(UInt64(place)) + [1, 0, 0, 0])
        }
        let shortCount = littleEndian(UInt16(min(count, 0xFFFF)))
        try put([0x50, 0x4B, 5, 6, 0, 0, 0, 0] + shortCount + shortCount + short(size) + short(start) + [0, 0])
    }

    private mutating func put(_ bytes: [UInt8]) throws {
        try write(bytes)
        position += bytes.count
    }

    /// 1 January 1980, midnight: the format knows no earlier time.
    private static let noDate: [UInt8] = [0, 0, 0x21, 0]

    private func short(_ number: Int) -> [UInt8] {
        littleEndian(number >= large ? .max : UInt32(number))
    }

    private static func extra(_ numbers: [UInt8]) -> [UInt8] {
        numbers.isEmpty ? [] : littleEndian(UInt16(1)) + littleEndian(UInt16(numbers.count)) + numbers
    }
}

extension ArchiveSource {
    /// Like `forEachChunk(of:_:)` over everything, for a reader that may fail in its own way.
    fileprivate func forEachChunkThrowing(put: ([UInt8]) throws -> Void) throws {
        var failure: (any Error)?
        try forEachChunk(of: 0..<count) { (chunk) throws(ASiCError) in
            guard failure == nil else { return }
            do { try put(chunk) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
