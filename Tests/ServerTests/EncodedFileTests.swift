import Foundation
import Testing

@testable import Server

/// What `verify-chain` reads.
@Suite struct `A file of certificates or lists` {
    private let folder: URL

    init() {
        folder = FileManager.default.temporaryDirectory.appending(path: "encoded-\(UUID().uuidString)")
    }

    private func blocks(_ bytes: [UInt8], _ label: EncodedFile.Label) throws -> [[UInt8]] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appending(path: "file")
        try Data(bytes).write(to: url)
        return try EncodedFile(url.path(), label).blocks
    }

    @Test func `may be DER`() throws {
        #expect(try blocks([0x30, 0x01, 0x05], .certificate) == [[0x30, 0x01, 0x05]])
    }

    @Test func `may be PEM with several blocks, of which the label chooses`() throws {
        let text = """
            # a comment
            -----BEGIN CERTIFICATE-----
            MAEF
            -----END CERTIFICATE-----
            -----BEGIN X509 CRL-----
            MAEG
            -----END X509 CRL-----
            -----BEGIN CERTIFICATE-----
            MAE
            H
            -----END CERTIFICATE-----
            """
        #expect(try blocks(Array(text.utf8), .certificate) == [[0x30, 0x01, 0x05], [0x30, 0x01, 0x07]])
        #expect(try blocks(Array(text.utf8), .list) == [[0x30, 0x01, 0x06]])
    }

    @Test(arguments: [
        "", "MAEF", "-----BEGIN CERTIFICATE-----\nMAEF\n", "-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----",
        "-----BEGIN X509 CRL-----\nMAEF\n-----END X509 CRL-----",
    ])
    func `is refused when it is neither`(text: String) {
        #expect(throws: UnreadableInput.self) { try blocks(Array(text.utf8), .certificate) }
    }

    @Test func `is refused by name when it is not there`() {
        let path = folder.appending(path: "absent").path()
        #expect(throws: UnreadableInput.file(path)) { try EncodedFile(path, .certificate) }
    }

    @Test func `is told of in both languages`() throws {
        for input in [
            UnreadableInput.file("f"), .encoding("f", label: "CERTIFICATE"), .structure("f", code: "CMS_MALFORMED"),
            .time("f"), .algorithmPolicy("f"),
        ] {
            let lines = input.text.split(separator: "\n")
            #expect(lines.count == 2 && lines[0].contains { !$0.isASCII } && lines[1].allSatisfy(\.isASCII))
            #expect(try input.json().contains("INPUT_UNREADABLE"))
        }
    }
}
