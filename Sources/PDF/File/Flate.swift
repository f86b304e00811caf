import CZlib

/// The zlib format.
///
/// - SeeAlso: ISO 32000-2 §7.4.4, RFC 1950
enum Flate {
    /// Nil when the data are not complete zlib data; bytes after their end are ignored.
    static func decode(_ data: [UInt8], _ bound: DecodedBound) throws(PDFError) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(1 << 18, max(1_024, data.count * 4)))
        var consumed = 0
        while true {
            let available = min(data.count - consumed, 1 << 30)
            let (status, read, written) = data.withUnsafeBufferPointer { input in
                chunk.withUnsafeMutableBufferPointer { buffer in
                    stream.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + consumed) }
                    stream.avail_in = UInt32(available)
                    stream.next_out = buffer.baseAddress
                    stream.avail_out = UInt32(buffer.count)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    return (status, available - Int(stream.avail_in), buffer.count - Int(stream.avail_out))
                }
            }
            consumed += read
            output.append(contentsOf: chunk[..<written])
            try bound.check(output.count)
            if status == Z_STREAM_END { return output }
            guard status == Z_OK, read > 0 || written > 0 else { return nil }
        }
    }
}
