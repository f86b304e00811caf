import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF
import Testing

@testable import SignatureValidation

/// A signed file of more than 4 GiB, nearly all of which is a hole.
///
/// Digesting it takes a while, so `bin/ci` asks for it.
///
/// - SeeAlso: FND-6, PDF-4, PDF-17
@Suite(.enabled(if: LargeFiles.areAsked, "bin/ci asks for it by CHIGIRI_LARGE_FILES"), .serialized)
struct `A file of five gigabytes` {
    private static let hole = 5 << 30

    /// Writes a page whose content is a hole, signed and timestamped behind it, and judges it there.
    @Test func `is signed and judged by offsets that 32 bits do not hold, within little memory`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "large-\(UUID().uuidString).pdf").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let world = try TestWorld()
        try Self.write(to: path)
        let range = try Self.sign(path, in: world)
        #expect(range.before.upperBound > Self.hole && range.after.upperBound > Self.hole)

        let verdict = try Self.verdict(on: path, in: world)
        #expect(verdict.conclusion == .totalPassed, "\(verdict.signatures.map(\.findings))")
        #expect(verdict.signatures.map(\.integrity) == [true])

        // The kernel gives the same reader 256 MB of its own and no more.
        let outcome = try Self.probe(path)
        #expect(outcome.hasPrefix("1 pages\t") && outcome.contains("\tINDETERMINATE\t"), "\(outcome)")

        // One byte behind the first four gigabytes.
        try Self.write(0x21, to: path, at: Self.hole - 100)
        let changed = try Self.verdict(on: path, in: world)
        #expect(changed.conclusion == .totalFailed)
        #expect(changed.signatures.first?.findings.map(\.check) == [.hashMismatch])
    }

    // MARK: Making the file

    /// A file with a content stream of five gigabytes, its cross-reference table behind it.
    private static func write(to path: String) throws {
        var text = "%PDF-1.7\n"
        var offsets: [Int] = []
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] >>",
        ]
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        offsets.append(text.utf8.count)
        text += "4 0 obj\n<< /Length \(hole) >>\nstream\n"
        let start = text.utf8.count + hole
        var tail = "\nendstream\nendobj\n"
        let table = start + tail.utf8.count
        tail += "xref\n0 5\n0000000000 65535 f \n"
        for offset in offsets { tail += String(repeating: "0", count: 10 - "\(offset)".count) + "\(offset) 00000 n \n" }
        tail += "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        try append(Array(tail.utf8), to: path, at: start)
    }

    private static func sign(_ path: String, in world: TestWorld) throws -> ByteRange {
        let fields = try addSignatureFields(
            [SignatureFieldRequest(name: "One", box: nil)],
            lockingForeignFields: true,
            to: Document(MappedFile(path: path))
        )
        try append(fields, to: path)
        let file = try MappedFile(path: path)
        let content = SignatureDictionaryContent(signingTime: world.signingTime, docMDP: 2, contentsSize: 8_192)
        let made = try prepareSignature(field: "One", content: content, appearance: nil, in: Document(file))
        let attributes = world.signer.signedAttributes(over: try made.digest(over: file))
        let signature = try world.signer.sign(attributes.der)
        let cms = try SignedData.encode(
            signedAttributes: attributes,
            signature: signature,
            signatureAlgorithm: world.signer.key.algorithm,
            certificates: [world.signer.certificate, world.issuing.certificate],
            timestampToken: world.authority.timestamp(
                over: MessageImprint(of: signature, hashAlgorithm: .sha256),
                at: world.signingTime
            )
        )
        try append(made.filled(with: cms), to: path)
        return made.byteRange
    }

    /// Writes behind the end, or at an offset beyond it, which leaves a hole.
    private static func append(_ bytes: [UInt8], to path: String, at offset: Int? = nil) throws {
        let handle = try #require(FileHandle(forWritingAtPath: path))
        defer { try? handle.close() }
        if let offset { try handle.seek(toOffset: UInt64(offset)) } else { try handle.seekToEnd() }
        try handle.write(contentsOf: Data(bytes))
    }

    private static func write(_ byte: UInt8, to path: String, at offset: Int) throws {
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(offset))
        try handle.write(contentsOf: Data([byte]))
    }

    // MARK: Judging it

    private static func verdict(on path: String, in world: TestWorld) throws -> ValidationReport {
        let input = ValidationInput(
            source: try MappedFile(path: path),
            time: world.signingTime.addingTimeInterval(300),
            fetched: try world.material(at: world.signingTime.addingTimeInterval(60))
        )
        return try validate(input, policy: world.policy)
    }

    private static func probe(_ path: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = Bundle.main.bundleURL.appending(path: "OddFileProbe")
        process.arguments = [path, "300"]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        return text
    }
}

private enum LargeFiles {
    static var areAsked: Bool { ProcessInfo.processInfo.environment["CHIGIRI_LARGE_FILES"] == "1" }
}
