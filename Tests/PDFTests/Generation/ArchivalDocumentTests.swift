import Foundation
import Testing

@testable import PDF

@Suite struct `A generated document (PDF-16)` {
    private func document(title: String = "合意 <&>") -> ArchivalDocument {
        ArchivalDocument(
            pages: [
                ArchivalDocument.Page(width: 595.276, height: 841.89, content: Array("1 0 0 rg 0 0 9 9 re f".utf8)),
                ArchivalDocument.Page(width: 595.276, height: 841.89, content: []),
            ],
            fonts: [],
            metadata: DocumentMetadata(
                title: title,
                subject: "7",
                author: "Chigiri",
                language: "ja",
                date: Date(timeIntervalSince1970: 1_795_318_496)
            )
        )
    }

    @Test func `is read by our own reader, page for page`() throws {
        let file = try document().bytes()
        let read = try Document(BytesSource(file))
        #expect(try read.pages().count == 2)
        #expect(Preflight.findings(in: read).isEmpty)
        #expect(try document().bytes() == file)
        #expect(try document(title: "").bytes() != file)
    }

    @Test func `says that it is PDF/A-2b, and says in XMP what it says elsewhere`() throws {
        let read = try Document(BytesSource(document().bytes()))
        let trailer = try #require(read.revisions.last).trailer
        let root = try read.resolve(trailer["Root"])
        let catalog = try #require(root.dictionary)
        guard case .stream(let packet) = try read.resolve(catalog["Metadata"]) else {
            Issue.record("no metadata")
            return
        }
        let text = String(decoding: try read.data(of: packet), as: UTF8.self)
        #expect(packet.dictionary["Filter"] == nil)
        for words in [
            "<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>", "合意 &lt;&amp;&gt;</rdf:li>",
            "<xmp:CreateDate>2026-11-22T03:34:56Z</xmp:CreateDate>",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        let resolved = try read.resolve(trailer["Info"])
        let information = try #require(resolved.dictionary)
        #expect(information["CreationDate"] == .string(Array("D:20261122033456+00'00'".utf8)))
        #expect(information["Title"] == TextString.encode("合意 <&>"))
        let identifier = try read.resolve(trailer["ID"])
        #expect(identifier.array?.count == 2)
    }

    @Test func `carries a colour profile whose table of tags is sound`() throws {
        let profile = StandardRGBProfile.bytes
        func number(at offset: Int) -> Int { profile[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(number(at: 0) == profile.count)
        #expect(profile[36..<40] == Array("acsp".utf8)[...])
        #expect(number(at: 128) == 9)
        for tag in 0..<9 {
            let start = number(at: 132 + 12 * tag + 4)
            #expect(start.isMultiple(of: 4))
            #expect(start + number(at: 132 + 12 * tag + 8) <= profile.count)
        }
    }
}
