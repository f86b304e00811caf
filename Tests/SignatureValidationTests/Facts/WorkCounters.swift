import CMS
import Crypto
import DeclaredPKI
import Foundation
import PDF
import Synchronization
import Testing

@testable import SignatureValidation

/// A file in memory that counts what is digested and what is read of it, and remembers digests like a file on disk.
private final class CountingSource: ByteSource {
    let bytes: [UInt8]
    let count: Int
    private let counters = Mutex((digested: 0, read: 0))
    private let progress = DigestProgress()

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        count = bytes.count
    }

    var digested: Int { counters.withLock { $0.digested } }
    var read: Int { counters.withLock { $0.read } }

    func read(_ range: Range<Int>) throws(PDFError) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= count else { throw .outsideOfFile(range, count: count) }
        counters.withLock { $0.read += range.count }
        return Array(bytes[range])
    }

    func forEachChunk(
        of range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws(PDFError) -> Void
    ) throws(PDFError) {
        guard range.lowerBound >= 0, range.upperBound <= count else { throw .outsideOfFile(range, count: count) }
        counters.withLock { $0.digested += range.count }
        try bytes.withUnsafeBufferPointer { (buffer) throws(PDFError) in
            try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[range]))
        }
    }

    func sha256State(upTo count: Int) throws(PDFError) -> SHA256 {
        try progress.state(upTo: count, of: self)
    }
}

/// What many signatures cost, in bytes: time depends on the machine, these do not.
///
/// - SeeAlso: PDF-17, FND-6
@Suite struct `Judging many signatures in one file` {
    private static let signers = 20

    private let world: TestWorld
    /// The file after each signature.
    private let revisions: [[UInt8]]

    init() throws {
        world = try TestWorld()
        var bytes = FileKind.table.onePage
        var update = IncrementalUpdate(try Document(BytesSource(bytes)))
        // Most of the file is what nobody changes: an image of 2 MB, and a thousand little objects.
        _ = update.add(.stream(Stream(PDFDictionary(), .bytes([UInt8](repeating: 0x55, count: 2 << 20)))))
        for number in 0..<1_000 { _ = update.add(.array([.integer(number)])) }
        bytes += try update.appended()
        let requests = (0..<Self.signers).map { SignatureFieldRequest(name: "S\($0)", box: nil) }
        bytes += try addSignatureFields(requests, lockingForeignFields: true, to: Document(BytesSource(bytes)))
        var revisions: [[UInt8]] = []
        for index in 0..<Self.signers {
            let content = SignatureDictionaryContent(
                signingTime: world.signingTime,
                docMDP: index == 0 ? 2 : nil,
                contentsSize: 8_192
            )
            bytes += try TestSigning.sign("S\(index)", content, bytes, by: world.signer, world)
            revisions.append(bytes)
        }
        self.revisions = revisions
    }

    private func judged(_ bytes: [UInt8]) throws -> (source: CountingSource, report: ValidationReport) {
        let source = CountingSource(bytes)
        let input = ValidationInput(
            source: source,
            time: world.signingTime.addingTimeInterval(300),
            fetched: try world.material(at: world.signingTime.addingTimeInterval(60))
        )
        return (source, try validate(input, policy: world.policy))
    }

    @Test func `digests the bytes that they share once`() throws {
        let last = try #require(revisions.last)
        let many = try judged(last)
        #expect(many.report.conclusion == .totalPassed)
        #expect(many.report.signatures.count == Self.signers)
        // The file once, and the end of each revision behind its signature once more.
        #expect(many.source.digested < last.count + Self.signers * 20_000)

        let one = try judged(revisions[0])
        #expect(one.report.conclusion == .totalPassed)
        #expect(many.source.digested < 3 * one.source.digested)
    }

    @Test func `reads what each revision wrote, not the file again for each`() throws {
        let one = try judged(revisions[0]).source.read
        let many = try judged(try #require(revisions.last)).source.read
        print("bytes read: \(one) for one signature, \(many) for \(Self.signers)")
        #expect(many < 3 * one)
    }
}

/// Signing without a timestamp, for files that hold many signatures.
enum TestSigning {
    static func sign(
        _ field: String,
        _ content: SignatureDictionaryContent,
        _ bytes: [UInt8],
        by identity: DeclaredIdentity,
        _ world: TestWorld
    ) throws -> [UInt8] {
        let placeholder = try prepareSignature(
            field: field,
            content: content,
            appearance: nil,
            in: Document(BytesSource(bytes))
        )
        let attributes = identity.signedAttributes(over: try placeholder.digest(over: BytesSource(bytes)))
        return try placeholder.filled(
            with: SignedData.encode(
                signedAttributes: attributes,
                signature: identity.sign(attributes.der),
                signatureAlgorithm: identity.key.algorithm,
                certificates: [identity.certificate, world.issuing.certificate],
                timestampToken: nil
            )
        )
    }
}
