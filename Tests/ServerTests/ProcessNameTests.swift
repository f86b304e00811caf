import Foundation
import Testing

@testable import Server

@Suite struct `The name of a process` {
    @Test func `is kept in a file that is locked, another for each that lives`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-names-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = ProcessName(in: folder.path)
        let second = ProcessName(in: folder.path)
        #expect(first.text != second.text)
        #expect(try kept(1, folder) == first.text.split(separator: " ").last.map(String.init))
        #expect(try kept(2, folder) == second.text.split(separator: " ").last.map(String.init))
    }

    @Test func `is nobody's successor where nothing can be written`() {
        #expect(ProcessName(in: "/nowhere").text != ProcessName(in: "/nowhere").text)
    }

    private func kept(_ number: Int, _ folder: URL) throws -> String {
        try String(contentsOf: folder.appending(path: "process-\(number)"), encoding: .utf8)
    }
}
