import Crypto
import Foundation
import Logging
import Outbound
import SigningService
import Testing

/// A place for segments under test.
///
/// Every promise of `DocumentStore` is asked of every one that is here.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case disk
    case bucket

    /// A bucket is one of them when `TEST_S3_URL` names a server; else its own suites are skipped, and counted.
    static let allCases: [StoreKind] = S3Server.shared == nil ? [.disk] : [.disk, .bucket]

    var testDescription: String { rawValue }

    /// Opens a store and gives it away on threads that may wait.
    func withStore(_ body: (any DocumentStore) async throws -> Void) async throws {
        switch self {
        case .disk:
            try await withFolder { folder in
                let store = try DiskDocumentStore(folder: folder.path)
                try await onDocumentThreads { try await body(store) }
            }
        case .bucket:
            try await S3Server.required().withStore { try await body($0) }
        }
    }
}

/// Runs `work` where the service runs it: what waits there keeps no other test waiting.
func onDocumentThreads<Value>(_ work: () async throws -> Value) async throws -> Value {
    try await withTaskExecutorPreference(documentThreads, operation: work)
}

private let documentThreads = DocumentThreads(count: 16)

func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-segments-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
}

/// Bytes that no other test has, so that a digest is of this one; no two blocks of them are the same.
func bytes(_ count: Int) -> [UInt8] {
    let block = systemRandomBytes(min(count, 8_192))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + block.count)
    while bytes.count < count {
        let number = bytes.count
        bytes += block
        for place in 0..<min(8, block.count) {
            bytes[number + place] ^= UInt8(truncatingIfNeeded: number >> (8 * place))
        }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
}

extension DocumentStore {
    /// Writes in the pieces of the service: a chunk of ciphertext with its tag.
    @discardableResult
    func put(_ bytes: [UInt8]) throws -> SegmentDigest {
        let sink = try begin()
        for start in stride(from: 0, to: bytes.count, by: 65_552) {
            try sink.write(Array(bytes[start..<min(start + 65_552, bytes.count)]))
        }
        return try sink.finish()
    }

    func get(_ digest: SegmentDigest) throws -> [UInt8] {
        let file = try open(digest)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(file.count)
        for start in stride(from: 0, to: file.count, by: 1_048_832) {
            bytes += try file.read(start..<min(start + 1_048_832, file.count))
        }
        return bytes
    }

    func holds(_ digest: SegmentDigest) throws -> Bool {
        do {
            _ = try open(digest)
            return true
        } catch ServiceError.segmentDamaged {
            return false
        }
    }
}

func digest(of bytes: [UInt8]) throws -> SegmentDigest {
    try #require(SegmentDigest(bytes: Array(SHA256.hash(data: bytes))))
}
