import Crypto
import Foundation
import PDF
import Testing

@testable import SigningService

@Suite struct `A segment` {
    private let key = SymmetricKey(size: .bits256)

    private func keep(_ bytes: [UInt8], in folder: URL) throws -> (DiskDocumentStore, Segment) {
        let store = try DiskDocumentStore(folder: folder.path)
        var writer = try SegmentWriter(into: store.begin(), dataKey: key, randomBytes: systemRandomBytes)
        for start in stride(from: 0, to: bytes.count, by: 50_000) {
            try writer.write(Array(bytes[start..<min(start + 50_000, bytes.count)]))
        }
        return (store, try writer.finish().segment)
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-segment-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func path(of segment: Segment, in folder: URL) -> URL {
        folder.appending(path: "\(segment.digest.hexadecimal.prefix(2))/\(segment.digest.hexadecimal.dropFirst(2))")
    }

    @Test(arguments: [1, 65_535, 65_536, 65_537, 200_000])
    func `gives back what was written, at any place`(count: Int) throws {
        try withFolder { folder in
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let (store, segment) = try keep(bytes, in: folder)
            let source = try DecryptingSource([segment], in: store, dataKey: key)

            #expect(source.count == count)
            #expect(try source.read(0..<count) == bytes)
            let middle = count / 2..<min(count, count / 2 + 70_000)
            #expect(try source.read(middle) == Array(bytes[middle]))
        }
    }

    @Test func `joins with the segments after it`() throws {
        try withFolder { folder in
            let (store, first) = try keep(Array(repeating: 1, count: 70_000), in: folder)
            let (_, second) = try keep([2, 3], in: folder)
            let source = try DecryptingSource([first, second], in: store, dataKey: key)

            #expect(try source.read(69_999..<70_002) == [1, 2, 3])
            #expect(throws: PDFError.outsideOfFile(70_001..<70_003, count: 70_002)) {
                try source.read(70_001..<70_003)
            }
        }
    }

    @Test func `is addressed by its ciphertext, which never repeats`() throws {
        try withFolder { folder in
            let (_, first) = try keep([1, 2, 3], in: folder)
            let (_, second) = try keep([1, 2, 3], in: folder)

            #expect(first.digest != second.digest)
            let stored = Array(try Data(contentsOf: path(of: first, in: folder)))
            #expect(Array(SHA256.hash(data: stored)) == first.digest.bytes)
            #expect(!stored.contains([1, 2, 3]))
        }
    }

    @Test(arguments: [0, 8, 39, 40, 65_575, 65_576, 65_592, 70_000])
    func `is refused when one byte of it was changed`(offset: Int) throws {
        try withFolder { folder in
            let (store, segment) = try keep(Array(repeating: 7, count: 80_000), in: folder)
            let file = path(of: segment, in: folder)
            var stored = Array(try Data(contentsOf: file))
            stored[offset] ^= 1
            try Data(stored).write(to: file)

            #expect(throws: (any Error).self) {
                let source = try DecryptingSource([segment], in: store, dataKey: key)
                _ = try source.read(0..<source.count)
            }
        }
    }

    @Test func `is refused when it was cut at a chunk, or its chunks changed places`() throws {
        try withFolder { folder in
            let (store, segment) = try keep(Array(repeating: 7, count: 131_072), in: folder)
            let file = path(of: segment, in: folder)
            let stored = Array(try Data(contentsOf: file))
            let (header, first, second) = (stored[..<40], stored[40..<65_592], stored[65_592...])

            try Data(header + first).write(to: file)
            let short = Segment(digest: segment.digest, length: 65_536)
            let cut = try DecryptingSource([short], in: store, dataKey: key)
            #expect(throws: PDFError.self) { try cut.read(0..<1) }

            try Data(header + second + first).write(to: file)
            let turned = try DecryptingSource([segment], in: store, dataKey: key)
            #expect(throws: PDFError.self) { try turned.read(0..<1) }
        }
    }

    @Test func `does not open with another key`() throws {
        try withFolder { folder in
            let (store, segment) = try keep([1, 2, 3], in: folder)
            let source = try DecryptingSource([segment], in: store, dataKey: SymmetricKey(size: .bits256))

            #expect(throws: PDFError.self) { try source.read(0..<3) }
        }
    }

    @Test func `that was not finished leaves nothing behind`() throws {
        try withFolder { folder in
            let store = try DiskDocumentStore(folder: folder.path)
            let sink = try store.begin()
            try sink.write([1])
            sink.discard()

            #expect(try store.segments(olderThanSeconds: -60).isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/incoming").isEmpty)
        }
    }
}
