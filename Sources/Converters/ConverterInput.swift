import Foundation

/// What a converter reads: bytes in memory, without a name in any file system.
///
/// `/dev/shm` is memory; the file loses its name before it has a byte, and is gone when its last reader is.
package struct ConverterInput: Sendable {
    let handle: FileHandle

    /// Takes `count` bytes, a piece at a time.
    ///
    /// - Throws: `ConverterError.inputNotTaken`, or what `read` throws.
    package init(count: Int, piece: Int = 1 << 20, read: (Range<Int>) async throws -> [UInt8]) async throws {
        var name = Array("/dev/shm/chigiri-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw ConverterError.inputNotTaken }
        unlink(name)
        handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            for start in stride(from: 0, to: count, by: piece) {
                try handle.write(contentsOf: Data(try await read(start..<min(start + piece, count))))
            }
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw ConverterError.inputNotTaken
        }
    }

    /// The same bytes from their beginning, for one more reader.
    func rewound() throws -> FileHandle {
        try handle.seek(toOffset: 0)
        return handle
    }
}
