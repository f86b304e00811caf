import ASiC
import Foundation
import Testing

/// EN 319 162-1 annex A: archives that every reader understands alike.
@Suite struct `An archive` {
    let good = CraftedZip(files: [.init("mimetype", Array("x".utf8)), .init("a/b.txt", Array("hello".utf8))])

    private func read(_ zip: CraftedZip, limits: ZipLimits = ZipLimits()) throws(ASiCError) -> ZipArchive {
        try ZipArchive(ArchiveSource(zip.bytes), limits: limits)
    }

    /// What is wrong with an archive; nil when nothing is.
    private func fault(_ zip: CraftedZip, limits: ZipLimits = ZipLimits()) -> ZipFault? {
        do throws(ASiCError) {
            _ = try read(zip, limits: limits)
            return nil
        } catch {
            if case .zip(let fault, _) = error { return fault }
            return nil
        }
    }

    @Test func `is read`() throws {
        let archive = try read(good)
        #expect(archive.entries.map(\.name) == ["mimetype", "a/b.txt"])
        let entry = try #require(archive.entry("a/b.txt"))
        #expect(try archive.bytes(of: entry, atMost: 5) == Array("hello".utf8))
        #expect(throws: ASiCError.limit(.entrySize)) { try archive.bytes(of: entry, atMost: 4) }
    }

    @Test func `may have a comment, and nothing after it`() {
        var zip = good
        zip.comment = Array("mimetype=x".utf8)
        #expect(fault(zip) == nil)
        #expect(throws: Never.self) { try read(zip) }
        zip.tail = [0]
        #expect(fault(zip) == .endAbsent)
    }

    @Test func `has one end only`() {
        var zip = good
        // A comment that is an end record of its own, for readers that look backwards.
        zip.comment = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
        #expect(fault(zip) == .endAmbiguous)
    }

    @Test func `is full: nothing before, between or around its files`() {
        var zip = good
        zip.head = Array("%PDF-1.7\n".utf8)
        #expect(fault(zip) == .gap)
        zip = good
        zip.between = [1]
        #expect(fault(zip) == .gap)
    }

    @Test func `says the same twice`() {
        var zip = good
        zip.files[1].localName = "a/c.txt"
        #expect(fault(zip) == .headersDiffer)
        zip = good
        zip.files[1].localChecksum = 1
        #expect(fault(zip) == .headersDiffer)
        zip = good
        zip.files[1].size = 4
        #expect(fault(zip) == .headersDiffer)
    }

    @Test(arguments: ["/a", "../a", "a/../b", "a//b", "./a", "a\\b", "C:a", "a\u{0}b", "a\nb", ""])
    func `has names that stay inside`(name: String) {
        var zip = good
        zip.files[1].name = name
        #expect(fault(zip) == .name)
    }

    @Test func `has every name once, however it is composed`() {
        var zip = good
        zip.files.append(.init("a/b.txt", []))
        #expect(fault(zip) == .nameRepeated)
        zip.files = [.init("\u{E9}", []), .init("e\u{301}", [])]
        #expect(fault(zip) == .nameRepeated)
    }

    @Test func `is neither encrypted nor compressed in other ways`() {
        var zip = good
        zip.files[1].flags = 1
        #expect(fault(zip) == .encrypted)
        zip.files[1].flags = 0
        zip.files[1].method = 9
        #expect(fault(zip) == .compression)
    }

    @Test func `is bounded before it is decompressed`() {
        var zip = good
        zip.files[1].method = 8
        zip.files[1].size = 100_000_000
        #expect(throws: ASiCError.limit(.compressionRatio)) { try read(zip) }
        #expect(throws: ASiCError.limit(.entrySize)) { try read(zip, limits: ZipLimits(entrySize: 1 << 20)) }
        #expect(throws: ASiCError.limit(.entries)) { try read(good, limits: ZipLimits(entries: 1)) }
        #expect(throws: ASiCError.limit(.totalSize)) { try read(good, limits: ZipLimits(totalSize: 5)) }
        #expect(throws: ASiCError.limit(.nameLength)) { try read(good, limits: ZipLimits(nameLength: 7)) }
    }

    @Test func `tells a damaged entry at its end`() throws {
        var zip = good
        zip.files[1].checksum = 1
        let archive = try read(zip)
        let entry = try #require(archive.entry("a/b.txt"))
        #expect(throws: ASiCError.entryDamaged("a/b.txt")) { try archive.bytes(of: entry, atMost: 10) }
        zip.files[1].method = 8
        let broken = try read(zip)
        #expect(throws: ASiCError.entryDamaged("a/b.txt")) {
            try broken.bytes(of: #require(broken.entry("a/b.txt")), atMost: 10)
        }
    }

    /// One mutation at a time, and every length: an error or the same content, never a crash.
    @Test func `survives every altered byte and every cut`() {
        let bytes = good.bytes
        for index in bytes.indices {
            for bit in [0, 3, 7] {
                var altered = bytes
                altered[index] ^= 1 << UInt8(bit)
                guard let archive = try? ZipArchive(ArchiveSource(altered)) else { continue }
                for entry in archive.entries { _ = try? archive.bytes(of: entry, atMost: 100) }
            }
            #expect(throws: ASiCError.self) { try ZipArchive(ArchiveSource(Array(bytes[..<index]))) }
        }
    }

    // MARK: Others' archives, and ours for others

    private static let commands = ["/usr/bin/zip", "/usr/bin/unzip"]

    @Test(.enabled(if: commands.allSatisfy(FileManager.default.isExecutableFile), "no zip and unzip here"))
    func `of Info-ZIP is read, compressed or streamed`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "asic-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = Array(String(repeating: "契約書 ", count: 200_000).utf8)
        try Data(text).write(to: folder.appending(path: "text.txt"))
        try run("zip -q -X plain.zip text.txt && zip -q -X - text.txt > streamed.zip", in: folder)
        for name in ["plain.zip", "streamed.zip"] {
            let archive = try ZipArchive(ArchiveSource(Array(Data(contentsOf: folder.appending(path: name)))))
            let entry = try #require(archive.entries.first)
            #expect(entry.method == .deflated)
            #expect(try archive.bytes(of: entry, atMost: text.count) == text)
        }
    }

    /// The second time with 64-bit numbers throughout, as over 4 GiB.
    @Test(
        .enabled(if: commands.allSatisfy(FileManager.default.isExecutableFile), "no zip and unzip here"),
        arguments: [UInt32.max, 0]
    )
    func `of ours is tested by Info-ZIP`(large: UInt32) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "asic-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        nonisolated(unsafe) var bytes: [UInt8] = []
        var writer = ZipWriter(large: large) { bytes += $0 }
        try writer.add("a.txt", ArchiveSource(Array("x".utf8)))
        try writer.add("契約書/第一 部.pdf", ArchiveSource([UInt8](repeating: 7, count: 300_000)))
        try writer.finish()
        try Data(bytes).write(to: folder.appending(path: "ours.zip"))
        try run("unzip -qq -t ours.zip", in: folder)
        let archive = try ZipArchive(ArchiveSource(bytes))
        #expect(archive.entries.map(\.name) == ["a.txt", "契約書/第一 部.pdf"])
        #expect(try archive.bytes(of: archive.entries[0], atMost: 1) == Array("x".utf8))
    }

    private func run(_ command: String, in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
