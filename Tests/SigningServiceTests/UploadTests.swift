import Foundation
import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `An upload` {
    @Test func `is kept encrypted and reads back byte for byte`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let bytes = SmallPDF.bytes()

        let document = try await world.upload(bytes, by: sender)
        let content = try await Documents(world.needs).content(of: document.id, for: sender)

        #expect(document.pages == 1)
        #expect(document.sha256 == Digest.sha256(bytes))
        #expect(try await content.read(0..<content.count) == bytes)
        for path in try FileManager.default.subpathsOfDirectory(atPath: world.folder.path) {
            let stored = FileManager.default.contents(atPath: world.folder.appending(path: path).path) ?? Data()
            #expect(stored.range(of: Data("/MediaBox".utf8)) == nil, "plaintext in \(path)")
        }
    }

    @Test(arguments: [
        ("JAVASCRIPT", SmallPDF.bytes(catalog: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")),
        ("NOT_A_PDF", Array("PK\u{3}\u{4} this is something else".utf8)),
        ("EMPTY_FILE", []),
    ])
    func `that cannot be signed as it is leaves nothing`(code: String, bytes: [UInt8]) async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()

        await #expect {
            _ = try await world.upload(bytes, by: sender)
        } throws: { error in
            guard case ServiceError.documentRefused(let findings) = error else { return false }
            return findings.first?.code == code
        }
        #expect(try world.needs.segments.segments(olderThanSeconds: -60).isEmpty)
    }

    @Test func `is nobody else's`() async throws {
        let world = try World()
        defer { world.remove() }
        let document = try await world.upload(SmallPDF.bytes(), by: try await world.sender())

        await #expect(throws: ServiceError.documentUnknown) {
            try await Documents(world.needs).content(of: document.id, for: .example)
        }
    }
}
