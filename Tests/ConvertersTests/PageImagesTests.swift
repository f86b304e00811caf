import Foundation
import Testing

@testable import Converters

@Suite(.enabled(if: Tools.areHere, "poppler-utils or bubblewrap is not installed"))
struct `A page` {
    @Test func `becomes a picture of the size asked for, as displayed`() async throws {
        let input = try await Tools.input(Tools.document(rotated: 90))
        let picture = try PageImages().jpeg(page: 1, edge: 640, of: input)
        let size = try #require(Tools.size(ofJPEG: picture))
        // 200 by 100 points, turned.
        #expect(size.width == 320)
        #expect(size.height == 640)
    }

    @Test func `gives its text back`() async throws {
        let input = try await Tools.input(Tools.document())
        let pages = try PageImages().text(of: input)
        #expect(pages.count == 1)
        #expect(pages.first?.contains("Pledge") == true)
    }

    @Test func `is not drawn from what is no PDF, nor is a page that is not there`() async throws {
        let garbage = try await Tools.input(Array("not a PDF".utf8))
        #expect(throws: ConverterError.self) { try PageImages().jpeg(page: 1, edge: 640, of: garbage) }
        let input = try await Tools.input(Tools.document())
        #expect(throws: ConverterError.self) { try PageImages().jpeg(page: 2, edge: 640, of: input) }
    }
}

@Suite(.enabled(if: Tools.areHere, "poppler-utils or bubblewrap is not installed"))
struct `The sandbox` {
    private func run(_ program: String, _ arguments: [String], _ sandbox: Sandbox = Sandbox()) async throws -> String {
        let bytes = try sandbox.run(program, arguments, input: try await Tools.input([]).rewound())
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `shows programs and fonts, and no file of this machine or its people`() async throws {
        #expect(
            try await run("ls", ["/"]).split(separator: "\n").sorted()
                == [
                    "bin", "dev", "etc", "lib", "lib64", "tmp", "usr", "var",
                ].filter { $0 != "var" || FileManager.default.fileExists(atPath: "/var/cache/fontconfig") }
        )
        await #expect(throws: ConverterError.self) { try await run("cat", ["/etc/passwd"]) }
        await #expect(throws: ConverterError.self) { try await run("ls", ["/home"]) }
    }

    @Test func `has no network and no variable of ours`() async throws {
        let variables = try await run("env", [])
        #expect(!variables.contains("HOME="))
        #expect(variables.contains("PATH=/usr/bin"))
        await #expect(throws: ConverterError.self) { try await run("ls", ["/sys/class/net"]) }
    }

    @Test func `ends what takes too long`() async throws {
        let start = ContinuousClock.now
        await #expect(throws: ConverterError.self) {
            try await run("sleep", ["60"], Sandbox(seconds: 1))
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func `takes no more output than the limit`() async throws {
        await #expect(throws: ConverterError.outputTooLarge(limit: 1_000)) {
            try await run("seq", ["1", "100000"], Sandbox(output: 1_000))
        }
    }
}

/// What the tests convert.
enum Tools {
    static let areHere = ["/usr/bin/pdftoppm", "/usr/bin/bwrap"].allSatisfy(FileManager.default.isExecutableFile)

    static func input(_ bytes: [UInt8]) async throws -> ConverterInput {
        try await ConverterInput(count: bytes.count, piece: 100) { Array(bytes[$0]) }
    }

    /// One page of 200 by 100 points with a word on it.
    static func document(rotated: Int = 0) -> [UInt8] {
        let content = "BT /F 20 Tf 20 40 Td (Pledge) Tj ET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Rotate \(rotated) /Contents 4 0 R"
                + " /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
        ]
        var text = "%PDF-1.7\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places { text += String(repeating: "0", count: 10 - "\(place)".count) + "\(place) 00000 n \n" }
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }

    /// From the frame header of a JPEG. ITU-T T.81 §B.2.2
    static func size(ofJPEG bytes: [UInt8]) -> (width: Int, height: Int)? {
        var place = 2
        while place + 9 < bytes.count, bytes[place] == 0xFF {
            if [0xC0, 0xC1, 0xC2].contains(bytes[place + 1]) {
                return (
                    Int(bytes[place + 7]) << 8 | Int(bytes[place + 8]),
                    Int(bytes[place + 5]) << 8 | Int(bytes[place + 6])
                )
            }
            place += 2 + (Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]))
        }
        return nil
    }
}
