/// The header before an entry's bytes, which has to say what the directory says.
///
/// - SeeAlso: APPNOTE.TXT §4.3.7, §4.3.9
struct LocalHeader {
    /// The entry, with the place of its bytes.
    let entry: ZipEntry
    /// The first byte after the entry and its data descriptor.
    let end: Int

    init(of entry: ZipEntry, in source: ArchiveSource, next: Int) throws(ASiCError) {
        let start = entry.headerOffset
        guard next <= source.count, next - start >= 30 else { throw .zip(.overlap, at: start) }
        var reader = LittleEndianReader(
            try source.read(start..<(start + 30), fault: .localHeader),
            at: start,
            fault: .localHeader
        )
        guard try reader.uint32() == 0x0403_4B50 else { throw .zip(.localHeader, at: start) }
        _ = try reader.uint16()
        let flags = try reader.uint16()
        let method = try reader.uint16()
        _ = try reader.uint32()
        let checksum = try reader.uint32()
        let compressed = try reader.uint32()
        let size = try reader.uint32()
        let nameLength = Int(try reader.uint16())
        let extraLength = Int(try reader.uint16())
        guard nameLength + extraLength <= next - start - 30 else { throw .zip(.overlap, at: start) }
        var rest = LittleEndianReader(
            try source.read((start + 30)..<(start + 30 + nameLength + extraLength), fault: .localHeader),
            at: start + 30,
            fault: .localHeader
        )
        let name = try EntryName(bytes: rest.take(nameLength), at: start).text
        let extra = try ZipExtra(
            rest.take(extraLength),
            at: start,
            wanted: [size == .max, compressed == .max, false]
        )

        guard flags == entry.flags, method == entry.method.rawValue, name == entry.name,
            Array(name.utf8) == Array(entry.name.utf8)
        else { throw .zip(.headersDiffer, at: start) }
        let isDeferred = entry.hasDescriptor && checksum == 0 && compressed == 0 && size == 0
        if !isDeferred {
            var large = extra.numbers[...]
            let sizes = [size, compressed].map { $0 == .max ? large.popFirst() ?? 0 : UInt64($0) }
            // A descriptor may leave the 64-bit numbers for later, too.
            let isLarge = entry.hasDescriptor && sizes == [0, 0]
            guard isLarge || sizes == [UInt64(entry.size), UInt64(entry.compressedSize)] else {
                throw .zip(.headersDiffer, at: start)
            }
            guard checksum == entry.checksum || (entry.hasDescriptor && checksum == 0) else {
                throw .zip(.headersDiffer, at: start)
            }
        }

        let data = start + 30 + nameLength + extraLength
        guard entry.compressedSize <= next - data else { throw .zip(.overlap, at: start) }
        var placed = entry
        placed.data = data..<(data + entry.compressedSize)
        placed.hasLocalExtra = extraLength > 0
        self.entry = placed
        guard entry.hasDescriptor else {
            end = placed.data.upperBound
            return
        }
        let length = next - placed.data.upperBound
        try Self.checkDescriptor(
            source.read(placed.data.upperBound..<next, fault: .dataDescriptor),
            entry,
            at: placed.data.upperBound,
            length
        )
        end = next
    }

    /// Checksum and sizes after the data, with or without a signature, in 32 or 64 bits.
    private static func checkDescriptor(
        _ bytes: [UInt8],
        _ entry: ZipEntry,
        at place: Int,
        _ length: Int
    ) throws(ASiCError) {
        let signature: [UInt8] = [0x50, 0x4B, 7, 8]
        let checksum = littleEndian(entry.checksum)
        let sizes = [entry.compressedSize, entry.size]
        let long = sizes.flatMap { littleEndian(UInt64($0)) }
        let short = sizes.flatMap { littleEndian(UInt32(truncatingIfNeeded: $0)) }
        let isShort = sizes.allSatisfy { $0 <= Int(UInt32.max) }
        let accepted =
            [signature + checksum + long, checksum + long]
            + (isShort ? [signature + checksum + short, checksum + short] : [])
        guard accepted.contains(bytes) else { throw .zip(.dataDescriptor, at: place) }
    }
}
