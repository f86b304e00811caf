import PDF
import SignerProtocol
package import Typesetting

extension CompletionCertificate {
    /// The certificate as an A4 document in PDF/A-2b, not yet sealed.
    ///
    /// The same values give the same bytes.
    ///
    /// A character of a title, an address or a certificate that no font has is written as its code point in brackets.
    ///
    /// - Throws: `TypesettingError.missingGlyph` for a signatory's name; `VisibleSignature.check(name:fonts:)` tells
    ///   before.
    package func pdf(fonts: FontLibrary) throws -> [UInt8] {
        let blocks = CertificateBlocks(fonts: fonts)
        var flow = PageFlow()
        try addOpening(to: &flow, blocks)
        try addContract(to: &flow, blocks)
        try addDigests(to: &flow, blocks)
        try addSignatories(to: &flow, blocks)
        try addEarlierSignatures(to: &flow, blocks)
        try addSteps(to: &flow, blocks)
        try addInstructions(to: &flow, blocks)

        var pages = flow.pages
        for index in pages.indices {
            pages[index] = try frame(page: index + 1, of: pages.count, blocks) + pages[index]
        }
        let subsets = try ContentFont.all(for: pages.joined().flatMap(\.runs), fonts: fonts)
        return try ArchivalDocument(
            pages: pages.map { marks in
                var writer = ContentWriter(fonts: subsets)
                for mark in marks { writer.draw(mark, pageHeight: PageFlow.a4.height) }
                return ArchivalDocument.Page(
                    width: PageFlow.a4.width,
                    height: PageFlow.a4.height,
                    content: writer.bytes
                )
            },
            fonts: subsets.map(\.embedded),
            metadata: DocumentMetadata(
                title: "合意締結証明書 Certificate of Completion: \(title)",
                subject: envelope.text,
                author: instance,
                language: "ja",
                date: issuedAt.date
            )
        ).bytes()
    }

    private func addOpening(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        var heading = blocks.stacked([
            try blocks.text("合意締結証明書", .documentTitle),
            try blocks.text("Certificate of Completion", .documentTitleInEnglish),
        ])
        heading.marks += Logo.marks(x: PageFlow.width - 40, y: 6, size: 40)
        heading.height += 10
        flow.add(heading)
        let last = JapaneseTime(signatories.map(\.signedAt).max() ?? sealedAt)
        let words = Bilingual(
            ja: """
                次の契約は、\(last.date)に、署名者\(signatories.count)名全員の電子署名によって結ばれました。\
                署名と時刻の証明は、封をした契約書（PDF）の中にあります。
                """,
            en: """
                The agreement below was concluded on \(last.numericDate) (Japan) by the electronic signatures of all \
                \(signatories.count) signers. The signatures and the proofs of time are inside the sealed agreement (PDF).
                """
        )
        var lede = try blocks.prose(words, .lede)
        lede.height += 16
        flow.add(lede)
    }

    private func addContract(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        flow.add([
            try blocks.heading(Bilingual(ja: "契約", en: "Agreement")),
            try blocks.row(Bilingual(ja: "件名", en: "Title"), blocks.spelledOut(title), .contractTitle),
        ])
        flow.add(
            try blocks.row(
                Bilingual(ja: "文書", en: "Document"),
                "\(blocks.spelledOut(documentName))（全\(pages)ページ \(pages == 1 ? "1 page" : "\(pages) pages")）"
            )
        )
        flow.add(try blocks.row(Bilingual(ja: "送った組織", en: "Sent by"), blocks.spelledOut(organisation)))
        flow.add(try blocks.row(Bilingual(ja: "契約の番号", en: "Number"), envelope.text))
        flow.add(
            try blocks.row(
                Bilingual(ja: "封をした時刻", en: "Sealed at"),
                JapaneseTime(documentTimestamp.time).register,
                note: """
                    \(JapaneseTime.universal(documentTimestamp.time))
                    文書全体の時刻の証明 Document timestamp: \(blocks.spelledOut(documentTimestamp.words))
                    """
            )
        )
        flow.add(try blocks.row(Bilingual(ja: "署名の形式", en: "Format"), "PAdES \(level)　ETSI EN 319 142-1"))
        flow.space(20)
    }

    private func addDigests(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        flow.add([
            try blocks.heading(Bilingual(ja: "文書の照合値（SHA-256）", en: "Digests of the documents (SHA-256)")),
            try blocks.digestRow(
                Bilingual(ja: "封をした文書", en: "As sealed"),
                sealedDigest,
                note: """
                    \(Self.grouped(sealedSize)) バイト　全員の署名と時刻の証明が入った PDF
                    \(Self.grouped(sealedSize)) bytes. The PDF with all signatures and proofs of time.
                    """
            ),
            try blocks.digestRow(
                Bilingual(ja: "元の文書", en: "As uploaded"),
                originalDigest,
                note: """
                    \(Self.grouped(originalSize)) バイト　送られた時の PDF。封をした文書の初めの部分と同じです。
                    \(Self.grouped(originalSize)) bytes. The PDF as it was sent; the sealed one begins with it.
                    """
            ),
        ])
        if let normalisedFrom { flow.add(try blocks.normalised(from: normalisedFrom)) }
        flow.space(20)
    }

    private func addSignatories(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        let count = signatories.count
        let words = Bilingual(ja: "署名した人　\(count)名", en: count == 1 ? "Signer" : "Signers, \(count)")
        for (index, signatory) in signatories.enumerated() {
            let block = try blocks.signatory(signatory, ordinal: index + 1)
            flow.add(index == 0 ? [try blocks.heading(words), block] : [block])
        }
        flow.space(20)
    }

    private func addEarlierSignatures(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        guard !earlierSignatures.isEmpty else { return }
        let words = Bilingual(ja: "送られた時にあった署名", en: "Signatures that were there before")
        for (index, signature) in earlierSignatures.enumerated() {
            let block = try blocks.earlierSignature(signature)
            flow.add(index == 0 ? [try blocks.heading(words), block] : [block])
        }
        flow.space(20)
    }

    private func addSteps(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        let head = [try blocks.heading(Bilingual(ja: "経過", en: "What happened")), try blocks.stepsHead()]
        for (index, step) in steps.enumerated() {
            let block = try blocks.step(step)
            flow.add(index == 0 ? head + [block] : [block])
        }
        flow.add(
            try blocks.digestRow(
                Bilingual(ja: "\(audit.entries)番の値", en: "Value of no. \(audit.entries)"),
                audit.digest,
                note: """
                    監査記録の連鎖の値（SHA-256）。前の項目の値を含めて順に計算され、途中の項目を変えると合わなくなります。
                    Value of the audit chain (SHA-256): each entry includes the one before, so no entry can change unseen.
                    """
            )
        )
        flow.space(20)
    }

    /// What every page has around its content.
    private func frame(page: Int, of count: Int, _ blocks: CertificateBlocks) throws(TypesettingError) -> [Mark] {
        let right = PageFlow.width
        var marks: [Mark] = []
        if let mark = environment.mark {
            marks += try blocks.watermark()
            marks += try blocks.trialBand(mark).marks.map { $0.moved(x: PageFlow.left, y: 32) }
        } else {
            let head = try blocks.set(blocks.spelledOut(instance), .note.aligned(.right), width: right)
            marks.append(.text(head, x: PageFlow.left, y: 40))
        }
        let foot = PageFlow.a4.height - 50
        marks.append(.rule(x: PageFlow.left, y: foot - 5, length: right, thickness: 0.5, ink: DocumentInk.rule))
        let words = """
            合意締結証明書 Certificate of Completion　\(envelope.text)
            \(blocks.spelledOut(instance))　\(blocks.spelledOut(publicURL))
            """
        marks.append(.text(try blocks.set(words, .note, width: right - 60), x: PageFlow.left, y: foot))
        let number = try blocks.set("\(page) / \(count)", .note.aligned(.right), width: 60)
        marks.append(.text(number, x: PageFlow.left + right - 60, y: foot))
        return marks
    }

    /// `1,234,567`.
    private static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }
}
