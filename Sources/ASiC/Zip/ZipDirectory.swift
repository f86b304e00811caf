/// Finds and reads the central directory.
///
/// - SeeAlso: APPNOTE.TXT §4.3.12…§4.3.16
struct ZipDirectory {
    let entries: [ZipEntry]
    /// Where the directory begins, and with it what the local files may fill.
    let start: Int

    init(_ source: ArchiveSource, limits: ZipLimits) throws(ASiCError) {
        let end = try Self.end(of: source)
        guard end.count <= limits.entries else { throw .limit(.entries) }
        guard end.size <= limits.entries * 1_024 else { throw .limit(.nameLength) }
        // Nothing lies between the directory and its end record.
        guard end.offset >= 0, end.size >= 0, end.offset + end.size == end.place else {
            throw .zip(.directory, at: end.place)
        }
        start = end.offset
        let bytes = try source.read(end.offset..<end.place, fault: .directory)
        var reader = LittleEndianReader(bytes, at: end.offset, fault: .directory)
        var entries: [ZipEntry] = []
        for _ in 0..<end.count { entries.append(try Self.entry(&reader, at: end.offset, limits: limits)) }
        guard reader.isAtEnd else { throw .zip(.directory, at: end.offset + reader.position) }
        self.entries = entries
    }

    // MARK: End record

    private struct End {
        let place: Int
        let count: Int
        let size: Int
        let offset: Int
    }

    /// The one end record whose comment reaches the end of the file.
    private static func end(of source: ArchiveSource) throws(ASiCError) -> End {
        guard source.count >= 22 else { throw .zip(.endAbsent, at: source.count) }
        let first = max(0, source.count - 22 - 0xFFFF)
        let tail = try source.read(first..<source.count, fault: .endAbsent)
        var places: [Int] = []
        for index in 0...(tail.count - 22) where tail[index] == 0x50 && tail[index + 1] == 0x4B {
            guard tail[index + 2] == 5, tail[index + 3] == 6 else { continue }
            let comment = Int(tail[index + 20]) | Int(tail[index + 21]) << 8
            if index + 22 + comment == tail.count { places.append(first + index) }
        }
        guard let place = places.first else { throw .zip(.endAbsent, at: source.count) }
        // Two readers could each take another one.
        guard places.count == 1 else { throw .zip(.endAmbiguous, at: place) }

        var reader = LittleEndianReader(Array(tail[(place - first)...]), at: place, fault: .endAbsent)
        _ = try reader.uint32()
        let volumes = [try reader.uint16(), try reader.uint16()]
        let counts = [try reader.uint16(), try reader.uint16()]
        let size = try reader.uint32()
        let offset = try reader.uint32()
        if counts[1] == .max || size == .max || offset == .max { return try largeEnd(of: source, before: place) }
        guard volumes == [0, 0], counts[0] == counts[1] else { throw .zip(.severalVolumes, at: place) }
        return End(place: place, count: Int(counts[1]), size: Int(size), offset: Int(offset))
    }

    /// The end record with 64-bit numbers. §4.3.14, §4.3.15
    private static func largeEnd(of source: ArchiveSource, before end: Int) throws(ASiCError) -> End {
        guard end >= 76 else { throw .zip(.endAbsent, at: end) }
        var locator = LittleEndianReader(
            try source.read((end - 20)..<end, fault: .endAbsent),
            at: end - 20,
            fault: .endAbsent
        )
        guard try locator.uint32() == 0x0706_4B50, try locator.uint32() == 0 else {
            throw .zip(.endAbsent, at: end - 20)
        }
        let place = end - 76
        guard try locator.uint64() == UInt64(place), try locator.uint32() == 1 else {
            throw .zip(.endAbsent, at: end - 20)
        }
        var reader = LittleEndianReader(
            try source.read(place..<(place + 56), fault: .endAbsent),
            at: place,
            fault: .endAbsent
        )
        guard try reader.uint32() == 0x0606_4B50, try reader.uint64() == 44 else { throw .zip(.endAbsent, at: place) }
        _ = try reader.uint32()
        guard try reader.uint32() == 0, try reader.uint32() == 0 else { throw .zip(.severalVolumes, at: place) }
        let counts = [try reader.uint64(), try reader.uint64()]
        guard counts[0] == counts[1] else { throw .zip(.severalVolumes, at: place) }
        guard let count = Int(exactly: counts[1]), let size = Int(exactly: try reader.uint64()),
            let offset = Int(exactly: try reader.uint64()), size <= source.count, offset <= source.count
        else { throw .zip(.directory, at: place) }
        return End(place: place, count: count, size: size, offset: offset)
    }

    // MARK: Entries

    private static func entry(
        _ reader: inout LittleEndianReader,
        at start: Int,
        limits: ZipLimits
    ) throws(ASiCError) -> ZipEntry {
        let place = start + reader.position
        guard try reader.uint32() == 0x0201_4B50 else { throw .zip(.directory, at: place) }
        _ = try reader.take(4)
        let flags = try reader.uint16()
        let method = try reader.uint16()
        _ = try reader.take(4)
        let checksum = try reader.uint32()
        let compressed = try reader.uint32()
        let size = try reader.uint32()
        let nameLength = Int(try reader.uint16())
        let extraLength = Int(try reader.uint16())
        let commentLength = Int(try reader.uint16())
        guard try reader.uint16() == 0 else { throw .zip(.severalVolumes, at: place) }
        _ = try reader.take(6)
        let offset = try reader.uint32()
        guard nameLength <= limits.nameLength else { throw .limit(.nameLength) }
        let name = try EntryName(bytes: reader.take(nameLength), at: place).text
        let extra = try ZipExtra(
            reader.take(extraLength),
            at: place,
            wanted: [size == .max, compressed == .max, offset == .max]
        )
        _ = try reader.take(commentLength)

        guard flags & 0x2041 == 0 else { throw .zip(.encrypted, at: place) }
        // What is left: compression options, data descriptor, UTF-8.
        guard flags & ~0x080E == 0 else { throw .zip(.flags, at: place) }
        guard let method = ZipEntry.Method(rawValue: method) else { throw .zip(.compression, at: place) }
        var large = extra.numbers[...]
        func number(_ short: UInt32) throws(ASiCError) -> Int {
            guard short == .max else { return Int(short) }
            guard let long = large.popFirst(), let value = Int(exactly: long) else {
                throw .zip(.extraField, at: place)
            }
            return value
        }
        // The long numbers come in this order.
        let fullSize = try number(size)
        let fullCompressedSize = try number(compressed)
        return ZipEntry(
            name: name,
            method: method,
            flags: flags,
            checksum: checksum,
            compressedSize: fullCompressedSize,
            size: fullSize,
            headerOffset: try number(offset)
        )
    }
}
