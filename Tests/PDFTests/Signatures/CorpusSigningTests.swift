import Foundation
import PDF
import Testing

@Suite(.enabled(if: Corpus.isPresent, "the corpus is not beside the package"))
struct `Signing the corpus` {
    /// Fields, two signatures, validation data, a timestamp: each a pure append that we read again (PDF-1).
    @Test(arguments: Corpus.rows("accept"))
    func `appends what reads back`(row: Corpus.Row) throws {
        let base = try MappedFile(path: row.path)
        let before = try Document(base)
        let signed = try Signing.sealed(before)
        let document = try Document(signed)

        #expect(document.revisions.count == before.revisions.count + 5)
        #expect(document.bytesAfterLastRevision.isEmpty)
        #expect(document.revisions.allSatisfy { $0.kind == before.revisions.last?.kind })
        #expect(try document.pages().count == row.pages)
        #expect(try signed.read(0..<base.count) == base.read(0..<base.count))
        #expect(try document.documentSecurityStore().certificates == [[1, 2, 3]])

        let signatures = try document.signatures()
        #expect(signatures.map(\.fieldName) == ["甲", "Otsu", "Timestamp1"])
        for signature in signatures {
            let range = try ByteRange(integers: #require(signature.byteRange))
            #expect(range.gap == signature.contentsRange)
            #expect(document.revisions.contains { $0.endOffset == range.end })
        }
        for (index, revision) in document.revisions.enumerated() {
            let earlier = try document.atRevision(index)
            #expect(earlier.source.count == revision.endOffset)
            #expect(earlier.bytesAfterLastRevision.isEmpty)
        }
        #expect(try document.formFields().allSatisfy { $0.type == "Sig" || $0.isReadOnly })
    }

    /// What is done to any legal file has to be what our own comparison allows after the fields were made.
    @Test(arguments: Corpus.wellformed())
    func `appends what the comparison of revisions allows`(file: String) throws {
        let before = try Document(MappedFile(path: Corpus.root + "/" + file), limits: .upload(fileSize: 200_000_000))
        #expect(Preflight.findings(in: before) == [])

        let signed = try Document(Signing.sealed(before))
        let changes = RevisionComparison.changes(in: signed, afterRevision: before.revisions.count)
        #expect(Set(changes.map(\.code)) == [.signatureAdded, .validationDataAdded, .documentTimestampAdded])
        #expect(signed.revisions.count == before.revisions.count + 5)
        #expect(try signed.source.read(0..<before.source.count) == before.source.read(0..<before.source.count))
    }
}

/// What the service does with a document, with dummies for what needs a key.
enum Signing {
    /// A box on the first page, no larger than a small page allows.
    static func box(on page: Page) -> DisplayedBox {
        let (width, height) = (min(90, page.displayedSize.width / 2), min(45, page.displayedSize.height / 2))
        return DisplayedBox(page: 1, x: width / 3, y: height / 3, width: width, height: height)
    }

    static let appearance = SignatureAppearance(
        width: 90,
        height: 45,
        content: Array("1 0 0 RG 2 w 1 1 88 43 re S 0 0 1 rg 5 5 20 10 re f".utf8),
        fonts: []
    )
    static let time = Date(timeIntervalSince1970: 1_795_000_000)

    static func content(_ docMDP: Int?) -> SignatureDictionaryContent {
        SignatureDictionaryContent(signingTime: time, name: "髙橋 花子", docMDP: docMDP, contentsSize: 64)
    }

    static func sealed(_ document: Document) throws -> any ByteSource {
        let box = try document.pages().first.map(box)
        let requests = [
            SignatureFieldRequest(name: "甲", box: box, label: "甲の署名"), SignatureFieldRequest(name: "Otsu", box: nil),
        ]
        var current = document
        func append(_ suffix: [UInt8]) throws {
            current = try Document(AppendedSource(current.source, appended: suffix))
        }
        try append(addSignatureFields(requests, lockingForeignFields: true, to: current))
        try append(
            prepareSignature(field: "甲", content: content(2), appearance: appearance, in: current).filled(with: [1, 2])
        )
        try append(
            prepareSignature(field: "Otsu", content: content(nil), appearance: nil, in: current).filled(with: [3])
        )
        let data = try addValidationData(certificates: [[1, 2, 3]], crls: [], ocspResponses: [[4]], to: current)
        try append(#require(data))
        try append(prepareDocumentTimestamp(contentsSize: 64, in: current).filled(with: [5]))
        return current.source
    }
}
