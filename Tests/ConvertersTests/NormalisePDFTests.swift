import Foundation
import Testing

@testable import Converters

/// PDF-2, PDF-13: damaged files are written anew while nothing is signed.
@Suite(.enabled(if: NormalisePDF.missingPrograms().isEmpty, "qpdf or bubblewrap is not installed"))
struct `A file written anew` {
    private func normalised(_ bytes: [UInt8]) async throws -> [UInt8] {
        try NormalisePDF().normalised(try await Tools.input(bytes))
    }

    private func text(_ bytes: [UInt8]) async throws -> [String] {
        try PageImages().text(of: try await Tools.input(bytes))
    }

    @Test func `has nothing before its header and nothing behind its end, and says the same`() async throws {
        let document = Tools.document()
        let clean = try await normalised(Array("junk\n".utf8) + document + Array("more junk".utf8))
        #expect(clean.starts(with: Array("%PDF-1.7".utf8)))
        #expect(String(decoding: clean.suffix(6), as: UTF8.self) == "%%EOF\n")
        #expect(try await text(clean) == text(document))
        #expect(try await text(clean).first?.contains("Pledge") == true)
    }

    @Test func `is the same every time`() async throws {
        let junk = Tools.document() + Array("junk".utf8)
        #expect(try await normalised(junk) == normalised(junk))
    }

    @Test func `is not made of what is no PDF, or has lost its end`() async throws {
        await #expect(throws: ConverterError.self) { try await normalised(Array("not a PDF".utf8)) }
        let document = Tools.document()
        await #expect(throws: ConverterError.self) { try await normalised(Array(document.prefix(document.count / 2))) }
    }

    @Test func `keeps every stream as it was stored`() async throws {
        let clean = try await normalised(Tools.document() + Array("junk".utf8))
        let content = Data("BT /F 20 Tf 20 40 Td (Pledge) Tj ET".utf8)
        #expect(Data(clean).range(of: content) != nil)
    }
}

@Suite(.enabled(if: Tools.areHere, "poppler-utils or bubblewrap is not installed"))
struct `Thumbnails` {
    private func thumbnails(_ bytes: [UInt8]) async throws -> [[UInt8]] {
        try PageImages().thumbnails(firstPages: 9, of: try await Tools.input(bytes))
    }

    @Test func `are equal for equal pages, and differ for a changed word`() async throws {
        let document = Tools.document()
        let first = try await thumbnails(document)
        #expect(first.count == 1)
        #expect(try await thumbnails(document) == first)
        let other = Array(String(decoding: document, as: UTF8.self).replacing("Pledge", with: "Pledgo").utf8)
        #expect(try await thumbnails(other) != first)
    }

    @Test(arguments: [
        "P6\n1 1\n255\nx", "P5\n2 2\n255\nxxx", "P5\n0 0\n255\n", "P5\n9999999999 9999999999\n255\n", "P5",
    ])
    func `are read strictly`(text: String) {
        #expect(throws: ConverterError.outputMalformed) { try GreyPictures(Array(text.utf8)) }
    }

    @Test func `are told apart where one ends and the next begins`() throws {
        let pictures = try GreyPictures(Array("P5\n2 1\n255\nP5P5\n1 1\n255\nx".utf8)).pictures
        #expect(pictures == [Array("P5\n2 1\n255\nP5".utf8), Array("P5\n1 1\n255\nx".utf8)])
    }
}
