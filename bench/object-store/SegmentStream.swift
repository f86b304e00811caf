import Foundation
import SigningService

/// Moves bytes through a store in the pieces in which the service does.
enum SegmentStream {
    /// A chunk of ciphertext with its tag.
    private static let chunk = 65_552
    /// What a reader that streams asks for at once.
    private static let batch = 16 * chunk

    /// Bytes that no file system can make smaller.
    static func make(_ path: String, count: Int) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else { throw BenchFailure.file(path) }
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        let random = try FileHandle(forReadingFrom: URL(filePath: "/dev/urandom"))
        for start in stride(from: 0, to: count, by: 1_000_000) {
            guard let bytes = try random.read(upToCount: min(1_000_000, count - start)) else {
                throw BenchFailure.file("/dev/urandom")
            }
            try file.write(contentsOf: bytes)
        }
        try file.close()
        try random.close()
    }

    /// The first bytes are a salt, so that each round has a name of its own.
    static func put(_ path: String, into store: any DocumentStore, salt: Int) throws -> SegmentDigest {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        let sink = try store.begin()
        try sink.write(Array("round \(salt) \(UUID())".utf8))
        while let piece = try file.read(upToCount: chunk), !piece.isEmpty { try sink.write(Array(piece)) }
        return try sink.finish()
    }

    static func small(_ count: Int, into store: any DocumentStore, salt: Int) throws -> SegmentDigest {
        let sink = try store.begin()
        try sink.write(Array("small \(salt) \(UUID())".utf8) + [UInt8](repeating: UInt8(salt & 255), count: count))
        return try sink.finish()
    }

    static func get(_ digest: SegmentDigest, from store: any DocumentStore) throws {
        let file = try store.open(digest)
        for start in stride(from: 0, to: file.count, by: batch) {
            _ = try file.read(start..<min(start + batch, file.count))
        }
    }
}

enum BenchFailure: Error {
    case file(String)
    case program(String, status: Int32)
    /// Of `bin/with-seaweedfs`.
    case variableMissing(String)
}
