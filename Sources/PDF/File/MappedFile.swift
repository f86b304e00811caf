package import Crypto
import Glibc

/// A file on disk, mapped read-only; digests run through the mapping without a copy.
///
/// Whoever truncates the file while it is mapped ends this process: map only files that nobody else writes.
package final class MappedFile: ByteSource {
    package let count: Int
    /// Never written after `init`, and unmapped only in `deinit`.
    private nonisolated(unsafe) let address: UnsafeRawPointer?
    private let progress = DigestProgress()

    /// Throws `PDFError.unreadable` when the file cannot be opened or mapped.
    package init(path: String) throws(PDFError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure("fstat") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable("not a regular file") }
        count = Int(status.st_size)
        guard count > 0 else {
            address = nil
            return
        }
        guard let mapping = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), mapping != MAP_FAILED else {
            throw Self.failure("mmap")
        }
        address = UnsafeRawPointer(mapping)
    }

    deinit {
        if let address { munmap(UnsafeMutableRawPointer(mutating: address), count) }
    }

    package func read(_ range: Range<Int>) throws(PDFError) -> [UInt8] {
        try check(range)
        return Array(UnsafeRawBufferPointer(start: address.map { $0 + range.lowerBound }, count: range.count))
    }

    package func forEachChunk(
        of range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws(PDFError) -> Void
    ) throws(PDFError) {
        try check(range)
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(range.upperBound, start + (1 << 20))
            try body(UnsafeRawBufferPointer(start: address.map { $0 + start }, count: end - start))
            start = end
        }
    }

    package func sha256State(upTo count: Int) throws(PDFError) -> SHA256 {
        try check(0..<count)
        return try progress.state(upTo: count, of: self)
    }

    private static func failure(_ call: String) -> PDFError {
        .unreadable("\(call): \(String(cString: strerror(errno)))")
    }
}
