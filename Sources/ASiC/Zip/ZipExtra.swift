/// The extra field of an entry: blocks, of which only the 64-bit numbers mean anything to us.
///
/// - SeeAlso: APPNOTE.TXT §4.5.3
struct ZipExtra {
    /// The numbers that did not fit: size, compressed size, offset, of those that are wanted.
    let numbers: [UInt64]

    init(_ bytes: [UInt8], at place: Int, wanted: [Bool]) throws(ASiCError) {
        var reader = LittleEndianReader(bytes, at: place, fault: .extraField)
        var numbers: [UInt64]?
        while !reader.isAtEnd {
            let kind = try reader.uint16()
            let content = try reader.take(Int(reader.uint16()))
            guard kind == 1 else { continue }
            guard numbers == nil else { throw .zip(.extraField, at: place) }
            var block = LittleEndianReader(content, at: place, fault: .extraField)
            var found: [UInt64] = []
            while !block.isAtEnd, found.count < 3 { found.append(try block.uint64()) }
            numbers = found
        }
        self.numbers = numbers ?? []
        guard self.numbers.count >= wanted.filter({ $0 }).count else { throw .zip(.extraField, at: place) }
    }
}
