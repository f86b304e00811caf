import Crypto
import Foundation

/// Segments as files: `ab/cdef…` under one folder, each synchronised to the disk before its name is told.
package struct DiskDocumentStore: DocumentStore {
    private let folder: String

    /// Makes the folder when it is not there.
    package init(folder: String) throws {
        self.folder = folder
        try FileManager.default.createDirectory(
            atPath: folder + "/incoming",
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    package func begin() throws -> any SegmentSink {
        let name = systemRandomBytes(16).hexadecimal
        return try DiskSegmentSink(incoming: "\(folder)/incoming/\(name)", folder: folder)
    }

    package func open(_ digest: SegmentDigest) throws -> any SegmentFile {
        guard let file = DiskSegmentFile(path: Self.path(of: digest, in: folder)) else {
            throw ServiceError.segmentDamaged(digest.hexadecimal)
        }
        return file
    }

    package func segments(olderThanSeconds seconds: Int) throws -> [SegmentDigest] {
        let limit = Date(timeIntervalSinceNow: -Double(seconds))
        var digests: [SegmentDigest] = []
        for shelf in try FileManager.default.contentsOfDirectory(atPath: folder) where shelf.utf8.count == 2 {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(shelf)") {
                guard let bytes = [UInt8](hexadecimal: shelf + name), let digest = SegmentDigest(bytes: bytes),
                    isOlder("\(folder)/\(shelf)/\(name)", than: limit)
                else { continue }
                digests.append(digest)
            }
        }
        return digests
    }

    package func remove(_ digest: SegmentDigest) throws {
        guard unlink(Self.path(of: digest, in: folder)) == 0 else {
            throw errno == ENOENT ? ServiceError.segmentDamaged(digest.hexadecimal) : DiskFault.of("unlink")
        }
    }

    package func removeIncoming(olderThanSeconds seconds: Int) throws {
        let limit = Date(timeIntervalSinceNow: -Double(seconds))
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/incoming") {
            let path = "\(folder)/incoming/\(name)"
            if isOlder(path, than: limit) { try FileManager.default.removeItem(atPath: path) }
        }
    }

    private func isOlder(_ path: String, than limit: Date) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let changed = attributes?[.modificationDate] as? Date else { return false }
        return changed < limit
    }

    static func path(of digest: SegmentDigest, in folder: String) -> String {
        let name = digest.hexadecimal
        return "\(folder)/\(name.prefix(2))/\(name.dropFirst(2))"
    }
}

/// A file being written under a name of its own until it is whole.
private final class DiskSegmentSink: SegmentSink {
    private let incoming: String
    private let folder: String
    private var descriptor: Int32
    private var hash = SHA256()

    init(incoming: String, folder: String) throws {
        self.incoming = incoming
        self.folder = folder
        descriptor = Foundation.open(incoming, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DiskFault.of("open") }
    }

    deinit {
        discard()
    }

    func write(_ ciphertext: [UInt8]) throws {
        hash.update(data: ciphertext)
        var written = 0
        while written < ciphertext.count {
            let count = ciphertext.withUnsafeBytes { bytes in
                Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, ciphertext.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw DiskFault.of("write") }
            written += count
        }
    }

    func finish() throws -> SegmentDigest {
        guard fsync(descriptor) == 0 else { throw DiskFault.of("fsync") }
        guard close(descriptor) == 0 else { throw DiskFault.of("close") }
        descriptor = -1
        guard let digest = SegmentDigest(bytes: Array(hash.finalize())) else {
            preconditionFailure("a SHA-256 digest has 32 bytes")
        }
        let path = DiskDocumentStore.path(of: digest, in: folder)
        let shelf = "\(folder)/\(digest.hexadecimal.prefix(2))"
        if mkdir(shelf, 0o700) != 0, errno != EEXIST { throw DiskFault.of("mkdir") }
        guard rename(incoming, path) == 0 else { throw DiskFault.of("rename") }
        // The names have to be as durable as the bytes.
        try Self.synchronise(shelf)
        try Self.synchronise(folder)
        return digest
    }

    func discard() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        unlink(incoming)
    }

    private static func synchronise(_ folder: String) throws {
        let descriptor = Foundation.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskFault.of("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DiskFault.of("fsync") }
    }
}

/// An open file; reads take their own position, so threads do not disturb one another.
private final class DiskSegmentFile: SegmentFile {
    let count: Int
    private let descriptor: Int32

    init?(path: String) {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        count = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    func read(_ range: Range<Int>) throws -> [UInt8] {
        var done = 0
        var bytes = [UInt8](repeating: 0, count: range.count)
        while done < range.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + done }, range.count - done, range.lowerBound + done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw DiskFault.of("read") }
            done += count
        }
        return bytes
    }
}

private enum DiskFault {
    static func of(_ call: String) -> ServiceError {
        .storage("\(call): \(String(cString: strerror(errno)))")
    }
}
