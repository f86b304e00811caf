import Foundation
import SQLiteStorage
import SignerProtocol
import SigningService
import Testing

/// OPS-5.
@Suite struct `A database file` {
    private let path = FileManager.default.temporaryDirectory.appending(path: "chigiri-stamp-\(UUID()).db").path

    @Test func `belongs to the environment of its first start for ever`() throws {
        defer { remove() }
        #expect(try SQLiteStore.state(ofFileAt: path) == nil)
        let store = try SQLiteStore(path: path)
        #expect(try #require(try SQLiteStore.state(ofFileAt: path)).stamp == nil)
        try store.stamp(.test)
        try store.stamp(.test)
        #expect(throws: ServiceError.self) { try store.stamp(.production) }
        let state = try #require(try SQLiteStore.state(ofFileAt: path))
        #expect(state.stamp == .test)
        #expect(state.applied == Set(state.known))
        try store.close()
        #expect(throws: ServiceError.self) { try SQLiteStore(path: path).stamp(.production) }
    }

    @Test func `that is none is not read as one`() throws {
        defer { remove() }
        try Data(
            "no database, but longer than a header of one hundred bytes: ".utf8 + Array(repeating: 0x41, count: 99)
        )
        .write(to: URL(filePath: path))
        #expect(throws: (any Error).self) { try SQLiteStore.state(ofFileAt: path) }
    }

    private func remove() {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}
