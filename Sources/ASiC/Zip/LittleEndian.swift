/// Reads numbers of an archive, the least significant byte first.
struct LittleEndianReader {
    private let bytes: [UInt8]
    /// Where `bytes` begin in the file, for errors.
    private let start: Int
    private(set) var position = 0
    private let fault: ZipFault

    init(_ bytes: [UInt8], at start: Int, fault: ZipFault) {
        self.bytes = bytes
        self.start = start
        self.fault = fault
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ count: Int) throws(ASiCError) -> [UInt8] {
        guard count >= 0, count <= bytes.count - position else { throw .zip(fault, at: start + position) }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    mutating func uint16() throws(ASiCError) -> UInt16 {
        try take(2).reversed().reduce(0) { $0 << 8 | UInt16($1) }
    }

    mutating func uint32() throws(ASiCError) -> UInt32 {
        try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func uint64() throws(ASiCError) -> UInt64 {
        try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Bytes of a number, the least significant first.
func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}
