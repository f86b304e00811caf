import Crypto
import Foundation
import PDF
import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A large document` {
    private let watch = StoreWatch()
    private let piece = 1 << 20 + 1 << 18

    private func world(_ limit: UploadLimit = .standard) throws -> World {
        let watch = watch
        return try World(uploadLimit: limit) { WatchedStore(base: $0, watch: watch) }
    }

    /// 20 MB in one image; the marker stands where a reader of the disk would find it.
    private func contract() -> [UInt8] {
        var image = [UInt8](repeating: 0x5A, count: 20_000_000)
        for start in stride(from: 0, to: image.count, by: 1_000_000) {
            image.replaceSubrange(start..<start + 16, with: Array("plaintext-marker".utf8))
        }
        return SmallPDF.bytes(image: image)
    }

    /// DOC-1.
    @Test func `is never in memory as a whole, from the upload to the download`() async throws {
        let world = try world()
        defer { world.remove() }
        let sender = try await world.sender()
        let bytes = contract()

        let document = try await Documents(world.needs).upload(
            name: "契約書.pdf",
            by: sender,
            body: Pieces(bytes, of: 50_000)
        ).document
        #expect(watch.seen.largestWrite <= piece && watch.seen.largestRead <= piece)
        let envelope = try await world.sent(document, by: sender)
        let content = try await Envelopes(world.needs).document(of: envelope.id, for: sender)
        var hash = SHA256()
        for start in stride(from: 0, to: content.count, by: 500_000) {
            hash.update(data: try await content.read(start..<min(start + 500_000, content.count)))
        }

        #expect(watch.seen.largestWrite <= piece && watch.seen.largestRead <= piece)
        #expect(watch.seen.isOnDocumentThreads)
        let stored = try await Documents(world.needs).document(document.id, for: sender)
        #expect(document.sha256 == Digest.sha256(bytes))
        #expect(try await world.needs.envelopeWithDocument(envelope.id).document.sha256 == Array(hash.finalize()))
        #expect(stored.size == bytes.count)
    }

    /// DOC-2, DOC-3.
    @Test func `is nowhere on the disk in plaintext, and a revision only adds to what is there`() async throws {
        let world = try world()
        defer { world.remove() }
        let sender = try await world.sender()

        let document = try await Documents(world.needs).upload(
            name: "契約書.pdf",
            by: sender,
            body: Pieces(contract(), of: 50_000)
        ).document
        #expect(try world.filesHolding("plaintext-marker") == [])
        let before = try world.segmentSizes()
        _ = try await world.sent(document, by: sender)
        try await world.work()

        #expect(try world.filesHolding("plaintext-marker") == [])
        let added = try world.segmentSizes().filter { before[$0.key] == nil }
        #expect(try world.segmentSizes().count == before.count + 1)
        #expect(added.values.allSatisfy { $0 < 100_000 })
    }

    @Test func `is read once for all digests that begin alike`() throws {
        let world = try world()
        defer { world.remove() }
        let key = SymmetricKey(size: .bits256)
        let bytes = Array(repeating: UInt8(7), count: 3_000_000)
        var writer = try SegmentWriter(into: world.needs.segments.begin(), dataKey: key, randomBytes: systemRandomBytes)
        try writer.write(bytes)
        let source = try DecryptingSource([writer.finish().segment], in: world.needs.segments, dataKey: key)
        watch.forget()

        let whole = AppendedSource(source, appended: [1, 2, 3, 4])
        let first = try whole.sha256(of: [0..<2_000_000, 2_000_100..<2_900_000])
        let second = try whole.sha256(of: [0..<3_000_001, 3_000_002..<3_000_004])
        let last = try whole.sha256(of: 0..<3_000_004)

        #expect(first == Digest.sha256(Array(bytes[..<2_000_000] + bytes[2_000_100..<2_900_000])))
        #expect(second == Digest.sha256(bytes + [1, 3, 4]))
        #expect(last == Digest.sha256(bytes + [1, 2, 3, 4]))
        #expect(watch.seen.read < 4_100_000)
    }

    @Test func `is refused beyond the limit that the operator has set, and leaves nothing`() async throws {
        let world = try world(try #require(UploadLimit(bytes: 1_000_000)))
        defer { world.remove() }
        let sender = try await world.sender()

        await #expect(throws: ServiceError.documentTooLarge(limit: 1_000_000)) {
            try await Documents(world.needs).upload(
                name: "契約書.pdf",
                by: sender,
                body: Pieces(contract(), of: 50_000)
            )
        }
        #expect(try world.segmentSizes().isEmpty)
    }

    @Test(arguments: [(999_999, false), (1_000_000, true), (1_000_000_000, true), (1_000_000_001, false)])
    func `may be as large as the operator wants, up to 1 GB`(bytes: Int, isPossible: Bool) {
        #expect((UploadLimit(bytes: bytes) != nil) == isPossible)
        #expect(UploadLimit.standard.bytes == 200_000_000)
    }
}

extension World {
    /// An envelope for a document that is there already, out for signing.
    fileprivate func sent(_ document: StoredDocument, by sender: SenderActor) async throws -> Envelope {
        let request = EnvelopeRequest(
            title: "業務委託契約",
            document: document.id,
            language: .ja,
            expiresAt: nil,
            signers: [.witness("hanako@party.example")]
        )
        let draft = try await Envelopes(needs).create(request, by: sender)
        return try await Envelopes(needs).send(draft.id, by: sender)
    }

    /// Files of the service in which these bytes can be read.
    fileprivate func filesHolding(_ marker: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
            let stored = FileManager.default.contents(atPath: folder.appending(path: path).path) ?? Data()
            return stored.range(of: Data(marker.utf8)) != nil
        }
    }

    /// The files of segments with their sizes, unfinished ones too.
    fileprivate func segmentSizes() throws -> [String: Int] {
        let place = folder.appending(path: "segments")
        var sizes: [String: Int] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: place.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: place.appending(path: path).path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            sizes[path] = (attributes[.size] as? NSNumber)?.intValue
        }
        return sizes
    }
}
