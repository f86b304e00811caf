import Converters
import Foundation
import PDF
import SignerProtocol
import Testing

@testable import SigningService

/// PDF-2, PDF-13: a file that is only in the way of readers is signed as a clean copy, when its sender agrees.
@Suite(.enabled(if: PagePictures.missingPrograms().isEmpty, "qpdf, poppler-utils or bubblewrap is not installed"))
struct `An upload that cannot be signed as it is` {
    private let junk = SmallPDF.bytes() + Array("MIME remains\0".utf8)

    private func proposal(_ bytes: [UInt8], in world: World, by sender: SenderActor) async throws -> Normalisation {
        guard case .proposed(let proposal) = try await world.outcome(of: bytes, by: sender) else {
            throw CocoaError(.featureUnsupported)
        }
        return proposal
    }

    @Test func `is put before its sender with its clean copy, and is no document yet`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let proposal = try await proposal(junk, in: world, by: sender)

        #expect(proposal.detail.findings.map(\.code) == ["TRAILING_BYTES"])
        #expect(proposal.detail.pages == 1)
        #expect(proposal.detail.comparison == CleanCopyComparison(drawn: 1, differing: [], hasSameText: true))
        #expect(proposal.before.sha256 == Digest.sha256(junk))
        let before = try await Documents(world.needs).content(of: proposal, .before, for: sender)
        #expect(try await before.read(0..<before.count) == junk)
        let after = try await Documents(world.needs).content(of: proposal, .after, for: sender)
        let clean = try await after.read(0..<after.count)
        #expect(proposal.after.sha256 == Digest.sha256(clean))
        #expect(Preflight.findings(in: try Document(BytesSource(clean))).isEmpty)
        await #expect(throws: ServiceError.documentUnknown) {
            try await Documents(world.needs).document(proposal.id, for: sender)
        }
        let picture = try await Documents(world.needs).picture(
            page: 1,
            edge: PagePictures.edges[0],
            of: proposal,
            .before,
            for: sender
        )
        #expect(picture.starts(with: [0xFF, 0xD8]))
    }

    @Test func `becomes its clean copy when the sender agrees, and is discarded`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let proposal = try await proposal(junk, in: world, by: sender)
        let documents = Documents(world.needs)

        let document = try await documents.agree(
            toNormalisation: proposal.id,
            sha256: proposal.after.sha256.hexadecimal,
            by: sender
        )
        #expect(document.sha256 == proposal.after.sha256)
        let record = try await documents.record(of: document.id, for: sender)
        #expect(record?.normalisedFrom?.sha256 == Digest.hexadecimal(of: junk))
        #expect(record?.normalisedFrom?.reasons == ["TRAILING_BYTES"])
        #expect(record?.pages.count == 1)
        #expect(
            try world.needs.segments.segments(olderThanSeconds: -60) == [proposal.after.segment.digest]
        )
        await #expect(throws: ServiceError.documentUnknown) {
            try await documents.normalisation(proposal.id, for: sender)
        }
        let audit = try await world.needs.store.read { try $0.audit(chain: "document/\(document.id)") }
        #expect(audit.map(\.entry.action) == ["normalisation proposed", "normalisation agreed"])
        let facts = try #require(audit.last?.payload).bytes
        let text = String(decoding: facts, as: UTF8.self)
        #expect(text.contains(Digest.hexadecimal(of: junk)))
        #expect(text.contains(document.sha256.hexadecimal))
    }

    @Test func `is agreed to only by who names the clean copy, once, and in the sender's organisation`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let proposal = try await proposal(junk, in: world, by: sender)
        let documents = Documents(world.needs)

        await #expect(throws: ServiceError.digestMismatch) {
            try await documents.agree(toNormalisation: proposal.id, sha256: Digest.hexadecimal(of: junk), by: sender)
        }
        let sha256 = proposal.after.sha256.hexadecimal
        await #expect(throws: ServiceError.documentUnknown) {
            try await documents.agree(toNormalisation: proposal.id, sha256: sha256, by: .example)
        }
        _ = try await documents.agree(toNormalisation: proposal.id, sha256: sha256, by: sender)
        await #expect(throws: ServiceError.documentUnknown) {
            try await documents.agree(toNormalisation: proposal.id, sha256: sha256, by: sender)
        }
    }

    @Test func `leaves nothing when the sender declines, or lets a week pass`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let documents = Documents(world.needs)

        let declined = try await proposal(junk, in: world, by: sender)
        try await documents.decline(normalisation: declined.id, by: sender)
        #expect(try world.needs.segments.segments(olderThanSeconds: -60).isEmpty)
        #expect(try await world.needs.store.read { try !$0.isNamed(declined.before.segment.digest) })

        let forgotten = try await proposal(junk, in: world, by: sender)
        #expect(try await world.needs.store.read { try $0.isNamed(forgotten.before.segment.digest) })
        world.clock.advance(by: Normalisation.lifetime)
        await #expect(throws: ServiceError.documentUnknown) {
            try await documents.normalisation(forgotten.id, for: sender)
        }
        world.clock.advance(by: .seconds(1))
        _ = try await proposal(junk, in: world, by: sender)
        #expect(try await world.needs.store.read { try !$0.isNamed(forgotten.before.segment.digest) })
    }

    /// A file whose end is lost cannot be made whole, and what acts is found again in the clean copy.
    @Test(arguments: [
        ("DAMAGED", Array(SmallPDF.bytes().prefix(300))),
        (
            "JAVASCRIPT",
            Array("junk\n".utf8) + SmallPDF.bytes(catalog: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")
        ),
    ])
    func `is refused when nothing clean comes of it, and leaves nothing`(code: String, bytes: [UInt8]) async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        await #expect {
            _ = try await world.outcome(of: bytes, by: sender)
        } throws: { error in
            guard case ServiceError.documentRefused(let findings) = error else { return false }
            return findings.contains { $0.code == code }
        }
        #expect(try world.needs.segments.segments(olderThanSeconds: -60).isEmpty)
    }
}

/// What a comparison says.
@Suite struct `A comparison of two files` {
    private let pages: [[UInt8]] = [[1], [2], [3]]

    @Test func `names the pages that look different, and those that only one of both has`() {
        #expect(CleanCopyComparison(drawn: (pages, pages), texts: nil).differing.isEmpty)
        #expect(CleanCopyComparison(drawn: ([[1], [9], [3]], pages), texts: nil).differing == [2])
        #expect(CleanCopyComparison(drawn: ([[1]], pages), texts: nil).differing == [2, 3])
        #expect(CleanCopyComparison(drawn: (pages, [[1], [2]]), texts: nil).differing == [3])
    }

    @Test func `says that nothing was compared when one of both cannot be drawn`() {
        let comparison = CleanCopyComparison(drawn: nil, texts: (["a"], ["b"]))
        #expect(comparison == CleanCopyComparison(drawn: 0, differing: [], hasSameText: false))
    }
}
