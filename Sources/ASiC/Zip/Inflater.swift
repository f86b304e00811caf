import CZlib

/// Raw deflate data, decompressed chunk by chunk.
final class Inflater {
    /// zlib keeps this address.
    private let stream: UnsafeMutablePointer<z_stream>
    private let isReady: Bool
    private(set) var isFinished = false

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Negative: no zlib header around the data.
        isReady = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if isReady { inflateEnd(stream) }
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Passes on what a chunk of at most 1 MiB decompresses to, in pieces of at most 256 KiB.
    ///
    /// - Returns: false when the data are broken or go on after their end.
    func decompress(
        _ chunk: [UInt8],
        _ pass: ([UInt8]) throws(ASiCError) -> Void
    ) throws(ASiCError) -> Bool {
        guard isReady else { return false }
        var consumed = 0
        var output = [UInt8](repeating: 0, count: 1 << 18)
        var written = output.count
        // A full output may hide more that is already decompressed.
        while consumed < chunk.count || written == output.count {
            guard !isFinished else { return consumed == chunk.count }
            let available = chunk.count - consumed
            let status = chunk.withUnsafeBufferPointer { input in
                output.withUnsafeMutableBufferPointer { buffer in
                    stream.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + consumed) }
                    stream.pointee.avail_in = UInt32(available)
                    stream.pointee.next_out = buffer.baseAddress
                    stream.pointee.avail_out = UInt32(buffer.count)
                    return inflate(stream, Z_NO_FLUSH)
                }
            }
            let read = available - Int(stream.pointee.avail_in)
            written = output.count - Int(stream.pointee.avail_out)
            consumed += read
            if written > 0 { try pass(Array(output[..<written])) }
            switch status {
            case Z_STREAM_END: isFinished = true
            case Z_OK: guard read > 0 || written > 0 else { return false }
            case Z_BUF_ERROR: return consumed == chunk.count
            default: return false
            }
        }
        return true
    }
}

/// CRC-32, as archives use it against accidents.
struct Checksum {
    private var state: UInt = 0

    var value: UInt32 { UInt32(truncatingIfNeeded: state) }

    mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            state = crc32_z(state, buffer.baseAddress, buffer.count)
        }
    }
}
