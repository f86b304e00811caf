import Foundation
import SQLiteStorage
import SignerProtocol
import SigningService
import Testing

/// A storage engine under test.
///
/// Every guarantee is asked of every engine.
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String { rawValue }

    /// Opens a store on an empty folder and removes it afterwards.
    func withStore(_ body: (any ServiceStore, URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(try open(folder), folder)
    }

    /// Opens the store of a folder, a second time too.
    func open(_ folder: URL) throws -> any ServiceStore {
        switch self {
        case .sqlite: try SQLiteStore(path: folder.appending(path: "chigiri.db").path)
        }
    }
}
