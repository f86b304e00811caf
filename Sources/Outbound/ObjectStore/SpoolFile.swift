import Foundation
import NIOCore
import SigningService

/// Ciphertext that waits for its upload, in a file whose name is gone before the first byte is in it.
///
/// The system removes it when the process ends, however it ends.
final class SpoolFile {
    private let descriptor: Int32
    private(set) var count = 0

    init(in folder: String) throws {
        let path = "\(folder)/upload-\(systemRandomBytes(16).hexadecimal)"
        descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.fault("open") }
        guard unlink(path) == 0 else {
            let fault = Self.fault("unlink")
            close(descriptor)
            throw fault
        }
    }

    deinit {
        close(descriptor)
    }

    func append(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try append($0) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var written = 0
        while written < bytes.count {
            let step = Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if step < 0, errno == EINTR { continue }
            guard step > 0 else { throw Self.fault("write") }
            written += step
        }
        count += written
    }

    func read(_ range: Range<Int>) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: range.count)
        while buffer.readableBytes < range.count {
            let place = range.lowerBound + buffer.readableBytes
            var step = 0
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.upperBound - place) { room in
                step = pread(descriptor, room.baseAddress, min(room.count, range.upperBound - place), off_t(place))
                return max(0, step)
            }
            if step < 0, errno == EINTR { continue }
            guard step > 0 else { throw Self.fault("read") }
        }
        return buffer
    }

    private static func fault(_ call: String) -> ServiceError {
        .storage("\(call): \(String(cString: strerror(errno)))")
    }
}
