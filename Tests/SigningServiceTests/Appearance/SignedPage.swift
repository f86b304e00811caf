import PDF
import SignerProtocol
import Typesetting

@testable import SigningService

/// A4 pages with visible signatures on them, made by the real writers.
struct SignedPage {
    let fonts: FontLibrary
    private(set) var file: [UInt8]
    private var count = 0

    init(fonts: FontLibrary) throws {
        self.fonts = fonts
        self.file = try ArchivalDocument(
            pages: [ArchivalDocument.Page(width: PageFlow.a4.width, height: PageFlow.a4.height, content: [])],
            fonts: [],
            metadata: DocumentMetadata(
                title: "契約書",
                subject: "",
                author: "",
                language: "ja",
                date: Timestamp(milliseconds: 1_795_318_496_000).date
            )
        ).bytes()
    }

    /// Shows `signature` in a box whose origin is the top left corner of the page.
    mutating func show(_ signature: VisibleSignature, x: Double, y: Double, width: Double, height: Double) throws {
        count += 1
        let field = "Signature\(count)"
        let box = DisplayedBox(page: 1, x: x, y: y, width: width, height: height)
        file += try addSignatureFields(
            [SignatureFieldRequest(name: field, box: box)],
            lockingForeignFields: false,
            to: Document(BytesSource(file))
        )
        file += try prepareSignature(
            field: field,
            content: SignatureDictionaryContent(
                subFilter: .etsiCAdESDetached,
                signingTime: signature.time.date,
                contentsSize: 16
            ),
            appearance: signature.appearance(width: width, height: height, fonts: fonts),
            in: Document(BytesSource(file))
        ).appended
    }
}

extension VisibleSignature {
    static func example(
        _ name: String,
        _ kind: SignerKind = .party,
        _ environment: ServiceEnvironment = .test,
        imprint: ImprintChoice = .personal
    ) -> Self {
        // 2026-11-22T03:34:56Z
        VisibleSignature(
            name: name,
            kind: kind,
            time: Timestamp(milliseconds: 1_795_318_496_000),
            environment: environment,
            imprint: imprint
        )
    }
}
