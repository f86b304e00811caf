import ASiC
import CMS
import Testing

/// EN 319 162-1 §4.3, §4.4: containers.
@Suite struct `A container` {
    private func container(_ files: [CraftedZip.File]) throws(ASiCError) -> Container {
        try Container(ArchiveSource(CraftedZip(files: files).bytes))
    }

    private static func manifest(_ signature: String, _ name: String = "a.txt") -> [UInt8] {
        let object = Manifest.DataObject(
            name: name,
            mimeType: nil,
            hash: .sha256,
            digest: HashAlgorithm.sha256.digest(of: [1])
        )
        return Manifest(signatureName: signature, objects: [object]).xml
    }

    let good: [CraftedZip.File] = [
        .init("mimetype", Array("application/vnd.etsi.asic-e+zip".utf8)),
        .init("a.txt", [1]),
        .init("META-INF/ASiCManifest001.xml", Self.manifest("META-INF/signature001.p7s")),
        .init("META-INF/signature001.p7s", [0x30, 0]),
    ]

    @Test func `tells its signatures and files`() throws {
        let read = try container(good)
        #expect(read.form == .extended)
        #expect(read.signatures.map(\.name) == ["META-INF/signature001.p7s"])
        #expect(read.objectNames == ["a.txt"])
        #expect(try read.digest(of: "a.txt", by: .sha256) == HashAlgorithm.sha256.digest(of: [1]))
        #expect(throws: ASiCError.entryAbsent("b.txt")) { try read.digest(of: "b.txt", by: .sha256) }
    }

    @Test func `of one file and one signature is read`() throws {
        var files = good
        files[0] = .init("mimetype", Array("application/vnd.etsi.asic-s+zip".utf8))
        files[3] = .init("META-INF/signature.p7s", [0x30, 0])
        files.remove(at: 2)
        #expect(try container(files).form == .simple)
        files.append(.init("b.txt", []))
        #expect(throws: ASiCError.self) { try container(files) }
    }

    @Test func `begins with its type`() {
        var files = good
        files.swapAt(0, 1)
        #expect(throws: ASiCError.mimeType(nil)) { try container(files) }
        files = good
        files[0].content += [0x0A]
        files[0].checksum = CraftedZip.File.checksum(files[0].content)
        #expect(throws: ASiCError.mimeType("application/vnd.etsi.asic-e+zip\n")) { try container(files) }
        files = good
        files[0].extra = [9, 9, 0, 0]
        #expect(throws: ASiCError.mimeType(nil)) { try container(files) }
    }

    /// VAL-11: a signature that nobody names would be passed over.
    @Test func `names each of its signatures once`() {
        var files = good + [.init("META-INF/signature002.p7s", [0x30, 0])]
        #expect(throws: ASiCError.manifest(file: "META-INF/signature002.p7s", .signatureUnnamed)) {
            try container(files)
        }
        files[4] = .init("META-INF/ASiCManifest002.xml", Self.manifest("META-INF/signature001.p7s"))
        #expect(throws: ASiCError.manifest(file: "META-INF", .repeated)) { try container(files) }
        files[4] = .init("META-INF/ASiCManifest002.xml", Self.manifest("META-INF/signature009.p7s"))
        #expect(throws: ASiCError.manifest(file: "META-INF/ASiCManifest002.xml", .signatureAbsent)) {
            try container(files)
        }
    }

    @Test func `without a signature is empty`() {
        #expect(throws: ASiCError.empty) { try container(Array(good.prefix(2))) }
    }

    @Test func `of ours is read back, the same every time`() throws {
        func written() throws -> [UInt8] {
            let prepared = try PreparedContainer(files: [
                .init(name: "契約書.pdf", mimeType: "application/pdf", content: ArchiveSource([1, 2, 3])),
                .init(name: "別紙/a.txt", mimeType: nil, content: ArchiveSource([])),
            ])
            nonisolated(unsafe) var bytes: [UInt8] = []
            try prepared.write(signature: [0x30, 0]) { bytes += $0 }
            return bytes
        }
        let bytes = try written()
        #expect(try written() == bytes)
        let read = try Container(ArchiveSource(bytes))
        #expect(read.objectNames == ["契約書.pdf", "別紙/a.txt"])
        guard case .manifest(_, _, let manifest) = try #require(read.signatures.first).content else {
            Issue.record("no manifest")
            return
        }
        for object in manifest.objects {
            #expect(try read.digest(of: object.name, by: object.hash) == object.digest)
        }
    }

    @Test(arguments: ["META-INF/a", "mimetype", "../a", "a/"])
    func `takes no file under a name of its own`(name: String) {
        #expect(throws: ASiCError.self) {
            try PreparedContainer(files: [.init(name: name, mimeType: nil, content: ArchiveSource([]))])
        }
    }
}
