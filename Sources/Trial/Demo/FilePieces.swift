import Foundation
import NIOCore

/// A file in pieces of 256 KiB, read when they are asked for.
struct FilePieces: AsyncSequence, Sendable {
    let count: Int
    private let file: URL

    init(_ file: URL) throws {
        self.file = file
        count = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(file: file)
    }

    struct Iterator: AsyncIteratorProtocol {
        let file: URL
        private var handle: FileHandle?

        init(file: URL) {
            self.file = file
        }

        mutating func next() async throws -> ByteBuffer? {
            let open = try handle ?? FileHandle(forReadingFrom: file)
            handle = open
            guard let piece = try open.read(upToCount: 1 << 18), !piece.isEmpty else {
                try open.close()
                return nil
            }
            return ByteBuffer(bytes: piece)
        }
    }
}
