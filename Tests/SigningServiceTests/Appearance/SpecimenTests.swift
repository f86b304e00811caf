import Foundation
import PDF
import Testing
import Typesetting

@testable import SigningService

/// Writes what people have to look at: set `CHIGIRI_SPECIMENS` to a folder and open the files there.
@Suite(.enabled(if: SpecimenFolder.path != nil, "CHIGIRI_SPECIMENS names no folder"))
struct `Specimens` {
    static let imprints: [(name: String, choice: ImprintChoice)] = [
        ("林 一", .personal), ("髙﨑 𠮷乃", .personal), ("葛\u{E0100}城 一", .personal), ("小鳥遊 花", .personal),
        ("勅使河原 守", .personal), ("長宗我部 元", .personal), ("株式会社灯台工房", .personal), ("John Smith", .personal),
        ("株式会社灯台工房", .corporate(organisation: "株式会社灯台工房", ending: .automatic)),
        ("髙﨑𠮷商会", .corporate(organisation: "髙﨑𠮷商会", ending: .automatic)),
        (
            "独立行政法人国立文化財機構奈良文化財研究所",
            .corporate(organisation: "独立行政法人国立文化財機構奈良文化財研究所", ending: .automatic)
        ),
        ("Acme Lighthouse Works, Inc.", .corporate(organisation: "Acme Lighthouse Works, Inc.", ending: .automatic)),
        ("株式会社灯台工房", .representative(organisation: "株式会社灯台工房", title: "代表取締役", ending: .automatic)),
        ("葛\u{E0100}城𠮷", .representative(organisation: "葛\u{E0100}城𠮷", title: "理事長", ending: .automatic)),
        (
            "独立行政法人国立文化財機構奈良文化財研究所",
            .representative(organisation: "独立行政法人国立文化財機構奈良文化財研究所", title: "所長", ending: .automatic)
        ),
    ]

    let fonts: FontLibrary
    let folder: URL

    init() throws {
        fonts = try FontLibrary()
        folder = URL(filePath: try #require(SpecimenFolder.path))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test func `of imprints are written`() throws {
        let columns = 4
        let size = 108.0
        var marks: [Mark] = []
        for (index, specimen) in Self.imprints.enumerated() {
            let imprint = try Imprint(specimen.choice, name: specimen.name, fonts: fonts)
            let (x, y) = (40 + Double(index % columns) * 132, 40 + Double(index / columns) * 132)
            marks.append(.imprint(imprint, x: x, y: y, size: size))
            try Data(specimen.choice.svg(name: specimen.name, fonts: fonts).utf8)
                .write(to: folder.appending(path: "imprint-\(index + 1).svg"))
        }
        try write(marks, to: "imprints.pdf")
    }

    @Test func `of signatures are written`() throws {
        var page = try SignedPage(fonts: fonts)
        for (index, specimen) in Self.imprints.enumerated() {
            try page.show(
                .example(specimen.name, index % 2 == 0 ? .party : .witness, imprint: specimen.choice),
                x: 40 + Double(index % 2) * 270,
                y: 40 + Double(index / 2) * 92,
                width: 240,
                height: 76
            )
        }
        try Data(page.file).write(to: folder.appending(path: "signatures.pdf"))
    }

    @Test func `of certificates are written`() throws {
        for (environment, name) in [(ServiceEnvironment.test, "test"), (.production, "production")] {
            let certificate = try CompletionCertificate.example(signers: 3, environment)
            try Data(certificate.pdf(fonts: fonts)).write(to: folder.appending(path: "certificate-\(name).pdf"))
        }
    }

    private func write(_ marks: [Mark], to name: String) throws {
        let subsets = try ContentFont.all(for: marks.flatMap(\.runs), fonts: fonts)
        var writer = ContentWriter(fonts: subsets)
        for mark in marks { writer.draw(mark, pageHeight: PageFlow.a4.height) }
        let file = try ArchivalDocument(
            pages: [
                ArchivalDocument.Page(width: PageFlow.a4.width, height: PageFlow.a4.height, content: writer.bytes)
            ],
            fonts: subsets.map(\.embedded),
            metadata: DocumentMetadata(
                title: "印影",
                subject: "",
                author: "",
                language: "ja",
                date: Date(timeIntervalSince1970: 1_795_318_496)
            )
        ).bytes()
        try Data(file).write(to: folder.appending(path: name))
    }
}

private enum SpecimenFolder {
    static let path = ProcessInfo.processInfo.environment["CHIGIRI_SPECIMENS"]
}
