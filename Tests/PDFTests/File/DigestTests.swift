import Crypto
import Foundation
import Testing

@testable import PDF

@Suite struct `A digest over a file` {
    private let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 4) }

    private func withFile(_ body: (MappedFile) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "chigiri-digest-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try body(MappedFile(path: file.path))
    }

    private func expected(_ ranges: [Range<Int>], appended: [UInt8] = []) -> [UInt8] {
        let whole = bytes + appended
        return Array(SHA256.hash(data: ranges.flatMap { whole[$0] }))
    }

    /// Longer, shorter and equal ones after one another: none may go on from a state that is further.
    @Test func `is the same in whatever order it is asked for`() throws {
        try withFile { file in
            for ranges in [
                [0..<200_000, 200_100..<300_000], [0..<100], [0..<200_000], [0..<299_999, 299_999..<300_000],
                [0..<0, 5..<10], [7..<9, 0..<7], [],
            ] {
                let digest = try file.sha256(of: ranges)
                #expect(digest == expected(ranges))
            }
        }
    }

    @Test func `crosses into what is appended, and stops where a revision ends`() throws {
        try withFile { file in
            let suffix: [UInt8] = [1, 2, 3, 4, 5]
            let longer = AppendedSource(file, appended: suffix)
            let covered = [0..<300_002, 300_004..<300_005]
            let both = try longer.sha256(of: covered)
            #expect(both == expected(covered, appended: suffix))
            let part = try longer.sha256(of: 0..<150_000)
            #expect(part == expected([0..<150_000]))
            let revision = try PrefixSource(longer, count: 300_001).sha256(of: 0..<300_001)
            #expect(revision == expected([0..<300_001], appended: suffix))
        }
    }

    @Test func `never leaves the file`() throws {
        try withFile { file in
            #expect(throws: PDFError.outsideOfFile(0..<300_001, count: 300_000)) { try file.sha256(of: 0..<300_001) }
            let prefix = try PrefixSource(file, count: 100)
            #expect(throws: PDFError.outsideOfFile(0..<101, count: 100)) { try prefix.sha256(of: 0..<101) }
        }
    }
}
