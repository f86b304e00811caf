import Glibc
import PDF

/// A copy of the input that grows by suffixes; written through the page cache like the other side's, without fsync.
struct OutputFile: ~Copyable {
    private let descriptor: Int32

    /// Copies the input once, from its mapping.
    init(copying input: MappedFile, to output: String) throws {
        descriptor = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw BenchFailure.file(output) }
        try input.forEachChunk(of: 0..<input.count) { (bytes) throws(PDFError) in
            guard Self.write(bytes, to: descriptor) else { throw .unreadable(output) }
        }
    }

    deinit { close(descriptor) }

    borrowing func append(_ bytes: [UInt8]) throws {
        guard bytes.withUnsafeBytes({ Self.write($0, to: descriptor) }) else { throw BenchFailure.file("write") }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            guard count > 0 else { return false }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return true
    }
}
